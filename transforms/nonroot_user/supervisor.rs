//! What a supervisor's configuration asks for: accounts to change to, and files that it writes itself.

use super::account::{self, Account};
use super::grants::Grants;
use super::subject::Subject;
use super::weighing::Weighing;
use super::writes::written;
use crate::image_path::{absolute, below, folder};
use crate::runs::{Entry, Supervisor};
use crate::{FileChange, Origin, Reason};

/// Keys whose value is a file that supervisord writes.
const FILES: &[&str] = &[
    "logfile",
    "pidfile",
    "childlogdir",
    "stdout_logfile",
    "stderr_logfile",
];

pub(super) fn look(
    subject: &Subject<'_>,
    account: &Account,
    grants: &mut Grants,
    weighing: &mut Weighing,
) {
    for supervisor in &subject.runs.supervisors {
        accounts(account, supervisor, grants, weighing);
        for entry in &supervisor.entries {
            files(subject, supervisor, entry, grants, weighing);
        }
        if supervisor.is_included {
            continue;
        }
        left_out(subject, supervisor, grants, weighing);
        weighing.assumes(format!(
            "the programs that `{}` starts write only where it says, below their own folder and in `/tmp`",
            supervisor.file
        ));
    }
}

/// `user=`: a supervisor without root can change to no account, and refuses to start with another than its own
/// (<https://supervisord.org/configuration.html#supervisord-section-settings>).
fn accounts(
    account: &Account,
    supervisor: &Supervisor,
    grants: &mut Grants,
    weighing: &mut Weighing,
) {
    let own = match &account.origin {
        account::Origin::File { name, .. }
        | account::Origin::Base { name }
        | account::Origin::New { name, .. } => Some(name),
        account::Origin::Numbers => None,
    };
    let file = &supervisor.file;
    let mut removed: Vec<&Entry> = Vec::new();
    for entry in &supervisor.entries {
        let is_own = own == Some(&entry.value) || entry.value == account.uid.to_string();
        if entry.key != "user" || is_own || entry.section.contains("http") {
            continue;
        }
        if ["root", "0"].contains(&entry.value.as_str()) && supervisor.is_in_context {
            removed.push(entry);
        } else {
            weighing.holds_back(
                Reason::Supervisor,
                format!(
                    "`{file}` (line {}) runs `{}` as `{}`, which takes root",
                    entry.line, entry.section, entry.value
                ),
            );
        }
    }
    if removed.is_empty() {
        return;
    }
    let mut after = supervisor.text.clone();
    for entry in removed.iter().rev() {
        after.replace_range(entry.range.clone(), "");
    }
    let lines: Vec<String> = removed.iter().map(|entry| entry.line.to_string()).collect();
    weighing.rests_on(format!(
        "`user=root` goes out of `{file}` ({} {}), since nothing there has to change its account any more",
        if lines.len() == 1 { "line" } else { "lines" },
        lines.join(" and ")
    ));
    grants.changes.push(FileChange {
        origin: Origin::Context,
        path: file.clone(),
        before: Some(supervisor.text.clone()),
        after,
    });
}

fn files(
    subject: &Subject<'_>,
    supervisor: &Supervisor,
    entry: &Entry,
    grants: &mut Grants,
    weighing: &mut Weighing,
) {
    let said = format!(
        "`{}` in `{}` (line {})",
        entry.key, supervisor.file, entry.line
    );
    if entry.section == "unix_http_server" && entry.key == "file" {
        let path = absolute(workdir(subject), &entry.value);
        if !grants.can_write(folder(&path)) {
            weighing.holds_back(
                Reason::Supervisor,
                format!("{said} is a socket at `{path}`, where only root can make one"),
            );
        }
        return;
    }
    let value = entry.value.as_str();
    let is_file = FILES.contains(&entry.key.as_str())
        && !["AUTO", "NONE", "syslog"].contains(&value)
        && !value.contains('%')
        && below("/dev", value).is_none()
        && below("/proc", value).is_none();
    if is_file {
        written(&absolute(workdir(subject), value), &said, grants, weighing);
    }
}

/// Without `logfile`, the log lies in the working directory.
fn left_out(
    subject: &Subject<'_>,
    supervisor: &Supervisor,
    grants: &Grants,
    weighing: &mut Weighing,
) {
    let folder = workdir(subject);
    if supervisor.value("supervisord", "logfile").is_none() && !grants.can_write(folder) {
        weighing.holds_back(
            Reason::Supervisor,
            format!(
                "`{}` names no `logfile`, so the log goes to `{folder}`, where only root can write",
                supervisor.file
            ),
        );
    }
}

fn workdir<'s>(subject: &'s Subject<'_>) -> &'s str {
    subject.workdir.as_deref().unwrap_or("/")
}
