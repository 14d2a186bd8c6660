//! The way out of `/root`, where there is one: installers are sent elsewhere by their own variables, and what the file
//! itself puts below `/root` is put into the home of the account.

use super::compose_edits::composed;
use super::knowledge::Redirect;
use super::mentions::{Mention, found, mentions, words};
use super::root_home::{BUILD_ONLY, fetched, installers, needed};
use super::subject::Subject;
use super::weighing::Weighing;
use super::{judge, who};
use crate::image_path::below;
use crate::provenance::destination;
use crate::{Applicability, Finding, Target, Verdict};
use dockerfile::{Document, Edit, Editor, Instruction, Kind, New, Span, Stage, apply, stages};

use super::mentions::ROOT;

/// The finding with what lies below `/root` moved first; `None` where it cannot be, or where more stands against it.
pub(super) fn redirected(target: &Target<'_>, stage: &Stage, held: &Finding) -> Option<Finding> {
    let subject = Subject::new(target, stage);
    if is_named_elsewhere(target) {
        return None;
    }
    let moving = Moving::of(&subject)?;
    let first = moving.edits(&subject)?;
    let document = Document::parse(apply(&target.document.text, &first));
    if !document.problems.is_empty() {
        return None;
    }
    let stages = stages(&document);
    let moved = Target {
        document: &document,
        stages: &stages,
        ..*target
    };
    let finding = judge::direct(&moved, stages.get(stage.index)?)?;
    let Verdict::Fix(mut fix) = finding.verdict else {
        return None;
    };
    fix.edits = composed(&first, &fix.edits)?;
    if !home_is_made_first(&moving, &apply(&target.document.text, &fix.edits)) {
        return None;
    }
    let open = match fix.applicability {
        Applicability::Safe => String::new(),
        Applicability::Unsafe(assumptions) => format!(", and {assumptions}"),
    };
    let places: Vec<String> = moving
        .moves
        .iter()
        .map(|(from, to)| format!("`{from}` to `{to}`"))
        .collect();
    fix.applicability = Applicability::Unsafe(format!(
        "nothing but this file looks for what moves from {}{open}",
        places.join(", from ")
    ));
    let mut evidence = vec![format!(
        "only root can enter `{ROOT}`: moves {}",
        places.join(", ")
    )];
    // Lines of the text between are not those of the file where something was put in.
    let is_of_this_text = |clause: &String| moving.set.is_empty() || !clause.contains("line ");
    evidence.extend(finding.evidence.into_iter().filter(is_of_this_text));
    Some(Finding {
        verdict: Verdict::Fix(fix),
        evidence,
        ..held.clone()
    })
}

/// Whether code or a compose file of the context names root's home itself.
fn is_named_elsewhere(target: &Target<'_>) -> bool {
    let Some(context) = target.context else {
        return false;
    };
    let is_mounted = super::compose::FILES
        .iter()
        .filter_map(|file| context.read(file))
        .any(|text| text.contains(":/root"));
    is_mounted
        || super::code::Copied::of(target, context)
            .files()
            .into_iter()
            .filter_map(|file| context.read(file))
            .any(|text| {
                found(&text, false)
                    .iter()
                    .any(|mention| mention.path != ROOT)
            })
}

/// Whether the new home is there before a `RUN` names it: the account's own `RUN`, a `WORKDIR` or a copy makes it.
fn home_is_made_first(moving: &Moving, text: &str) -> bool {
    let Some((_, home)) = moving.moves.iter().find(|(from, _)| from == ROOT) else {
        return true;
    };
    let document = Document::parse(text);
    let first = document.instructions.iter().find(|instruction| {
        instruction.logical.text.contains(home.as_str()) || makes_account(instruction)
    });
    first.is_none_or(|instruction| {
        !matches!(instruction.kind, Kind::Run(_)) || makes_account(instruction)
    })
}

