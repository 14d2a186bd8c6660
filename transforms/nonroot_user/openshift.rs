//! OpenShift runs every container as a number that it picks itself, in group 0: what the program writes must be open to
//! that group.

use super::account::{Account, Origin, recipe};
use super::manifests;
use super::subject::Subject;
use super::weighing::Weighing;

/// The account in group 0, where the context has a manifest of OpenShift.
pub(super) fn adapted(subject: &Subject<'_>, account: Account, weighing: &mut Weighing) -> Account {
    let Some(file) = manifests::openshift(subject.target) else {
        return account;
    };
    let origin = match (&account.origin, &subject.base) {
        (Origin::New { name, .. }, Some(base)) => {
            let Some(commands) = recipe(base, name, account.uid, 0) else {
                return account;
            };
            let name = name.clone();
            Origin::New { name, commands }
        }
        (Origin::New { .. } | Origin::File { .. } | Origin::Base { .. } | Origin::Numbers, _) => {
            account.origin.clone()
        }
    };
    weighing.rests_on(format!(
        "`{file}` is for OpenShift, which runs it as a number of its own in group 0: what it writes is open to that group"
    ));
    weighing.assumes(
        "it writes only to folders that are made for it, since copied files keep their modes for the group",
    );
    Account {
        gid: 0,
        origin,
        ..account
    }
}
