//! The second stage for an executable file: a small image of the release that built it, or one without a shell.

use super::super::program_code::{call, of_only_program};
use super::super::{Held, compiled, distroless, program};
use super::{Second, Whole, files, outputs, run_time, unknown};
use crate::base_image;
use crate::runs::{self, Started};
use crate::{Reason, Target};
use catalog::ImageName;
use dockerfile::{Command, Editor};

/// Where the images of Go and Rust have the certificates of public authorities.
const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The table of time zones that the tools of Go bring: the images of Alpine have no other.
///
/// <https://pkg.go.dev/time#LoadLocation>
const TIME_ZONES: &str = "/usr/local/go/lib/time/zoneinfo.zip";

pub(super) fn second(
    target: &Target<'_>,
    whole: &Whole<'_>,
    editor: &mut Editor<'_>,
) -> Result<Second, Held> {
    let program = program_word(target, whole)?;
    let path =
        outputs::written(target, whole.stage, &whole.workdir, &program).ok_or_else(|| {
            unknown(format!(
                "no step of the build was found to write `{program}`"
            ))
        })?;
    let opened = files::opened(target, whole)?;
    let run_time = run_time::of(target, whole)?;
    let needs = program::needs(target, whole.stage)?;
    let (image, is_bare, lacking) = image(target, whole, &needs)?;
    let mut assumption = needs.assumption.clone() + lacking;
    if is_bare {
        compiled::openssl(target, whole.stage, needs.openssl)?;
        if whole.stage.user.is_none() {
            assumption += ", and nothing that it reads or writes is for root alone";
        }
    } else if needs.openssl == Some(true) {
        let detail = format!("the program links OpenSSL, which `{image}` lacks");
        return Err((Reason::NeedsLibraries, detail));
    } else if needs.openssl.is_none() {
        "the program links nothing but the libraries of C and GCC, and starts no other program"
            .clone_into(&mut assumption);
    }
    let mut copies = Vec::new();
    if !is_bare {
        copies.push((CERTIFICATES.to_owned(), CERTIFICATES.to_owned()));
    }
    copies.push((path.clone(), outputs::place(&path)));
    let mut read_too = Vec::new();
    let (again, beside) = run_time.beside(&opened, &mut read_too);
    let read = opened.iter().chain(&beside);
    copies.extend(read.map(|path| (path.clone(), path.clone())));
    let mut env = Vec::new();
    let mut evidence = needs.evidence;
    if image.starts_with("alpine:") && wants_time_zones(target, whole) {
        copies.push((TIME_ZONES.to_owned(), TIME_ZONES.to_owned()));
        env.push(format!("ZONEINFO={TIME_ZONES}"));
        evidence.push("the program looks up time zones, which Alpine does not have".to_owned());
    }
    evidence.extend(needs.cgo_off.map(|at| program::turn_cgo_off(editor, at)));
    evidence.push(format!(
        "`{path}` is what the build makes and the container starts"
    ));
    evidence.extend(
        opened
            .iter()
            .map(|path| format!("the program reads `{path}`")),
    );
    evidence.extend(read_too);
    let rest = match target.context.is_some() || !again.is_empty() {
        true => "the program reads no file of the build but those that are copied with it",
        false => "the program reads no file that the build copies",
    };
    Ok(Second {
        image,
        copies,
        again,
        env,
        evidence,
        assumption: format!("{assumption}; {rest}"),
    })
}

/// Whether the code of a program of Go looks up time zones, and no step of the build installs them.
fn wants_time_zones(target: &Target<'_>, whole: &Whole<'_>) -> bool {
    let (name, _) = ImageName::split(&whole.reference.text);
    let code = of_only_program(target);
    let is_called = code
        .iter()
        .any(|code| call(&code.text, &["time.LoadLocation(".to_owned()]).is_some());
    let has_own = code.iter().any(|code| code.text.contains("time/tzdata"));
    name.as_str() == "golang" && is_called && !has_own
}

/// The program that starts, as written; without a shell in exec form.
fn program_word(target: &Target<'_>, whole: &Whole<'_>) -> Result<String, Held> {
    let setting = whole.stage.entrypoint.as_ref().or(whole.stage.cmd.as_ref());
    let is_exec = setting.is_some_and(|setting| matches!(setting.value, Command::Exec(_)));
    if whole.without_shell && !is_exec {
        let detail = "the command is in shell form".to_owned();
        return Err((Reason::NeedsShell, detail));
    }
    let found = runs::runs(target, whole.stage);
    let is_plain =
        |started: &Started| started.command.wrappers.is_empty() && !started.program().is_empty();
    match found.commands.as_slice() {
        [started] if found.unread.is_empty() && is_plain(started) => {
            let words = started.words();
            Ok(words.first().copied().unwrap_or_default().to_owned())
        }
        _ => Err(unknown(
            "what the container starts is more than one program",
        )),
    }
}

/// The image to run on, and whether it has certificates.
fn image(
    target: &Target<'_>,
    whole: &Whole<'_>,
    needs: &program::Needs,
) -> Result<(String, bool, &'static str), Held> {
    if whole.without_shell {
        let image = distroless::for_compiled(target, needs)?;
        distroless::linked(image, needs.glibc)?;
        return Ok((image.reference(), true, distroless::lacking(image)));
    }
    let release = base_image::of(target, whole.stage).and_then(|base| base.release);
    let small = release.and_then(|release| {
        let version = release.version?;
        let (name, tag) = match release.distribution {
            "debian" => ("debian", format!("{version}-slim")),
            "alpine" => ("alpine", version.to_owned()),
            _ => return None,
        };
        let found = catalog::tag(&ImageName::new(name), Some(&tag))?;
        let is_same = found.dropped.is_none() && found.release == Some(release);
        is_same.then(|| format!("{name}:{tag}"))
    });
    small.map(|image| (image, false, "")).ok_or_else(|| {
        let detail = "no small image of the same release is supported".to_owned();
        (Reason::NoSlimTwin, detail)
    })
}