fn makes_account(instruction: &Instruction) -> bool {
    let text = &instruction.logical.text;
    matches!(instruction.kind, Kind::Run(_))
        && ["useradd", "adduser", "/etc/passwd"]
            .iter()
            .any(|word| text.contains(word))
}

/// What moves where.
struct Moving {
    /// Variables to set before a `RUN`, and folders that must be there then.
    set: Vec<(usize, Redirect)>,
    /// Where a path below `/root` moves: the longest start that fits decides.
    moves: Vec<(String, String)>,
}

impl Moving {
    fn of(subject: &Subject<'_>) -> Option<Self> {
        // A stage below would have to move too, and a stage that takes files from here would miss them.
        let name = subject.stage.name.as_deref();
        let is_used = subject.target.stages.iter().any(|other| {
            other.index > subject.stage.index
                && (matches!(other.base, dockerfile::Base::Stage(below) if below == subject.stage.index)
                    || name.is_some_and(|name| copies_from(subject.target, other, name)))
        });
        if subject.chain.len() != 1 || is_used {
            return None;
        }
        let set = redirects(subject);
        let mut moves: Vec<(String, String)> = set
            .iter()
            .flat_map(|(_, redirect)| redirect.moves.clone())
            .collect();
        if has_own(subject) {
            let account = who::account(subject, &mut Weighing::default())?;
            moves.push((ROOT.to_owned(), account.home?));
        }
        moves.dedup();
        (!moves.is_empty()).then_some(Self { set, moves })
    }

    /// Where `path`, which lies below `/root`, moves.
    fn target(&self, path: &str) -> Option<String> {
        let (from, to) = self
            .moves
            .iter()
            .filter(|(from, _)| below(from, path).is_some())
            .max_by_key(|(from, _)| from.len())?;
        let rest = below(from, path)?;
        Some(if rest.is_empty() {
            to.clone()
        } else {
            format!("{to}/{rest}")
        })
    }

    /// The edits that move it; `None` where a mention cannot be understood.
    fn edits(&self, subject: &Subject<'_>) -> Option<Vec<Edit>> {
        let mut editor = Editor::new(subject.target.document);
        for (position, redirect) in &self.set {
            let new = |keyword, arguments| New {
                keyword,
                arguments,
                comment: None,
                blank_line_before: false,
            };
            editor.insert_before(*position, new("ENV", redirect.set.clone()));
            if let Some(folder) = &redirect.folder {
                editor.insert_before(*position, new("RUN", vec![format!("install -d {folder}")]));
            }
        }
        for (position, instruction) in subject.instructions() {
            if !instruction.heredocs.is_empty()
                && instruction
                    .heredocs
                    .iter()
                    .any(|heredoc| mentions(&heredoc.body))
            {
                return None;
            }
            let is_run = matches!(instruction.kind, Kind::Run(_));
            for word in words(&instruction.kind) {
                let text = subject.target.document.text.get(word.span.range())?;
                for mention in found(text, is_run) {
                    if is_run && is_of_the_build(&mention.path) && self.is_only_home(&mention.path)
                    {
                        continue;
                    }
                    if !self.is_there(subject, position, &mention) {
                        return None;
                    }
                    let span = Span::new(
                        word.span.start + mention.start,
                        word.span.start + mention.end,
                    );
                    editor.replace_span(span, &self.target(&mention.path)?);
                }
            }
            if let Kind::Arg(pairs) = &instruction.kind
                && pairs.iter().any(|pair| {
                    pair.value
                        .as_ref()
                        .is_some_and(|value| mentions(value.raw()))
                })
            {
                return None;
            }
        }
        editor.finish().ok()
    }

    /// Whether no redirect but the whole home holds the path.
    fn is_only_home(&self, path: &str) -> bool {
        self.moves
            .iter()
            .all(|(from, _)| from == ROOT || below(from, path).is_none())
    }

