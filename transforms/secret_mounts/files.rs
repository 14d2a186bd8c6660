//! Credential files that a `COPY` or `ADD` puts into the image. The files are in `data/files.toml`.

use super::{line, readers};
use crate::{Applicability, Finding, Fix, Reason, Target, Verdict};
use dockerfile::{Editor, Instruction, Kind, Stage, Transfer};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Table {
    file: Vec<CredentialFile>,
}

/// A file that holds credentials.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialFile {
    names: Vec<String>,
    holds: Vec<String>,
    readers: Vec<String>,
    #[allow(
        dead_code,
        reason = "says where the row comes from; a test asks for it"
    )]
    source: String,
}

static TABLE: LazyLock<Table> = LazyLock::new(table);

#[allow(
    clippy::expect_used,
    reason = "the table is built in, and a test loads it"
)]
fn table() -> Table {
    toml::from_str(include_str!("data/files.toml"))
        .expect("the table of files is TOML of this shape")
}

/// One credential file, copied by one instruction.
struct Copied<'a> {
    instruction: usize,
    transfer: &'a Transfer,
    source: &'a str,
    file: &'static CredentialFile,
    stage: &'a Stage,
}

/// A finding for every credential file that the Dockerfile copies by name from its context.
pub(super) fn findings(target: &Target<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stage in target.stages {
        for position in stage.instructions.clone() {
            let Some(instruction) = target.document.instructions.get(position) else {
                continue;
            };
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                continue;
            };
            if instruction.flags.iter().any(|flag| flag.name == "from") {
                continue;
            }
            for word in &transfer.sources {
                let Some(file) = credential(target, &word.value) else {
                    continue;
                };
                let copied = Copied {
                    instruction: position,
                    transfer,
                    source: &word.value,
                    file,
                    stage,
                };
                findings.push(finding(target, instruction, &copied));
            }
        }
    }
    findings
}

/// The row for `source`, unless the context shows that the file holds no credential.
fn credential(target: &Target<'_>, source: &str) -> Option<&'static CredentialFile> {
    let path = source.trim_start_matches("./").trim_end_matches('/');
    let name = path.rsplit('/').next()?;
    let file = TABLE
        .file
        .iter()
        .find(|file| file.names.iter().any(|pattern| is_named(pattern, name)))?;
    let text = target.context.and_then(|context| context.read(path));
    let holds = |text: &String| file.holds.iter().any(|word| text.contains(word.as_str()));
    match text {
        // A template that is committed on purpose (`.env.example`) holds no value.
        _ if [".example", ".sample", ".dist", ".template"]
            .iter()
            .any(|end| name.ends_with(end)) =>
        {
            None
        }
        Some(text) if file.holds.is_empty() || holds(&text) => Some(file),
        Some(_) => None,
        None => Some(file).filter(|file| file.holds.is_empty()),
    }
}

fn is_named(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => name.len() > end.len() && name.ends_with(end),
        (None, Some(start)) => name.starts_with(start),
        (None, None) => name == pattern,
    }
}

fn finding(target: &Target<'_>, instruction: &Instruction, copied: &Copied<'_>) -> Finding {
    let source = copied.source;
    let verdict = match fix(target, copied) {
        Ok(fix) => Verdict::Fix(fix),
        Err(Hold::Reason(reason, detail)) => Verdict::HeldBack { reason, detail },
        Err(Hold::Suggestion(snippet)) => Verdict::Suggestion(snippet),
    };
    Finding {
        lines: instruction.lines,
        message: format!("`{source}` is copied into the image"),
        why: "a later `rm` does not take it out of the layer that holds it".to_owned(),
        verdict,
        evidence: vec![format!("`{source}` is a credential file by its name")],
        secrets: Vec::new(),
    }
}

/// Why a file is not moved.
enum Hold {
    Reason(Reason, String),
    Suggestion(String),
}

