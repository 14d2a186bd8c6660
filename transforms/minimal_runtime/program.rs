//! How the program was built: what it needs to find in the image that runs it.

use super::{Held, cgo};
use crate::base_image::root_stage;
use crate::runs::{Follower, Started};
use crate::{Reason, Target, cargo_lock};
use catalog::{Holds, ImageName, Libc};
use dockerfile::{Base, Editor, Kind, New, Stage};
use shell::{Action, Manager};

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
    /// The `RUN` in front of which cgo has to be turned off, by position.
    pub(super) cgo_off: Option<usize>,
    /// Whether OpenSSL is linked, where that is known.
    pub(super) openssl: Option<bool>,
}

impl Needs {
    fn new(holds: Holds, evidence: String, assumption: &str) -> Self {
        Self {
            holds,
            glibc: None,
            evidence: vec![evidence],
            assumption: assumption.to_owned(),
            cgo_off: None,
            openssl: Some(false),
        }
    }
}

/// What a program without a C library takes for granted.
const ALONE: &str =
    "the program starts no other program, and nobody opens a shell in the container";

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
        let Some(call) = step.started.command.package_call() else {
            continue;
        };
        if !matches!(
            call.action,
            Action::Build | Action::Install | Action::InstallProject
        ) {
            continue;
        }
        if call.manager == Manager::Go {
            return go(target, step, is_musl && !has_compiler, is_musl, glibc);
        }
        if call.manager == Manager::Cargo {
            return rust(target, builder, step, is_musl, glibc);
        }
    }
    let name = image(target, builder);
    Err((
        Reason::UnknownProgram,
        format!("no build of Go or Rust was found in the stage on `{name}`"),
    ))
}

fn go(
    target: &Target<'_>,
    step: &Step,
    has_no_compiler: bool,
    is_musl: bool,
    glibc: Option<&'static str>,
) -> Result<Needs, Held> {
    let line = step.line;
    if step.cgo.as_deref() == Some("0") {
        let why = format!("line {line} builds with `CGO_ENABLED=0`");
        return Ok(Needs::new(Holds::Static, why, ALONE));
    }
    if has_no_compiler && step.cgo.is_none() {
        let why = format!("line {line} builds where no C compiler is");
        return Ok(Needs::new(Holds::Static, why, ALONE));
    }
    let program = cgo::Program::read(target);
    let program = program.as_ref();
    if step.cgo.is_none() && program.is_some_and(|program| program.is_without_c(&step.started)) {
        let why = format!(
            "no file of the program that line {line} builds uses cgo, and no module is known to"
        );
        return Ok(Needs {
            cgo_off: Some(step.position),
            ..Needs::new(Holds::Static, why, WITHOUT_CGO)
        });
    }
    if let Some(name) = program.and_then(cgo::Program::library) {
        let detail = format!("`{name}` needs a library of the distribution");
        return Err((Reason::NeedsLibraries, detail));
    }
    if is_musl {
        return Err((
            Reason::OtherLibc,
            format!("line {line} links musl, which images without a shell do not have"),
        ));
    }
    let why =
        format!("line {line} builds without `CGO_ENABLED=0`, so that the C library may be linked");
    let assumption = "the program links nothing but the C library, and starts no other program";
    let mut needs = Needs {
        glibc,
        ..Needs::new(Holds::Base, why, assumption)
    };
    if let Some(name) = program.and_then(cgo::Program::of_c_plus_plus) {
        needs.holds = Holds::Cc;
        needs
            .evidence
            .push(format!("`{name}` needs the library of C++"));
    }
    Ok(needs)
}

/// What a program takes for granted that is built without cgo from now on.
const WITHOUT_CGO: &str = "the program works without cgo, whose look-up of names and accounts differs in detail, starts \
                           no other program, and nobody opens a shell in the container";

/// Turns cgo off for the build at `position`; what was done.
pub(super) fn turn_cgo_off(editor: &mut Editor<'_>, position: usize) -> String {
    editor.insert_before(position, New::instruction("ENV", ["CGO_ENABLED=0"]));
    "`CGO_ENABLED=0` makes the program stand alone".to_owned()
}

fn rust(
    target: &Target<'_>,
    builder: &Stage,
    step: &Step,
    is_musl: bool,
    glibc: Option<&'static str>,
) -> Result<Needs, Held> {
    let line = step.line;
    let words = step.started.words();
    if is_musl || words.iter().any(|word| word.contains("-musl")) {
        let why = format!("line {line} builds for musl, which is linked into the program");
        return Ok(Needs::new(Holds::Static, why, ALONE));
    }
    let found = cargo_lock::of_run(target, builder, step.position);
    let linked = found.as_ref().map(|(_, linked)| linked);
    if let Some(name) = linked.and_then(|linked| linked.library.as_ref()) {
        let detail = format!("`{name}` of `Cargo.lock` links a library of the distribution");
        return Err((Reason::NeedsLibraries, detail));
    }
    let why = format!("line {line} builds for glibc");
    let assumption = match linked {
        Some(linked) if linked.unknown.is_empty() => "the program starts no other program".to_owned(),
        Some(linked) => format!(
            "`{}` links no library of the distribution, and the program starts no other program",
            linked.unknown.join("`, `")
        ),
        None => "the program links nothing but the libraries of C, GCC and OpenSSL, and starts no other program".to_owned(),
    };
    let mut needs = Needs {
        glibc,
        openssl: linked.map(|linked| linked.has_openssl),
        ..Needs::new(Holds::Cc, why, &assumption)
    };
    needs
        .evidence
        .extend(found.map(|(name, _)| format!("read `{name}`")));
    Ok(needs)
}

/// A command of the build, and the value of `CGO_ENABLED` for it.
struct Step {
    started: Started,
    cgo: Option<String>,
    line: usize,
    position: usize,
}

/// Every command of the builder and of the stages it is built on, the last first.
fn steps(target: &Target<'_>, builder: &Stage) -> Result<Vec<Step>, Held> {
    let root = root_stage(target.stages, builder);
    let follower = Follower::new(target);
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
            let found = follower.build_step(stage, &run.command, position);
            for started in found.commands {
                let own = started
                    .command
                    .assignments
                    .iter()
                    .rev()
                    .find(|own| own.name == "CGO_ENABLED");
                let cgo = match own {
                    Some(own) => own.value.literal().map(str::to_owned),
                    None => env.get("CGO_ENABLED").map(|setting| setting.value.clone()),
                };
                steps.push(Step {
                    started,
                    cgo,
                    line,
                    position,
                });
            }
        }
    }
    steps.reverse();
    Ok(steps)
}

fn installs(step: &Step, names: &[&str]) -> bool {
    step.started.command.package_call().is_some_and(|call| {
        call.action == Action::Install && names.iter().any(|name| call.names(name))
    })
}

/// A library that the build installs to link it; OpenSSL is in the images that hold a C library.
fn library(step: &Step) -> Option<String> {
    let call = step
        .started
        .command
        .package_call()
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
    let mut names = call.packages.iter().map(|package| &package.name);
    names.find(|name| is_library(name)).cloned()
}

fn image(target: &Target<'_>, stage: &Stage) -> String {
    match stage.root(target.stages) {
        Base::Image(reference) | Base::Unresolved(reference) => {
            ImageName::split(&reference.text).0.to_string()
        }
        Base::Scratch | Base::Stage(_) => "scratch".to_owned(),
    }
}
