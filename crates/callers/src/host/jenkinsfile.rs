//! Jenkinsfiles: `docker.build(…)`, `agent { dockerfile { … } }`, and commands in `sh`.
//!
//! <https://www.jenkins.io/doc/book/pipeline/docker/>

use super::Found;
use super::tiltfile::split;
use crate::interpolate::interpolate;
use crate::line::{Body, Session, may_build};
use crate::{Build, Caller, Text, Tree, path};
use std::collections::BTreeMap;

/// Whether a file is a Jenkinsfile.
pub(crate) fn is_jenkinsfile(file: &str) -> bool {
    file.ends_with(".jenkinsfile") || path::name(file).starts_with("Jenkinsfile")
}

/// The builds of a Jenkinsfile, which runs in the root of the tree.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let mut found = Found::default();
    let session = Session {
        tree,
        caller: Caller::Jenkinsfile,
        name: path::name(file).to_owned(),
        file: file.to_owned(),
        folder: Some(String::new()),
        variables: BTreeMap::from([("WORKSPACE".to_owned(), Text::known(path::ROOT))]),
    };
    for (offset, line) in after(text, "docker.build(") {
        let arguments = split(text.get(offset..).unwrap_or_default());
        found
            .builds
            .extend(docker_build(&session, &arguments, line));
    }
    for (offset, line) in after(text, "dockerfile {") {
        let block = text.get(offset..).and_then(|rest| rest.split('}').next());
        found
            .builds
            .extend(agent(&session, block.unwrap_or_default(), line));
    }
    for start in ["sh ", "sh("] {
        for (offset, line) in after(text, start) {
            if let Some((script, offset)) = literal(text, offset)
                && may_build(script)
            {
                found
                    .builds
                    .extend(builds(&session, &Body::plain(script, offset, line)));
            }
        }
    }
    found.builds.sort_by_key(|build| build.place.line);
    found
}

/// Where each `word` ends that does not follow a letter, with its line.
fn after(text: &str, word: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(word) {
        let before = text.get(..at).unwrap_or_default();
        let is_inside = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let is_comment = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .trim_start()
            .starts_with("//");
        if !is_inside && !is_comment {
            found.push((at + word.len(), 1 + before.matches('\n').count()));
        }
    }
    found
}

/// The inside of the literal that starts at `offset`, after blanks or `script:`.
fn literal(text: &str, offset: usize) -> Option<(&str, usize)> {
    let rest = text.get(offset..)?;
    let bare = rest.trim_start_matches([' ', '(', '\n', '\t']);
    let bare = bare.strip_prefix("script:").unwrap_or(bare).trim_start();
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(inside) = bare.strip_prefix(quote) {
            let (inside, _) = inside.split_once(quote)?;
            let start = offset + (rest.len() - bare.len()) + quote.len();
            return Some((inside, start));
        }
    }
    None
}

/// The builds of a text in which Groovy fills `${env.NAME}`, which would be no variable of a shell.
fn builds(session: &Session<'_>, body: &Body) -> Vec<Build> {
    let mut variables = session.variables.clone();
    let body = body.replaced("${", "}", &mut |inside| {
        if !inside.contains('.') {
            return format!("${{{inside}}}");
        }
        let name = format!("GROOVY_{}", variables.len());
        variables.insert(name.clone(), Text::open(format!("${{{inside}}}"), inside));
        format!("${{{name}}}")
    });
    let session = Session {
        variables,
        name: session.name.clone(),
        file: session.file.clone(),
        folder: session.folder.clone(),
        ..*session
    };
    session.builds(&body)
}

/// `docker.build('name', 'flags context')`.
fn docker_build(session: &Session<'_>, arguments: &[String], line: usize) -> Vec<Build> {
    let Some(name) = arguments.first() else {
        return Vec::new();
    };
    let name = name.trim_matches(['"', '\'']);
    let rest = arguments.get(1).map(|rest| rest.trim_matches(['"', '\'']));
    let mut body = Body::starting(line, false);
    body.push(
        &format!("docker build -t \"{name}\" {}", rest.unwrap_or(".")),
        None,
    );
    builds(session, &body)
}

/// `agent { dockerfile { filename '…'; dir '…'; additionalBuildArgs '…' } }`.
fn agent(session: &Session<'_>, block: &str, line: usize) -> Vec<Build> {
    let mut values: BTreeMap<&str, Text> = BTreeMap::new();
    for part in block.split(['\n', ';']) {
        let mut words = part.trim().splitn(2, [' ', ':']);
        if let (Some(name), Some(value)) = (words.next(), words.next()) {
            let value = value.trim().trim_matches(['"', '\'']);
            values.insert(name, interpolate(value, &|_: &str| None));
        }
    }
    let text = |name: &str, default: &str| {
        values
            .get(name)
            .map_or(default.to_owned(), |value| value.text.clone())
    };
    let folder = text("dir", ".");
    let file = text("filename", "Dockerfile");
    let more = text("additionalBuildArgs", "");
    let mut body = Body::starting(line, false);
    body.push(
        &format!("docker build {more} -f \"{folder}/{file}\" \"{folder}\""),
        None,
    );
    builds(session, &body)
}
