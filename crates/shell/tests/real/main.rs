//! What holds on the bodies of real Dockerfiles.

mod bodies;
mod oracle;

use shell::{Command, Script};
use std::collections::BTreeMap;

#[test]
fn real_bodies_are_understood() {
    let Some(bodies) = bodies::bodies() else {
        return;
    };
    let mut causes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for body in &bodies {
        if let Some(why) = Script::parse(body).why {
            causes.entry(why.cause).or_default().push(body);
        }
    }
    let not_understood: usize = causes.values().map(Vec::len).sum();
    eprintln!("{} bodies, {not_understood} not understood", bodies.len());
    for (cause, bodies) in &causes {
        eprintln!("  {:5} {cause}", bodies.len());
    }
    if std::env::var_os("SHOW").is_some() {
        for (cause, bodies) in &causes {
            for body in bodies.iter().take(12) {
                eprintln!(
                    "---- {cause}: {}\n{body}\n",
                    Script::parse(body).why.unwrap().span.of(body)
                );
            }
        }
    }
    assert!(not_understood * 200 <= bodies.len());
}

#[test]
fn spans_slice_back_to_the_words() {
    let Some(bodies) = bodies::bodies() else {
        return;
    };
    for body in &bodies {
        let script = Script::parse(body);
        for command in script.commands.iter() {
            check_places(command, body);
        }
        for variable in script.variables.iter() {
            let text = variable.span.of(body);
            let is_whole =
                text.starts_with("${") && text.ends_with('}') && text.contains(&variable.name);
            let is_exact =
                is_whole || text.strip_prefix('$') == Some(&variable.name) || text == variable.name;
            assert!(
                is_exact || is_in_escapes(&script, variable.span),
                "{variable:?} in {body}"
            );
        }
    }
}

/// Whether the place is that of an inner script whose quotes hide where its parts are.
fn is_in_escapes(script: &Script, span: shell::Span) -> bool {
    let inexact = script.commands.iter().filter(|command| !command.is_exact);
    inexact
        .flat_map(|command| &command.wrappers)
        .flat_map(|wrapper| &wrapper.words)
        .any(|word| word.span == span)
}

fn check_places(command: &Command, body: &str) {
    let mut end = 0;
    for word in command
        .wrappers
        .iter()
        .flat_map(|wrapper| &wrapper.words)
        .chain(&command.words)
    {
        assert!(word.span.end <= body.len());
        if command.is_exact && command.wrappers.is_empty() {
            assert!(word.span.start >= end, "{word:?} in {body}");
            assert_eq!(word.span.of(body), word.raw);
            assert!(command.span.contains(word.span), "{command:?} in {body}");
            end = word.span.end;
        }
    }
    if command.is_exact {
        for word in &command.words {
            assert_eq!(word.span.of(body), word.raw);
        }
    }
}
