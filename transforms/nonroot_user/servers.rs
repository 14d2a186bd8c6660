//! Servers of well-known images, and what they write when they start.

use super::grants::Grants;
use super::knowledge::{Server, servers};
use super::subject::Subject;
use super::weighing::Weighing;
use crate::Reason;
use crate::image_path::below;
use crate::provenance::destination;
use dockerfile::Kind;

/// The server of the base, when the stage runs it.
pub(super) fn of_base(subject: &Subject<'_>) -> Option<&'static Server> {
    let base = subject.base.as_ref()?;
    servers().iter().find(|server| {
        let is_run = subject.runs.said_by.is_none()
            || subject.runs.commands.iter().any(|started| {
                server
                    .programs
                    .iter()
                    .any(|program| program == started.program())
            });
        server.image == base.name.as_str() && is_run
    })
}

/// Gives it what it writes.
pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let Some(server) = of_base(subject) else {
        return;
    };
    if let Some(path) = copied_over(subject, server) {
        weighing.holds_back(
            Reason::WebServer,
            format!(
                "`{path}` makes the start of `{}` write its configuration, which is root's",
                server.image
            ),
        );
        return;
    }
    for folder in &server.folders {
        grants.folder(folder);
    }
    for file in &server.files {
        grants.files.push(file.clone());
    }
    weighing.rests_on(format!(
        "what `{}` writes when it starts becomes its own",
        server.image
    ));
    if let Some(assumption) = &server.assumes {
        weighing.assumes(assumption.clone());
    }
}

fn copied_over(subject: &Subject<'_>, server: &Server) -> Option<String> {
    subject.instructions().find_map(|(position, instruction)| {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            return None;
        };
        let to = destination(
            subject.target,
            subject.stage_of(position),
            position,
            transfer,
        )?;
        let is_over = server
            .unless_copied
            .iter()
            .any(|folder| below(folder, &to.path).is_some());
        is_over.then_some(to.path)
    })
}