    /// Whether what is mentioned is really put there by what moves: by an installer, a copy, a `WORKDIR`, a `RUN`.
    fn is_there(&self, subject: &Subject<'_>, position: usize, mention: &Mention) -> bool {
        let path = &mention.path;
        if !self.is_only_home(path) {
            return true;
        }
        // Tools look up the home themselves, and root's stays where it is while the image is built.
        if !mention.is_literal {
            return false;
        }
        let is_by_run = subject.instruction(position).is_some_and(|instruction| {
            matches!(
                instruction.kind,
                Kind::Run(_) | Kind::Workdir(_) | Kind::Volume(_) | Kind::Copy(_) | Kind::Add(_)
            )
        });
        let related = |other: &str| below(other, path).is_some() || below(path, other).is_some();
        let is_copied =
            subject
                .instructions()
                .any(|(position, instruction)| match &instruction.kind {
                    Kind::Copy(transfer) | Kind::Add(transfer) => {
                        destination(subject.target, subject.stage, position, transfer)
                            .is_some_and(|to| below(ROOT, &to.path).is_some() && related(&to.path))
                    }
                    Kind::Run(_) => words(&instruction.kind).iter().any(|word| {
                        found(word.raw(), true)
                            .iter()
                            .any(|other| other.is_literal && related(&other.path))
                    }),
                    Kind::Workdir(word) => {
                        below(ROOT, &word.value).is_some() && related(&word.value)
                    }
                    Kind::From(_)
                    | Kind::Arg(_)
                    | Kind::Env(_)
                    | Kind::Label(_)
                    | Kind::Cmd(_)
                    | Kind::Entrypoint(_)
                    | Kind::Healthcheck(_)
                    | Kind::Shell(_)
                    | Kind::User(_)
                    | Kind::Expose(_)
                    | Kind::Volume(_)
                    | Kind::Stopsignal(_)
                    | Kind::Onbuild(_)
                    | Kind::Maintainer(_)
                    | Kind::Unknown => false,
                });
        is_by_run || is_copied
    }
}

/// The installers of the stage that have a documented way out, with the `RUN` that calls each.
fn redirects(subject: &Subject<'_>) -> Vec<(usize, Redirect)> {
    let mut found: Vec<(usize, Redirect)> = Vec::new();
    let known = installers(subject);
    for ran in &subject.ran {
        let installs = needed(subject, ran).map(|install| &install.redirect);
        let installers = fetched(subject, ran, &known).map(|installer| &installer.redirect);
        for redirect in installs.chain(installers) {
            let is_new = found.iter().all(|(_, other)| other != redirect);
            if is_new && !redirect.set.is_empty() {
                found.push((ran.instruction, redirect.clone()));
            }
        }
    }
    found
}

/// Whether the file itself puts something below `/root` that is not for the build alone.
fn has_own(subject: &Subject<'_>) -> bool {
    let is_own = |path: &str| {
        below(ROOT, path)
            .is_some_and(|rest| !rest.split('/').any(|part| BUILD_ONLY.contains(&part)))
    };
    subject.workdir.as_deref().is_some_and(is_own)
        || subject
            .stage
            .volumes
            .iter()
            .any(|volume| is_own(&volume.value))
        || subject.destinations().flatten().any(|to| is_own(&to.path))
}

/// Whether a path is one that tools keep for themselves while an image is built.
fn is_of_the_build(path: &str) -> bool {
    let first = below(ROOT, path).and_then(|rest| rest.split('/').next());
    first.is_some_and(|first| {
        BUILD_ONLY.contains(&first)
            || [
                ".cache",
                ".npm",
                ".config",
                ".gnupg",
                ".local",
                ".wget-hsts",
            ]
            .contains(&first)
    })
}

fn copies_from(target: &Target<'_>, stage: &Stage, name: &str) -> bool {
    let instructions = target.document.instructions.get(stage.instructions.clone());
    instructions.unwrap_or_default().iter().any(|instruction| {
        instruction.flags.iter().any(|flag| {
            flag.name == "from"
                && flag
                    .value
                    .as_ref()
                    .is_some_and(|value| value.value.eq_ignore_ascii_case(name))
        })
    })
}
