//! A distribution's own image: its slim twin has the same packages, and lacks some of their files.

use super::commands::Looker;
use super::needs::Needs;
use super::reading;
use super::subject::Subject;
use crate::Target;
use crate::runs::Unread;

/// Whether the twin of `subject` has the same packages.
///
/// `debian:12` and `debian:12-slim` differ only in the folders that are left out:
/// <https://github.com/debuerreotype/debuerreotype/blob/master/scripts/.slimify-excludes>.
pub(super) fn holds(subject: &Subject) -> bool {
    subject.full.name.as_str() == "debian"
}

/// What the file needs of the folders that are left out.
pub(super) fn needs(target: &Target<'_>, subject: &Subject) -> Needs {
    let needs = Needs::default();
    let mut looker = Looker {
        target,
        subject,
        needs,
    };
    reading::each_step(target, subject, |stage, position, instruction, found| {
        reading::left_out(&mut looker, instruction);
        for started in found.iter().flat_map(|found| &found.commands) {
            if let Some(call) = started.command.package_call()
                && call.manager.is_of_system()
            {
                looker.package_call(stage, position, started, call);
            }
        }
        let has_script = found
            .iter()
            .flat_map(|found| &found.unread)
            .any(|unread| matches!(unread, Unread::Script(_)));
        if has_script {
            let line = instruction.lines.first;
            looker.needs.assume(format!(
                "the script on line {line} reads no documentation or manual"
            ));
        }
    });
    looker.needs.find(format!(
        "`{}` and `{}` have the same packages; only documentation, manuals and translations differ",
        subject.image, subject.slim_image
    ));
    looker.needs
}
