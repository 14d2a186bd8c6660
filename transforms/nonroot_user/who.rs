//! Who the program becomes: the file's own account, the base's, or a new one.

use super::account::{Account, Origin, recipe};
use super::created::created_accounts;
use super::subject::Subject;
use super::tree_images::created_below;
use super::weighing::Weighing;
use crate::Reason;
use catalog::{Action, Family};

/// Names for a new account, the first that is free.
const NAMES: &[&str] = &["app", "service", "appuser"];

/// Picks the account, or holds back.
pub(super) fn account(subject: &Subject<'_>, weighing: &mut Weighing) -> Option<Account> {
    if let Some(account) = own(subject, weighing) {
        return Some(account);
    }
    let Some(base) = subject.base.as_ref() else {
        if !subject.is_scratch() {
            let label = subject.base_label();
            weighing.holds_back(
                Reason::UnknownBase,
                format!("the catalogue does not know base `{label}`, so its accounts are open"),
            );
            return None;
        }
        weighing.rests_on("`scratch` has no accounts: the numbers alone do");
        return Some(numbers(subject));
    };
    if let Some(account) = of_tree(subject, weighing) {
        return Some(account);
    }
    if let Some(account) = of_server(subject, weighing) {
        return Some(account);
    }
    let label = subject.base_label();
    if let Some(account) = of_base(subject, base) {
        let Origin::Base { name } = &account.origin else {
            return Some(account);
        };
        weighing.rests_on(format!(
            "base `{label}` has the account `{name}` ({})",
            account.numbers()
        ));
        return Some(account);
    }
    match base.family {
        Some(Family::None) => {
            weighing.rests_on(format!(
                "base `{label}` has no tools to create an account: the numbers alone do"
            ));
            Some(numbers(subject))
        }
        Some(Family::Windows) => None,
        Some(Family::Dpkg | Family::Apk | Family::Busybox | Family::Rpm | Family::Pacman) => {
            let wanted = super::compose::numbers(subject, weighing);
            let account = new(subject, base, wanted);
            weighing.rests_on(format!("base `{label}` has no account for it"));
            account
        }
        None => {
            weighing.assumes(format!(
                "the program needs no home and no entry in `/etc/passwd`, since it is not known how base `{label}` creates accounts"
            ));
            Some(numbers(subject))
        }
    }
}

/// An account that the file creates and never uses.
fn own(subject: &Subject<'_>, weighing: &mut Weighing) -> Option<Account> {
    let created = created_accounts(subject);
    let candidates: Vec<_> = created
        .iter()
        .filter(|account| !account.is_for_a_package)
        .collect();
    let [only] = candidates.as_slice() else {
        return None;
    };
    let (uid, gid) = (only.uid?, only.gid?);
    if uid == 0 {
        return None;
    }
    let is_used = subject
        .chain
        .iter()
        .filter_map(|stage| stage.user.as_ref())
        .any(|user| user.value.split(':').next() == Some(uid.to_string().as_str()));
    let unused = if is_used { "" } else { ", which runs nothing" };
    weighing.rests_on(format!(
        "line {} creates the account `{}` ({uid}:{gid}){unused}",
        subject.line(only.instruction),
        only.name
    ));
    Some(Account {
        uid,
        gid,
        home: only.home.clone(),
        origin: Origin::File {
            name: only.name.clone(),
            instruction: only.instruction,
        },
    })
}

/// The only account that the Dockerfile of the base creates.
fn of_tree(subject: &Subject<'_>, weighing: &mut Weighing) -> Option<Account> {
    let created = created_below(subject);
    let mut candidates = created
        .iter()
        .filter(|(_, account)| !account.is_for_a_package);
    let ((path, only), None) = (candidates.next()?, candidates.next()) else {
        return None;
    };
    let (uid, gid) = (only.uid.filter(|uid| *uid != 0)?, only.gid?);
    if subject.removes_account(&only.name) {
        return None;
    }
    weighing.rests_on(format!(
        "`{path}`, which builds the base, creates the account `{}` ({uid}:{gid})",
        only.name
    ));
    Some(Account {
        uid,
        gid,
        home: only.home.clone(),
        origin: Origin::Base {
            name: only.name.clone(),
        },
    })
}

/// The account that the workers of a server had, whose the files are that it serves and writes.
fn of_server(subject: &Subject<'_>, weighing: &mut Weighing) -> Option<Account> {
    let server = super::servers::of_stage(subject)?;
    let account = server.account.as_ref()?;
    if subject.removes_account(&account.name) {
        return None;
    }
    weighing.rests_on(format!(
        "`{}` works as the account `{}` ({}:{}) already",
        server.name(),
        account.name,
        account.uid,
        account.gid
    ));
    Some(Account {
        uid: account.uid,
        gid: account.gid,
        home: None,
        origin: Origin::Base {
            name: account.name.clone(),
        },
    })
}

fn of_base(subject: &Subject<'_>, base: &catalog::Base) -> Option<Account> {
    let is_offered = match base.action {
        Some(Action::UseExisting) => true,
        Some(Action::Swap) if super::servers::of_base(subject).is_some() => true,
        Some(Action::Already | Action::Leave | Action::Swap | Action::Create | Action::Refuse)
        | None => base.default_user.is_some() && base.starts_as_root() == Some(false),
    };
    let is_no_family = base.family == Some(Family::None);
    if !is_offered && !is_no_family {
        return None;
    }
    // The image's own accounts come before those of its distribution.
    let account = base
        .accounts
        .iter()
        .find(|account| account.uid != 0 && account.uid < 65534)?;
    if subject.removes_account(&account.name) {
        return None;
    }
    Some(Account {
        uid: account.uid,
        gid: account.gid,
        home: account.home.clone(),
        origin: Origin::Base {
            name: account.name.clone(),
        },
    })
}

fn new(subject: &Subject<'_>, base: &catalog::Base, wanted: Option<(u32, u32)>) -> Option<Account> {
    let mut created = created_accounts(subject);
    created.extend(
        created_below(subject)
            .into_iter()
            .map(|(_, account)| account),
    );
    let is_taken = |number: u32| {
        created
            .iter()
            .any(|account| account.uid == Some(number) || account.gid == Some(number))
            || base
                .accounts
                .iter()
                .any(|account| account.uid == number || account.gid == number)
    };
    let (mut uid, mut gid) = wanted.unwrap_or_else(|| subject.numbers());
    while is_taken(uid) || is_taken(gid) {
        uid += 1;
        gid += 1;
    }
    let name = NAMES.iter().find(|name| {
        created.iter().all(|account| account.name != **name)
            && base.accounts.iter().all(|account| account.name != **name)
            && !subject.names_account(name)
    })?;
    let commands = recipe(base, name, uid, gid)?;
    Some(Account {
        uid,
        gid,
        home: Some(format!("/home/{name}")),
        origin: Origin::New {
            name: (*name).to_owned(),
            commands,
        },
    })
}

fn numbers(subject: &Subject<'_>) -> Account {
    let (uid, gid) = subject.numbers();
    Account {
        uid,
        gid,
        home: None,
        origin: Origin::Numbers,
    }
}
