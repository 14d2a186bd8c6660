//! Credential files that a `COPY` or `ADD` puts into the image. The files are in `data/files.toml`.

use super::copied::{self, Copied, Hold};
use super::names::{self, Naming};
use crate::image_path::name;
use crate::table::table;
use crate::{Finding, Target, Verdict};
use dockerfile::{Instruction, Kind, Transfer};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Table {
    file: Vec<CredentialFile>,
}

/// A file that holds credentials.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CredentialFile {
    #[serde(default)]
    pub(super) kind: FileKind,
    names: Vec<String>,
    holds: Vec<String>,
    /// Whether it is taken for one where nobody can read it.
    #[serde(default)]
    is_likely: bool,
    /// Whether the name says nothing, and only what the file holds does.
    #[serde(default)]
    is_any: bool,
    /// Whether these are folders, in which other files lie, too.
    #[serde(default)]
    is_folder: bool,
    /// Whether people are asked to look at it where nobody can read it.
    #[serde(default)]
    is_suspect: bool,
    /// The words of a name with which everybody may have it.
    #[serde(default)]
    public: Vec<String>,
    /// The mode of the mount, where the programs that read it give up root before they do.
    pub(super) mode: Option<String>,
    /// The programs of a build that read it.
    pub(super) readers: Vec<String>,
    #[allow(dead_code, reason = "a test asks for it")]
    example: String,
    #[allow(
        dead_code,
        reason = "says where the row comes from; a test asks for it"
    )]
    source: String,
}

/// How a credential file reaches those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FileKind {
    /// By its path.
    #[default]
    Path,
    /// As variables of the container's environment.
    Environment,
    /// Through an agent of `ssh`.
    SshKey,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| table(tables::text!("secret_mounts/data/files")));

/// The programs that read a credential file of the name of `path`; `None` for a name that is not known.
pub(super) fn readers(path: &str) -> Option<&'static [String]> {
    let file = named(path)?;
    let name = name(path);
    // What a file is by its folder or by what it holds says nothing about who reads others of its kind.
    let is_by_name = file.names.iter().any(|pattern| is_named(pattern, name));
    (is_by_name && !file.is_any).then_some(&file.readers)
}

/// The row of a file by its name, or by its name and the folder it lies in.
fn named(path: &str) -> Option<&'static CredentialFile> {
    let name = name(path);
    let last = name.bytes().next_back();
    let lies_so = |pattern: &str| path.ends_with(pattern) && path.len() > pattern.len();
    let is_of = |pattern: &String| match (pattern.bytes().next(), pattern.bytes().next_back()) {
        // Most patterns end in another letter than the name.
        (_, end) if end != last && end != Some(b'*') => false,
        (Some(b'/'), _) => lies_so(pattern) || path == pattern.trim_start_matches('/'),
        _ => is_named(pattern, name),
    };
    let mut files = TABLE.file.iter();
    files.find(|file| file.names.iter().any(is_of))
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
            if instruction.flag("from").is_some() {
                continue;
            }
            for word in &transfer.sources {
                let known = row(&word.value);
                let own = known.filter(|(path, file)| is_credential(target, path, file));
                let own = own.map(|(_, file)| file);
                let Some(file) = own.or_else(|| by_place(target, transfer)) else {
                    let suspect = known.and_then(|(path, file)| {
                        suspected(target, instruction, &word.value, path, file)
                    });
                    findings.extend(suspect);
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
pub(super) fn credential(target: &Target<'_>, source: &str) -> Option<&'static CredentialFile> {
    let (path, file) = row(source)?;
    is_credential(target, path, file).then_some(file)
}

/// The row for the file that a `COPY` gives the name of a credential file: `COPY deploy_key /root/.ssh/id_rsa`.
fn by_place(target: &Target<'_>, transfer: &Transfer) -> Option<&'static CredentialFile> {
    let [source] = transfer.sources.as_slice() else {
        return None;
    };
    let (place, source) = (&transfer.destination.value, source.value.as_str());
    if place.ends_with('/') {
        return None;
    }
    let (_, file) = row(place)?;
    let path = source.trim_start_matches("./").trim_end_matches('/');
    let is_file = file.kind != FileKind::Environment && !file.is_folder;
    let is_template = is_template(name(path));
    (is_file && !is_template && is_credential(target, path, file)).then_some(file)
}

/// Whether the file at `path` of the context is one of the row, unless its text shows that it holds no credential.
fn is_credential(target: &Target<'_>, path: &str, file: &CredentialFile) -> bool {
    let text = target.context.and_then(|context| context.read(path));
    match (file.kind, text) {
        (FileKind::Environment, Some(text)) => has_secret(&text),
        (FileKind::Path | FileKind::SshKey, Some(text)) => {
            file.holds.is_empty() || holds_value(&text, &file.holds)
        }
        (_, None) => file.holds.is_empty() || file.is_likely,
    }
}

/// The path in the context that `source` names, and the row of its name; `None` for names that say nothing, and for
/// templates.
fn row(source: &str) -> Option<(&str, &'static CredentialFile)> {
    let path = source.trim_start_matches("./").trim_end_matches('/');
    let name = name(path);
    let file = named(path)?;
    (!is_template(name)).then_some((path, file))
}

/// A finding for a file at `path` that may be a credential, and that is not there to be read.
fn suspected(
    target: &Target<'_>,
    instruction: &Instruction,
    source: &str,
    path: &str,
    file: &CredentialFile,
) -> Option<Finding> {
    let name = name(path).to_ascii_lowercase();
    let mut words = name.split(['.', '-', '_']);
    let is_public = words.any(|word| file.public.iter().any(|public| is_named(public, word)));
    let is_there = target
        .context
        .is_some_and(|context| context.kind(path).is_some());
    if !file.is_suspect || is_public || is_there || source.contains(['*', '?', '$', ':']) {
        return None;
    }
    let snippet = match file.readers.is_empty() {
        false => {
            "RUN --mount=type=secret,id=NAME,target=PATH …    # where it holds a credential, in place of the copy"
        }
        true => {
            "docker run --mount type=bind,src=FILE,dst=PATH,readonly …    # where it holds a private key"
        }
    };
    Some(Finding {
        lines: instruction.lines,
        message: format!("`{source}` is copied into the image, and may hold a credential"),
        why: "a later `rm` does not take it out of the layer that holds it".to_owned(),
        verdict: Verdict::Suggestion(snippet.to_owned()),
        evidence: vec![format!(
            "`{source}` is not in the build context, and was not read"
        )],
        secrets: Vec::new(),
    })
}

/// Whether it is a template that is committed on purpose, which holds no value: `.env.example`, `example.env`.
fn is_template(name: &str) -> bool {
    let words = [
        "example", "sample", "dist", "template", "default", "defaults",
    ];
    let mut parts = name.split(['.', '-', '_']);
    parts.any(|part| words.contains(&part))
}

/// Whether a line has one of `words` and a value of its own: one that takes it from a variable holds no credential.
fn holds_value(text: &str, words: &[String]) -> bool {
    text.lines()
        .any(|line| !line.contains("${") && words.iter().any(|word| line.contains(word.as_str())))
}

/// Whether a file of variables gives one of them a secret.
fn has_secret(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim().trim_start_matches("export ");
        line.split_once('=').is_some_and(|(name, value)| {
            let value = value.trim().trim_matches(['"', '\'']);
            matches!(names::judge(name.trim(), Some(value)), Naming::Secret(_))
        })
    })
}

fn is_named(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            // In the middle the letters may be missing; at either end they make the name.
            let least = usize::from(start.is_empty() || end.is_empty());
            let is_long = name.len() >= start.len() + end.len() + least;
            is_long && name.starts_with(start) && name.ends_with(end)
        }
        None => name == pattern,
    }
}

