//! How the program was built: what it needs to find in the image that runs it.

use super::Held;
use crate::base_image::root_stage;
use crate::runs::{self, Started};
use crate::{Reason, Target};
use catalog::{Holds, ImageName, Libc};
use dockerfile::{Base, Kind, Stage};
use shell::{Action, Manager, package_call};

/// What a program needs of the image that runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needs {
    /// What the image must hold.
    pub(super) holds: Holds,
    /// The C library it was linked against, if it needs one.
    pub(super) glibc: Option<&'static str>,
    /// What was read.
    pub(super) evidence: Vec<String>,
    /// What is taken for granted.
    pub(super) assumption: String,
    /// The absolute paths that `go build -o` writes.
    pub(super) outputs: Vec<String>,
}

/// Reads how `builder` builds its program.
pub(super) fn needs(target: &Target<'_>, builder: &Stage) -> Result<Needs, Held> {
    let base = crate::base_image::of(target, builder);
    let is_musl = base
        .as_ref()
        .is_some_and(|base| base.libc == Some(Libc::Musl));
    let glibc = base.as_ref().and_then(|base| base.glibc);
    let steps = steps(target, builder)?;
    if let Some(library) = steps.iter().find_map(library) {
        let detail =
            format!("the build links `{library}`, which images without a shell do not have");
        return Err((Reason::NeedsLibraries, detail));
    }
    let has_compiler = steps.iter().any(|step| {
        installs(
            step,
            &["gcc", "build-base", "g++", "build-essential", "clang"],
        )
    });
    for step in &steps {
        let Some(call) = package_call(&step.started.command) else {
            continue;
        };
        if !matches!(call.action, Action::Build | Action::Install) {
            continue;
        }
        let line = step.line;
        if call.manager == Manager::Go {
            let found = go(step, line, is_musl && !has_compiler, is_musl, glibc)?;
            let outputs = steps.iter().filter_map(output).collect();
            return Ok(Needs { outputs, ..found });
        }
        if call.manager == Manager::Cargo {
            return rust(step, line, is_musl, glibc);
        }
    }
    let name = image(target, builder);
    Err((
        Reason::UnknownProgram,
        format!("no build of Go or Rust was found in the stage on `{name}`"),
    ))
}

fn go(
    step: &Step,
    line: usize,
    has_no_compiler: bool,
    is_musl: bool,
    glibc: Option<&'static str>,
) -> Result<Needs, Held> {
    let is_off = step.cgo.as_deref() == Some("0");
    if is_off || (has_no_compiler && step.cgo.is_none()) {
        let why = if is_off {
            format!("line {line} builds with `CGO_ENABLED=0`")
        } else {
            format!("line {line} builds where no C compiler is")
        };
        return Ok(Needs {
            holds: Holds::Static,
            glibc: None,
            evidence: vec![why],
            assumption:
                "the program starts no other program, and nobody opens a shell in the container"
                    .to_owned(),
            outputs: Vec::new(),
        });
    }
    if is_musl {
        return Err((
            Reason::NeedsLibraries,
            format!("line {line} links musl, which images without a shell do not have"),
        ));
    }
    Ok(Needs {
        holds: Holds::Base,
        glibc,
        evidence: vec![format!(
            "line {line} builds without `CGO_ENABLED=0`, so that the C library may be linked"
        )],
        assumption: "the program links nothing but the C library, and starts no other program"
            .to_owned(),
        outputs: Vec::new(),
    })
}

fn rust(
    step: &Step,
    line: usize,
    is_musl: bool,
    glibc: Option<&'static str>,
) -> Result<Needs, Held> {
    let targets_musl = step
        .started
        .words()
        .iter()
        .any(|word| word.contains("-musl"));
    if targets_musl || is_musl {
        return Ok(Needs {
            holds: Holds::Static,
            glibc: None,
            evidence: vec![format!(
                "line {line} builds for musl, which is linked into the program"
            )],
            assumption:
                "the program starts no other program, and nobody opens a shell in the container"
                    .to_owned(),
            outputs: Vec::new(),
        });
    }
    Ok(Needs {
        holds: Holds::Cc,
        glibc,
        evidence: vec![format!("line {line} builds for glibc")],
        assumption: "the program links nothing but the libraries of C, GCC and OpenSSL, and starts no other program"
            .to_owned(),
            outputs: Vec::new(),
    })
}

/// A command of the build, and the value of `CGO_ENABLED` for it.
struct Step {
    started: Started,
    cgo: Option<String>,
    line: usize,
}

/// Every command of the builder and of the stages it is built on, the last first.
fn steps(target: &Target<'_>, builder: &Stage) -> Result<Vec<Step>, Held> {
    let root = root_stage(target.stages, builder);
    let mut steps = Vec::new();
    for stage in target.stages.iter().filter(|stage| {
        stage.index <= builder.index && root_stage(target.stages, stage).from == root.from
    }) {
        for position in stage.instructions.clone() {
            let Some(instruction) = target.document.instructions.get(position) else {
                continue;
            };
            let Kind::Run(run) = &instruction.kind else {
                continue;
            };
            let line = instruction.lines.first;
            if !instruction.heredocs.is_empty() {
                return Err((
                    Reason::UnreadCommand,
                    format!("the heredoc on line {line} was not read"),
                ));
            }
            let env = stage.env_at(position);
            let found = runs::build_step(target, stage, &run.command, position);
            for started in found.commands {
                let own = started
                    .command
                    .assignments
                    .iter()
                    .rev()
                    .find(|own| own.name == "CGO_ENABLED");
                let cgo = match own {
                    Some(own) => own.value.literal.clone(),
                    None => env.get("CGO_ENABLED").map(|setting| setting.value.clone()),
                };
                steps.push(Step { started, cgo, line });
            }
        }
    }
    steps.reverse();
    Ok(steps)
}

/// Where `go build` writes the program.
fn output(step: &Step) -> Option<String> {
    let words = step.started.words();
    let is_build = words.starts_with(&["go", "build"]);
    let mut rest = words.iter().skip_while(|word| **word != "-o").skip(1);
    let path = rest
        .next()
        .filter(|path| is_build && path.starts_with('/') && !path.ends_with('/'))?;
    Some((*path).to_owned())
}

fn installs(step: &Step, names: &[&str]) -> bool {
    package_call(&step.started.command).is_some_and(|call| {
        call.action == Action::Install && names.iter().any(|name| call.names(name))
    })
}

/// A library that the build installs to link it; OpenSSL is in the images that hold a C library.
fn library(step: &Step) -> Option<String> {
    let call = package_call(&step.started.command)
        .filter(|call| call.manager.is_of_system() && call.action == Action::Install)?;
    let is_library = |name: &str| {
        name.ends_with("-dev")
            && ![
                "libssl-dev",
                "openssl-dev",
                "libc6-dev",
                "musl-dev",
                "libc-dev",
            ]
            .contains(&name)
    };
    call.packages
        .into_iter()
        .map(|package| package.name)
        .find(|name| is_library(name))
}

fn image(target: &Target<'_>, stage: &Stage) -> String {
    match stage.root(target.stages) {
        Base::Image(reference) | Base::Unresolved(reference) => {
            ImageName::split(&reference.text).0.to_string()
        }
        Base::Scratch | Base::Stage(_) => "scratch".to_owned(),
    }
}
