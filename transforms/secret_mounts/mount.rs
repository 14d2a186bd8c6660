//! How a `RUN` gets a secret: the mount, its form, and the frontend it needs.

use crate::{Target, run_script};
use dockerfile::{Command, Editor, Instruction, Kind, Span};

/// The first Dockerfile frontend that knows `env=` on a secret mount
/// (<https://github.com/moby/buildkit/releases/tag/dockerfile%2F1.10.0>).
const ENV_SINCE: (u32, u32) = (1, 10);

/// A secret that a `RUN` gets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mounted<'v> {
    /// The variable in which the command finds it.
    pub(super) name: &'v str,
    /// The id under which the build hands it over.
    pub(super) id: &'v str,
    /// Whether the build stops without it.
    pub(super) is_required: bool,
}

/// Adds the mount of a secret to the `RUN` at `run`, and `before` to the start of its commands; an error says why it cannot be.
pub(super) fn add(
    editor: &mut Editor<'_>,
    target: &Target<'_>,
    run: usize,
    secret: Mounted<'_>,
    before: &str,
) -> Result<(), String> {
    let Some(instruction) = target.document.instructions.get(run) else {
        return Err("no such `RUN`".to_owned());
    };
    let Mounted { name, id, .. } = secret;
    let prefix = |editor: &mut Editor<'_>, text: &str| match text {
        "" => Ok(()),
        text => prefix(editor, instruction, text),
    };
    if mounts(instruction, name) {
        return prefix(editor, before);
    }
    let required = if secret.is_required {
        ",required=true"
    } else {
        ""
    };
    if takes_env(target) {
        editor.add_flag(
            run,
            &format!("--mount=type=secret,id={id},env={name}{required}"),
        );
        return prefix(editor, before);
    }
    let owner = owner(target, run);
    has_posix_shell(target, run)?;
    editor.add_flag(
        run,
        &format!("--mount=type=secret,id={id}{owner}{required}"),
    );
    prefix(
        editor,
        &format!("export {name}=\"$(cat /run/secrets/{id})\" && {before}"),
    )
}

/// Sets `name` to `value` for the `RUN` at `run` alone.
pub(super) fn set_for_run(
    editor: &mut Editor<'_>,
    target: &Target<'_>,
    run: usize,
    name: &str,
    value: &str,
) -> Result<(), String> {
    let Some(instruction) = target.document.instructions.get(run) else {
        return Err("no such `RUN`".to_owned());
    };
    let text = setting(instruction, name, value, |value| value.to_owned())?;
    prefix(editor, instruction, &text)
}

/// What stands before the commands of the `RUN` at `run`, so that `name` is `value` where the build hands over none.
pub(super) fn default(
    target: &Target<'_>,
    run: usize,
    name: &str,
    value: &str,
) -> Result<String, String> {
    let instruction = target.document.instructions.get(run);
    let instruction = instruction.ok_or_else(|| "no such `RUN`".to_owned())?;
    setting(instruction, name, value, |value| {
        format!("\"${{{name}:-{value}}}\"")
    })
}

/// The words that set `name` for the commands of a `RUN`, `written` in the way that its value is.
fn setting(
    instruction: &Instruction,
    name: &str,
    value: &str,
    written: impl Fn(&str) -> String,
) -> Result<String, String> {
    let plain = value
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "-_.:/".contains(character));
    if !plain {
        return Err(format!(
            "the value of `{name}` needs quotes that only its author can choose"
        ));
    }
    let written = written(value);
    let is_single =
        run_script::script(instruction).is_some_and(|script| script.commands.len() == 1);
    Ok(if is_single {
        format!("{name}={written} ")
    } else {
        format!("export {name}={written} && ")
    })
}

/// Puts the `# syntax=` line in front that `env=` needs, unless the file has one.
pub(super) fn require_frontend(editor: &mut Editor<'_>, target: &Target<'_>) {
    if takes_env(target)
        && !target
            .document
            .directives
            .iter()
            .any(|directive| directive.name == "syntax")
    {
        editor.set_directive("syntax", "docker/dockerfile:1");
    }
}