fn finding(target: &Target<'_>, instruction: &Instruction, copied: &Copied<'_>) -> Finding {
    let source = copied.source;
    let by = match row(source) {
        Some((_, own)) if std::ptr::eq(own, copied.file) && own.is_any => "what it holds",
        Some((_, own)) if std::ptr::eq(own, copied.file) => "its name",
        Some(_) | None => "the name that it gets",
    };
    let mut evidence = vec![format!("`{source}` is a credential file by {by}")];
    let (verdict, secrets) = match copied::fix(target, copied) {
        Ok(moved) => {
            evidence.extend(moved.evidence);
            (Verdict::Fix(moved.fix), moved.secrets)
        }
        Err(Hold::Reason(reason, detail)) => (Verdict::HeldBack { reason, detail }, Vec::new()),
        Err(Hold::Suggestion(snippet)) => (Verdict::Suggestion(snippet), Vec::new()),
    };
    Finding {
        lines: instruction.lines,
        message: format!("`{source}` is copied into the image"),
        why: "a later `rm` does not take it out of the layer that holds it".to_owned(),
        verdict,
        evidence,
        secrets,
    }
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
                && is_named("service-account*.json", "service-account-shop.json")
                && is_named("service-account*.json", "service-account.json")
        );
    }

    #[test]
    fn a_file_is_known_by_the_folder_it_lies_in() {
        let is_known = |path: &str| named(path).is_some();
        assert!(is_known("/root/.aws/credentials") && is_known(".aws/credentials"));
        assert!(!is_known("credentials") && !is_known("my.aws/credentials"));
    }

    #[test]
    fn a_file_is_known_by_every_way_to_fill_a_pattern() {
        let first = |path: &str| {
            let mut files = TABLE.file.iter();
            files.find(|file| {
                let mut names = file.names.iter();
                names.any(|pattern| is_named(pattern.trim_start_matches('/'), path))
            })
        };
        for pattern in TABLE.file.iter().flat_map(|file| &file.names) {
            for filling in ["", "a", ".env", "auth.json"] {
                let path = pattern.trim_start_matches('/').replace('*', filling);
                let (known, expected) = (named(&path), first(&path));
                let is_same = known
                    .zip(expected)
                    .map(|(known, own)| std::ptr::eq(known, own));
                assert!(
                    is_same.unwrap_or(known.is_none() && expected.is_none()),
                    "{path}"
                );
            }
        }
    }

    #[test]
    fn every_example_is_the_line_of_a_credential() {
        for file in &TABLE.file {
            let is_found = match file.kind {
                FileKind::Environment => has_secret(&file.example),
                FileKind::Path | FileKind::SshKey => {
                    file.holds.is_empty() || holds_value(&file.example, &file.holds)
                }
            };
            assert!(
                is_found && !file.example.is_empty(),
                "{:?}: {}",
                file.names,
                file.example
            );
        }
    }

    #[test]
    fn a_file_that_names_a_variable_is_no_credential() {
        let words = ["_authToken".to_owned()];
        assert!(holds_value("//npm.example.com/:_authToken=abc\n", &words));
        assert!(!holds_value(
            "//npm.example.com/:_authToken=${NPM_TOKEN}\n",
            &words
        ));
    }

    #[test]
    fn a_file_of_settings_is_no_credential() {
        assert!(has_secret("# x\nexport DB_PASSWORD='s3cr3t'\n"));
        assert!(!has_secret(
            "PORT=8000\nAUTH_URL=https://login.example.com\nDB_PASSWORD=\n"
        ));
    }
}
