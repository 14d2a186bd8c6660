//! One command that builds an image, as a build.

use super::flags::flags;
use crate::build::{Argument, Build, Caller, NamedContext};
use crate::secret;
use crate::source::{dockerfile, source};
use crate::{Dockerfile, Place, Source, Text, path};

/// What kind of command it is, and where its own flags begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invocation {
    /// `docker build` and its relatives; the position of the first word after `build`.
    Build(usize),
    /// kaniko's executor; the position of its first argument.
    Kaniko(usize),
    /// `docker buildx bake`; the position of the first word after `bake`.
    Bake(usize),
}

/// What the words of a command invoke, if they build an image.
pub(crate) fn invocation(words: &[Text]) -> Option<Invocation> {
    let program = path::name(words.first()?.text.as_str());
    if program == "executor" && words.first()?.text.contains("kaniko") {
        return Some(Invocation::Kaniko(1));
    }
    if !super::PROGRAMS.contains(&program) {
        return None;
    }
    let mut at = 1;
    while let Some(word) = words.get(at) {
        match word.text.as_str() {
            "buildx" | "image" | "builder" => {}
            "build" | "bud" | "b" => return Some(Invocation::Build(at + 1)),
            "build-using-dockerfile" => return Some(Invocation::Build(at + 1)),
            "bake" => return Some(Invocation::Bake(at + 1)),
            // Global flags: these take a value, the others do not.
            "--context" | "-c" | "--host" | "-H" | "--config" | "--builder" | "--log-level"
            | "-l" | "--connection" | "--root" | "--storage-driver" | "--namespace" | "-n" => {
                at += 1
            }
            word if word.starts_with('-') => {}
            _ => return None,
        }
        at += 1;
    }
    None
}

/// Where a command runs, and what is written there.
pub(super) struct Site<'s> {
    pub(super) caller: Caller,
    pub(super) name: &'s str,
    pub(super) place: Place,
    /// The folder the command runs in; `None` when it is not known.
    pub(super) folder: Option<&'s str>,
}

/// The build that `words` ask for; `lines` are the lines the words stand on.
pub(super) fn build(
    words: &[Text],
    lines: &[usize],
    invocation: Invocation,
    site: &Site<'_>,
) -> Option<Build> {
    let (start, is_kaniko) = match invocation {
        Invocation::Build(start) => (start, false),
        Invocation::Kaniko(start) => (start, true),
        Invocation::Bake(_) => return None,
    };
    let own = words.get(start..)?;
    let (flags, rest) = flags(own, is_kaniko);
    if flags
        .iter()
        .any(|flag| matches!(flag.name.as_str(), "help" | "version"))
    {
        return None;
    }
    let mut build = Build::at(site.caller, site.name, site.place.clone());
    let mut file = None;
    let mut context = rest.last().and_then(|at| own.get(*at)).cloned();
    for flag in &flags {
        let value = flag.value.clone();
        match flag.name.as_str() {
            "file" | "dockerfile" => file = Some(value),
            "context" if is_kaniko => context = Some(value),
            "tag" | "destination" => build.images.push(value),
            "target" => build.target = Some(value),
            "platform" | "custom-platform" => {
                let parts = value.text.split(',').map(|part| value.with(part));
                build.platforms.extend(parts);
            }
            "ssh" => build.ssh.push(value),
            "secret" => build.secrets.extend(secret::parse(&value)),
            "build-arg" => {
                let line = lines.get(start + flag.at).copied();
                let place = Place {
                    line: line.unwrap_or(site.place.line),
                    ..site.place.clone()
                };
                build.set_arg(argument(&value, place));
            }
            "build-context" => {
                if let Some((name, from)) = value.split_once('=') {
                    let source = locate(site.folder, from);
                    build.contexts.push(NamedContext {
                        name: name.text,
                        source,
                    });
                }
            }
            _ => {}
        }
    }
    if is_kaniko {
        context = context.map(|text| text.with(text.text.trim_start_matches("dir://")));
    }
    if context.is_none()
        && !is_kaniko
        && site.caller != Caller::Workflow
        && rest.is_empty()
        && flags.is_empty()
    {
        return None;
    }
    if context.is_none() {
        build
            .assumptions
            .push("no context is named, so it is the current folder".into());
    }
    let is_sure = context
        .as_ref()
        .is_none_or(|context| context.defaults.is_empty());
    build.folder = site
        .folder
        .filter(|_| is_sure && !is_kaniko)
        .map(str::to_owned);
    build.context = locate(site.folder, context.unwrap_or_else(|| Text::known(".")));
    build.dockerfile = match (&file, &build.context) {
        (Some(file), Source::Remote(address)) => {
            Dockerfile::Elsewhere(format!("{file} of {address}"))
        }
        (Some(file), _) if is_kaniko => in_context_or_here(&build.context, site.folder, file),
        (Some(file), _) => match site.folder {
            Some(folder) => dockerfile(folder, file),
            None => Dockerfile::Unresolved(file.clone()),
        },
        (None, context) => crate::source::dockerfile_in(context, None),
    };
    Some(build.finish())
}

/// Kaniko looks for the Dockerfile in the context, then where it runs.
fn in_context_or_here(context: &Source, folder: Option<&str>, file: &Text) -> Dockerfile {
    match (context, file.text.starts_with(path::ROOT)) {
        (Source::Folder(context), false) => dockerfile(context, file),
        _ => dockerfile(folder.unwrap_or_default(), file),
    }
}

fn locate(folder: Option<&str>, text: Text) -> Source {
    let is_from_root = text.text.starts_with(path::ROOT);
    let found = source(folder.unwrap_or_default(), text.clone());
    // A folder counted from one that is not known is not known either.
    if folder.is_none() && !is_from_root && found.folder().is_some() {
        return Source::Unresolved(text);
    }
    found
}

fn argument(value: &Text, place: Place) -> Argument {
    match value.split_once('=') {
        Some((name, value)) => Argument {
            name: name.text,
            value: Some(value),
            place,
        },
        None => Argument {
            name: value.text.clone(),
            value: None,
            place,
        },
    }
}