/// Puts `text` before the command of a `RUN` in shell form.
pub(super) fn prefix(
    editor: &mut Editor<'_>,
    instruction: &Instruction,
    text: &str,
) -> Result<(), String> {
    let line = instruction.lines.first;
    let Kind::Run(run) = &instruction.kind else {
        return Err(format!("line {line} is no `RUN`"));
    };
    match &run.command {
        Command::Shell(word) if instruction.heredocs.is_empty() => {
            editor.replace_span(Span::at(word.span.start), text);
            Ok(())
        }
        Command::Shell(_) => Err(format!("the `RUN` on line {line} is a heredoc")),
        Command::Exec(_) => Err(format!(
            "the `RUN` on line {line} is in exec form, without a shell"
        )),
    }
}

/// Whether it has a secret mount with this id already.
fn mounts(instruction: &Instruction, name: &str) -> bool {
    instruction
        .flags
        .iter()
        .filter(|flag| flag.name == "mount")
        .any(|flag| {
            let has = |key: &str, value: &str| {
                flag.options
                    .iter()
                    .any(|option| option.key == key && option.value.as_deref() == Some(value))
            };
            has("type", "secret") && (has("id", name) || has("env", name))
        })
}

/// Whether secrets go by environment: unless the configuration or a builder asks for files, or the file pins an older
/// frontend.
fn takes_env(target: &Target<'_>) -> bool {
    let wanted = target.options.text("secret-mounts", "secret-form", "env");
    let pinned = target
        .document
        .directives
        .iter()
        .find(|directive| directive.name == "syntax");
    let is_known = super::callers::wants_files(target).is_none();
    wanted == "env" && is_known && pinned.is_none_or(|directive| knows_env(&directive.value))
}

/// Whether the frontend image `docker/dockerfile:TAG` knows `env=`. A moving tag (`1`, `latest`) does.
fn knows_env(frontend: &str) -> bool {
    let image = frontend.split('@').next().unwrap_or_default();
    let Some((_, tag)) = image.rsplit_once(':') else {
        return true;
    };
    let mut numbers = tag
        .split(['.', '-'])
        .map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= ENV_SINCE,
        (Some(_), None) | (None, _) => true,
    }
}

/// The options that let the user of the `RUN` read the file of a secret, which is root's and closed by default
/// (<https://docs.docker.com/reference/dockerfile/#run---mounttypesecret>).
pub(super) fn owner(target: &Target<'_>, run: usize) -> String {
    let stage = target
        .stages
        .iter()
        .find(|stage| stage.instructions.contains(&run));
    let user = stage
        .and_then(|stage| stage.user_at(run))
        .map(|user| user.value.as_str());
    let name = user.map(|user| user.split(':').next().unwrap_or(user));
    match name {
        None | Some("" | "root" | "0") => String::new(),
        Some(uid) if uid.bytes().all(|byte| byte.is_ascii_digit()) => format!(",uid={uid}"),
        Some(_) => ",mode=0444".to_owned(),
    }
}

/// An error when the command is not run by a shell that knows `export`.
fn has_posix_shell(target: &Target<'_>, run: usize) -> Result<(), String> {
    let stage = target
        .stages
        .iter()
        .find(|stage| stage.instructions.contains(&run));
    let shell = stage.and_then(|stage| stage.shell_at(run));
    let program = shell.and_then(|shell| shell.value.first());
    let name = program.map(|program| program.rsplit(['/', '\\']).next().unwrap_or(program));
    match name {
        None | Some("sh" | "bash" | "ash" | "dash" | "zsh" | "ksh") => Ok(()),
        Some(name) => Err(format!("`{name}` runs the command, which reads no file so")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frontends_before_1_10_do_not_know_env() {
        assert!(!knows_env("docker/dockerfile:1.4"));
        assert!(!knows_env("docker/dockerfile:1.9-labs"));
        assert!(knows_env("docker/dockerfile:1.10.0") && knows_env("docker/dockerfile:1"));
        assert!(knows_env("docker/dockerfile:latest@sha256:00") && knows_env("docker/dockerfile"));
    }
}
