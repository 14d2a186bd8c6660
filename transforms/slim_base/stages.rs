//! Two stages: packages are installed on the full image, and copied into the slim one with the libraries that they need
//! when they run.

mod node;
mod places;
mod steps;

use super::needs::Needs;
use super::subject::Subject;
use super::{Held, gems, knowledge};
use crate::{Reason, Target, expand};
use dockerfile::{Edit, Editor, Kind, New, Stage};
use std::collections::BTreeSet;
use steps::{copy_of, last_install, setting, step};

/// Where the environment of Python is made that is copied.
const ENVIRONMENT: &str = "/opt/venv";

/// Where the images of Ruby have the gems: they set `GEM_HOME`.
///
/// <https://github.com/docker-library/ruby/blob/master/Dockerfile.template>
const GEMS: &str = "/usr/local/bundle";

/// Two stages instead of one.
pub(super) struct Stages {
    pub(super) edits: Vec<Edit>,
    pub(super) assumption: String,
    pub(super) evidence: Vec<String>,
}

/// The edits that make two stages of the final one.
pub(super) fn of(target: &Target<'_>, subject: &Subject, needs: &Needs) -> Result<Stages, Held> {
    let stage = alone(target, subject)?;
    let last = last_install(target, stage)
        .ok_or_else(|| held("no step installs packages of the language"))?;
    let mut plan = Plan::new(target, subject, stage, last)?;
    plan.packages = run_time(needs)?;
    plan.is_open = needs.is_open_about_packages();
    plan.open.clone_from(&needs.open);
    if subject.language() == "ruby" {
        let gems = gems::needs(target, stage, last)?;
        plan.packages.extend(gems.packages);
        plan.is_open |= !gems.is_read;
    }
    plan.stages(target)
}

fn held(detail: impl Into<String>) -> Held {
    (Reason::NeedsCompiler, detail.into())
}

/// The final stage, when it is the only one on its base, and the base is written out.
fn alone<'t>(target: &Target<'t>, subject: &Subject) -> Result<&'t Stage, Held> {
    let stages = target.stages;
    let stage = dockerfile::final_stage(stages)
        .filter(|stage| stage.from == subject.from)
        .ok_or_else(|| held("other stages stand on the same base"))?;
    let from = target.document.instructions.get(stage.from);
    match from.map(|from| &from.kind) {
        Some(Kind::From(from)) if !from.reference.has_variables && from.image.is_contiguous => {
            Ok(stage)
        }
        Some(_) | None => Err(held("the base is put together from variables")),
    }
}

/// The packages that the slim image needs when the program runs.
fn run_time(needs: &Needs) -> Result<BTreeSet<String>, Held> {
    let compile = knowledge::compile();
    let mut packages = BTreeSet::new();
    for package in needs.packages.keys() {
        if !needs.of_language.contains(package) {
            packages.insert(package.clone());
        } else if let Some(instead) = compile.run_time.get(package) {
            packages.extend(instead.iter().cloned());
        } else if package.ends_with("-dev") && !compile.tools.contains(package) {
            let detail =
                format!("what takes the place of `{package}` when the program runs is not listed");
            return Err((Reason::NeedsLibraries, detail));
        } else if !compile.tools.contains(package) {
            packages.insert(package.clone());
        }
    }
    Ok(packages)
}

/// What the two stages are made of.
struct Plan<'p> {
    subject: &'p Subject,
    stage: &'p Stage,
    /// The last instruction of the first stage.
    last: usize,
    /// What is copied.
    folder: String,
    /// Instructions before the last that the second stage says again.
    again: Vec<New>,
    packages: BTreeSet<String>,
    /// Whether what the packages need when they run was not read.
    is_open: bool,
    /// What else is not known.
    open: Vec<String>,
}

impl<'p> Plan<'p> {
    fn new(
        target: &Target<'_>,
        subject: &'p Subject,
        stage: &'p Stage,
        last: usize,
    ) -> Result<Self, Held> {
        let mut again = Vec::new();
        for position in stage.from + 1..=last {
            let Some(instruction) = target.document.instructions.get(position) else {
                continue;
            };
            if !instruction.heredocs.is_empty() {
                return Err(held(format!(
                    "line {} has a heredoc",
                    instruction.lines.first
                )));
            }
            if let Kind::Run(_) = &instruction.kind {
                let is_kept = step(target, subject, stage, position, instruction)?;
                again.extend(is_kept.then(|| copy_of("RUN", instruction)));
                continue;
            }
            again.push(setting(instruction)?);
        }
        let workdir = expand::workdir(stage, last, "/").unwrap_or_else(|| "/".to_owned());
        let folder = match subject.language() {
            "python" => ENVIRONMENT.to_owned(),
            "ruby" => GEMS.to_owned(),
            "node" if workdir != "/" => node::modules(target, stage, last, &workdir)?,
            _ => return Err(held("where the packages are installed was not found out")),
        };
        places::are_default(target, subject, stage)?;
        Ok(Self {
            subject,
            stage,
            last,
            folder,
            again,
            packages: BTreeSet::new(),
            is_open: false,
            open: Vec::new(),
        })
    }