fn fix(target: &Target<'_>, copied: &Copied<'_>) -> Result<Fix, Hold> {
    let name = copied
        .source
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(copied.source);
    if copied.file.readers.is_empty() {
        return Err(Hold::Suggestion(suggestion(name)));
    }
    let path = destination(copied, name).ok_or_else(|| {
        Hold::Reason(
            Reason::SecretNotMovable,
            "its place in the image depends on a variable".to_owned(),
        )
    })?;
    let mut editor = Editor::new(target.document);
    let mut mounted = Vec::new();
    for position in copied
        .stage
        .instructions
        .clone()
        .filter(|position| *position > copied.instruction)
    {
        let Some(instruction) = target.document.instructions.get(position) else {
            continue;
        };
        let Kind::Run(_) = &instruction.kind else {
            continue;
        };
        let script = readers::script(instruction).ok_or_else(|| unread(target, position))?;
        let reads = script.commands.iter().any(|command| {
            command
                .program()
                .is_some_and(|program| copied.file.readers.iter().any(|reader| reader == program))
        });
        let touched = touches(instruction, &path, name);
        match (reads, touched) {
            (true, false) => {
                let id = name.trim_start_matches('.');
                editor.add_flag(
                    position,
                    &format!("--mount=type=secret,id={id},target={path},required=true"),
                );
                mounted.push(position);
            }
            (false, true) if removes_only(&script, &path, name) => editor.remove(position),
            (false, false) => {}
            (true | false, true) => {
                let detail = format!(
                    "`RUN` on line {} names `{name}` itself",
                    line(target, position)
                );
                return Err(Hold::Reason(Reason::SecretNotMovable, detail));
            }
        }
    }
    if mounted.is_empty() {
        return Err(Hold::Suggestion(suggestion(name)));
    }
    remove_source(&mut editor, copied)?;
    let edits = editor
        .finish()
        .map_err(|error| Hold::Reason(Reason::SecretNotMovable, error.to_string()))?;
    let id = name.trim_start_matches('.');
    Ok(Fix {
        applicability: Applicability::Unsafe(format!(
            "every build passes `{name}` as a secret, and the program does not read it"
        )),
        edits,
        files: Vec::new(),
        follow_up: vec![format!(
            "build with `docker build --secret id={id},src={}`",
            copied.source
        )],
    })
}

fn unread(target: &Target<'_>, position: usize) -> Hold {
    Hold::Reason(
        Reason::UnreadCommand,
        format!(
            "the `RUN` on line {} could not be read whole",
            line(target, position)
        ),
    )
}

fn suggestion(name: &str) -> String {
    if name.starts_with("id_") || name == ".ssh" {
        return "RUN --mount=type=ssh git clone git@…    # and build with `docker build --ssh default`".to_owned();
    }
    format!(
        "docker run --mount type=bind,src={name},dst=…,readonly …    # where the program reads it"
    )
}

/// The path of the file in the image, absolute.
fn destination(copied: &Copied<'_>, name: &str) -> Option<String> {
    let written = copied.transfer.destination.value.as_str();
    let workdir = copied
        .stage
        .workdir_at(copied.instruction)
        .map_or("/", |workdir| workdir.value.as_str());
    let is_folder = written.ends_with('/') || written == "." || copied.transfer.sources.len() > 1;
    let joined = if written.starts_with('/') {
        written.to_owned()
    } else {
        format!("{workdir}/{written}")
    };
    let joined = if is_folder {
        format!("{joined}/{name}")
    } else {
        joined
    };
    let parts: Vec<&str> = joined
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let path = format!("/{}", parts.join("/"));
    (!path.contains('$') && !path.contains("..")).then_some(path)
}

/// Whether the text of a `RUN` names the file.
fn touches(instruction: &Instruction, path: &str, name: &str) -> bool {
    let text = &instruction.arguments.raw;
    text.contains(path) || super::uses::mentions(text, name)
}

/// Whether a `RUN` does nothing but `rm` or `chmod` the file.
fn removes_only(script: &shell::Script, path: &str, name: &str) -> bool {
    !script.commands.is_empty()
        && script.commands.iter().all(|command| {
            let named = |word: &shell::Word| {
                let value = word.value();
                value == path
                    || value.trim_start_matches("./") == name
                    || value.ends_with(&format!("/{name}"))
            };
            let mut files = command
                .arguments()
                .iter()
                .filter(|word| !word.value().starts_with('-'));
            match command.program() {
                Some("rm") => files.clone().count() > 0 && files.all(named),
                Some("chmod") => files.nth(1).is_some_and(named) && files.next().is_none(),
                Some(_) | None => false,
            }
        })
}

/// Takes the file out of its `COPY`, which goes when it copied nothing else.
fn remove_source(editor: &mut Editor<'_>, copied: &Copied<'_>) -> Result<(), Hold> {
    if copied.transfer.sources.len() == 1 {
        editor.remove(copied.instruction);
        return Ok(());
    }
    if copied.transfer.is_json {
        return Err(Hold::Reason(
            Reason::SecretNotMovable,
            "the `COPY` names it in a JSON list".to_owned(),
        ));
    }
    let position = copied
        .transfer
        .sources
        .iter()
        .position(|word| word.value == copied.source);
    let Some(position) = position else {
        return Ok(());
    };
    let next = copied
        .transfer
        .sources
        .get(position + 1)
        .unwrap_or(&copied.transfer.destination);
    if let Some(word) = copied.transfer.sources.get(position) {
        editor.replace_span(dockerfile::Span::new(word.span.start, next.span.start), "");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_name_and_a_source() {
        assert!(
            TABLE
                .file
                .iter()
                .all(|file| !file.names.is_empty() && file.source.starts_with("https://"))
        );
        assert!(
            is_named("*.pem", "server.pem")
                && !is_named("*.pem", ".pem")
                && is_named(".env.*", ".env.local")
        );
    }
}
