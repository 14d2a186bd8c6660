//! Builds as a table for people.

use crate::{Build, Callers, Chains, Dockerfile, SecretSource, Source, Text, path};
use std::fmt::Write;

/// One paragraph for each build: what is built from where, then what is given to it and what was assumed.
#[must_use]
pub fn table(callers: &Callers, chains: &Chains) -> String {
    let rows: Vec<[String; 4]> = callers.builds.iter().map(row).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widths = cells.map(|cell| cell.chars().count());
        widths
            .filter(|width| *width <= MAX_WIDTH)
            .max()
            .unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    let mut table = String::new();
    let builds = callers.builds.iter().zip(&rows).enumerate();
    for (at, (build, [dockerfile, context, target, caller])) in builds {
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "{dockerfile:first$}  {context:second$}  {target:third$}  {caller}"
        );
        for link in chains.links.iter().filter(|link| link.build == at) {
            let _ = writeln!(table, "    stage {} on: {}", link.stage, link.base);
        }
        for (name, value) in details(build) {
            let _ = writeln!(table, "    {name}: {value}");
        }
    }
    table
}

/// A cell wider than this moves the ones after it instead of widening its column.
const MAX_WIDTH: usize = 40;

fn row(build: &Build) -> [String; 4] {
    let target = build
        .target
        .as_ref()
        .map_or("(last stage)", |target| &target.text);
    let place = format!("{}:{}", build.place.file, build.place.line);
    [
        dockerfile(&build.dockerfile),
        format!("from {}", source(&build.context)),
        target.to_owned(),
        format!("{place} ({}: {})", build.caller.name(), build.name),
    ]
}

fn details(build: &Build) -> Vec<(&'static str, String)> {
    let mut details = Vec::new();
    let mut add = |name, values: Vec<String>| {
        if !values.is_empty() {
            details.push((name, values.join(", ")));
        }
    };
    add("args", build.args.iter().map(argument).collect());
    add("secrets", build.secrets.iter().map(secret).collect());
    add("ssh", texts(&build.ssh));
    let contexts = build.contexts.iter();
    let contexts = contexts.map(|named| format!("{}={}", named.name, source(&named.source)));
    add("contexts", contexts.collect());
    add("platforms", texts(&build.platforms));
    add("images", texts(&build.images));
    add("unresolved", build.open());
    for assumption in &build.assumptions {
        details.push(("assumed", assumption.clone()));
    }
    details
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(Text::to_string).collect()
}

/// A Dockerfile for people.
#[must_use]
pub fn dockerfile(dockerfile: &Dockerfile) -> String {
    match dockerfile {
        Dockerfile::Path(path) => path.clone(),
        Dockerfile::Inline => "(inline)".into(),
        Dockerfile::Elsewhere(place) => format!("(elsewhere: {place})"),
        Dockerfile::Unresolved(text) => format!("(unresolved: {text})"),
    }
}

/// A context for people.
#[must_use]
pub fn source(source: &Source) -> String {
    match source {
        Source::Folder(folder) => path::shown(folder).to_owned(),
        Source::Remote(address) => without_login(address),
        Source::Image(image) => format!("docker-image://{image}"),
        Source::Build(name) => format!("target:{name}"),
        Source::Stdin => "-".into(),
        Source::Unresolved(text) => format!("(unresolved: {text})"),
    }
}

fn secret(secret: &crate::Secret) -> String {
    match &secret.source {
        SecretSource::Env(name) => format!("{} (env {name})", secret.id),
        SecretSource::File(file) => format!("{} (file {file})", secret.id),
        SecretSource::Inline => format!("{} (a value of the caller)", secret.id),
        SecretSource::Unsaid => secret.id.clone(),
    }
}

fn argument(argument: &crate::Argument) -> String {
    match shown_value(argument) {
        Some(value) => format!("{}={value}", argument.name),
        None => argument.name.clone(),
    }
}

/// What stands for a value that is not printed.
const MASK: &str = "********";

/// The value of an argument for people and machines: masked where it may be a secret.
#[must_use]
pub fn shown_value(argument: &crate::Argument) -> Option<String> {
    let value = argument.value.as_ref()?;
    let name = argument.name.to_ascii_lowercase();
    let is_secret = SECRET_WORDS.iter().any(|word| name.contains(word));
    if is_secret && value.is_known() && !value.text.is_empty() {
        return Some(MASK.to_owned());
    }
    Some(without_login(&value.text))
}

/// Parts of names whose values are not printed.
const SECRET_WORDS: [&str; 9] = [
    "token",
    "secret",
    "passw",
    "pwd",
    "key",
    "credential",
    "auth",
    "license",
    "cert",
];

/// An address without the user and password in it.
fn without_login(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest.get(..end).and_then(|host| host.rsplit_once('@')) {
        Some((_, host)) => {
            let path = rest.get(end..).unwrap_or_default();
            format!("{scheme}://{MASK}@{host}{path}")
        }
        None => text.to_owned(),
    }
}