    fn stages(self, target: &Target<'_>) -> Result<Stages, Held> {
        let mut editor = Editor::new(target.document);
        let builder = self.name(target, &mut editor)?;
        let environment = format!("PATH={ENVIRONMENT}/bin:$PATH");
        let is_python = self.subject.language() == "python";
        if is_python {
            let make = format!("python -m venv {ENVIRONMENT}");
            editor.insert_after(self.stage.from, New::instruction("RUN", [make]));
            editor.insert_after(
                self.stage.from,
                New::instruction("ENV", [environment.clone()]),
            );
        }
        let mut second = vec![self.from(target)];
        if !self.packages.is_empty() {
            let names: Vec<&str> = self.packages.iter().map(String::as_str).collect();
            let install = format!(
                "apt-get install -y --no-install-recommends {}",
                names.join(" ")
            );
            let commands = ["apt-get update", &install, "rm -rf /var/lib/apt/lists/*"];
            second.push(New::instruction("RUN", commands));
        }
        if is_python {
            second.push(New::instruction("ENV", [environment]));
        }
        second.extend(self.again.iter().cloned());
        let copy = [
            format!("--from={builder}"),
            self.folder.clone(),
            self.folder.clone(),
        ];
        second.push(New::instruction("COPY", copy));
        for new in second {
            if self.last + 1 < self.stage.instructions.end {
                editor.insert_before(self.last + 1, new);
            } else {
                editor.insert_after(self.last, new);
            }
        }
        let edits = editor
            .finish()
            .map_err(|error| (Reason::UnresolvedBase, error.to_string()))?;
        Ok(Stages {
            edits,
            assumption: self.assumption(),
            evidence: vec![format!(
                "`{}` is what the steps up to line {} make",
                self.folder,
                target
                    .document
                    .instructions
                    .get(self.last)
                    .map_or(0, |last| last.lines.last)
            )],
        })
    }

    fn assumption(&self) -> String {
        let names: Vec<String> = self
            .packages
            .iter()
            .map(|package| format!("`{package}`"))
            .collect();
        let libraries = match (names.is_empty(), self.is_open) {
            (true, true) => ", and they load no library that goes".to_owned(),
            (true, false) => String::new(),
            (false, true) => format!(", and they load no library but {}", names.join(", ")),
            (false, false) => format!(", and {} is all that they need", names.join(", ")),
        };
        let packages = format!(
            "the packages lie in `{}` and nowhere else{libraries}",
            self.folder
        );
        let all: Vec<String> = [packages].into_iter().chain(self.open.clone()).collect();
        all.join("; ")
    }

    /// Names the first stage, and gives that name.
    fn name(&self, target: &Target<'_>, editor: &mut Editor<'_>) -> Result<String, Held> {
        let taken = |name: &str| {
            target
                .stages
                .iter()
                .any(|stage| stage.name.as_deref() == Some(name))
        };
        let mut names = ["build", "packages", "installed"].into_iter();
        let name = names
            .find(|name| !taken(name))
            .ok_or_else(|| held("every name for another stage is taken"))?;
        let from = target.document.instructions.get(self.stage.from);
        let Some(Kind::From(from)) = from.map(|from| &from.kind) else {
            return Err(held("the base could not be read"));
        };
        match &from.alias {
            Some(alias) => editor.replace(alias, name),
            // The whole word, so that what is inserted under the line stands behind it.
            None => editor.replace(&from.image, &format!("{} AS {name}", from.image.raw())),
        }
        Ok(name.to_owned())
    }

    /// The `FROM` of the second stage, which keeps the platform and the name of the only one.
    fn from(&self, target: &Target<'_>) -> New {
        let mut words = Vec::new();
        let from = target.document.instructions.get(self.stage.from);
        if let Some(from) = from {
            words.extend(from.flags.iter().map(|flag| flag.word.raw().to_owned()));
        }
        words.push(self.subject.slim_image.clone());
        if let Some(Kind::From(from)) = from.map(|from| &from.kind)
            && let Some(alias) = &from.alias
        {
            words.extend(["AS".to_owned(), alias.raw().to_owned()]);
        }
        New {
            blank_line_before: true,
            ..New::instruction("FROM", words)
        }
    }
}
