//! The proof that a line may be written: nothing in any build that shares the context loses what it needs.

use super::conditions;
use super::needs::Need;
use super::rules::{Class, Rule};
use super::scene::Scene;
use crate::Reason;
use context::Ignore;

/// What came of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing needs what the line leaves out.
    Holds,
    /// The same, as long as this is so.
    Assumes(String),
    /// Something may need it.
    Fails(Obstacle),
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Obstacle {
    pub(super) reason: Reason,
    /// One clause that names the instruction or file.
    pub(super) detail: String,
}

impl Obstacle {
    pub(super) fn new(reason: Reason, detail: impl Into<String>) -> Obstacle {
        Obstacle {
            reason,
            detail: detail.into(),
        }
    }
}

/// Whether `lines`, which `rule` gives for what lies at `present`, may be written; `added` is what they leave out.
pub(super) fn prove(
    scene: &Scene<'_>,
    rule: &Rule,
    lines: &[String],
    added: &Ignore,
    present: &[String],
) -> Proof {
    let obstacle = named(scene, rule, added, present).or_else(|| mentioned(scene, rule));
    if let Some(obstacle) = obstacle {
        return Proof::Fails(obstacle);
    }
    let proof = conditions::prove(scene, rule, lines, present);
    let is_open = rule.class != Class::Clutter && !present.is_empty();
    match proof {
        Proof::Holds if is_open => Proof::Assumes(assumption(rule.class)),
        Proof::Holds | Proof::Assumes(_) | Proof::Fails(_) => proof,
    }
}

/// Whether `added` would bring down again what a `!` line of the ignore file brings back.
pub(super) fn undoes_a_negation(scene: &Scene<'_>, added: &Ignore, present: &[String]) -> bool {
    let mut brought_back = scene.file.ignore.negated();
    present.iter().any(|path| scene.file.brings_back(path))
        || brought_back.any(|pattern| added.leaves_out(&sample(pattern)))
}

fn assumption(class: Class) -> String {
    match class {
        Class::Secret => {
            "the program gets its secrets when it runs, and not from files in the image".to_owned()
        }
        Class::Clutter | Class::Output => "the build makes all of it again".to_owned(),
    }
}

/// The instruction that takes, by its name, something that `added` leaves out.
fn named(scene: &Scene<'_>, rule: &Rule, added: &Ignore, present: &[String]) -> Option<Obstacle> {
    scene
        .all_needs()
        .filter(|need| !need.source.is_whole_context() || need.is_unresolved)
        .find_map(|need| {
            if need.is_unresolved {
                return unresolved(need, rule, present);
            }
            takes(scene, need, rule, added).then(|| {
                Obstacle::new(
                    Reason::CopiedByName,
                    format!("{} takes it by name", need.place()),
                )
            })
        })
}

fn takes(scene: &Scene<'_>, need: &Need, rule: &Rule, added: &Ignore) -> bool {
    let source = &need.source;
    if added.leaves_out(&sample(&source.path))
        || (source.is_wild() && added.leaves_out(source.fixed_part()))
    {
        return true;
    }
    let is_taken = |path: &str| {
        source.names(path)
            || (rule.class == Class::Secret && is_for_keys(&source.path) && source.covers(path))
    };
    let mut below = scene
        .found
        .iter()
        .filter(|found| source.covers(&found.path) && found.path != source.path)
        .peekable();
    let is_emptied = below.peek().is_some()
        && below.all(|found| added.leaves_out(&found.path) || scene.file.leaves_out(&found.path));
    is_emptied
        || scene
            .found
            .iter()
            .any(|found| is_taken(&found.path) && added.leaves_out(&found.path))
}

/// A folder that is copied for the keys in it.
fn is_for_keys(path: &str) -> bool {
    const WORDS: [&str; 8] = [
        "cert",
        "ssl",
        "tls",
        "key",
        "secret",
        "credential",
        "pki",
        "jwt",
    ];
    WORDS.iter().any(|word| path.to_lowercase().contains(word))
}

/// Variables name versions, services and artefacts; nobody copies a repository's history or an editor's files by one.
fn unresolved(need: &Need, rule: &Rule, present: &[String]) -> Option<Obstacle> {
    let may_name = match rule.class {
        Class::Clutter => lines_name(rule, &need.shown),
        Class::Secret | Class::Output => {
            need.source.path.is_empty() || present.iter().any(|path| need.source.covers(path))
        }
    };
    let detail = format!("{} takes a path that only the build knows", need.place());
    may_name.then(|| Obstacle::new(Reason::UnresolvedSource, detail))
}

fn lines_name(rule: &Rule, text: &str) -> bool {
    rule.patterns
        .iter()
        .any(|pattern| text.contains(pattern.text.trim_start_matches("**/")))
}

/// The command that holds a word by which something of the rule is used.
fn mentioned(scene: &Scene<'_>, rule: &Rule) -> Option<Obstacle> {
    // A virtual environment may be named by the commands that make it: its condition looks closer.
    if rule.condition == Some(super::rules::Condition::VirtualEnvironment) {
        return None;
    }
    let word = rule
        .mentions
        .iter()
        .find(|word| scene.builds().any(|build| build.mentions(word)))?;
    Some(Obstacle::new(
        Reason::UsedByBuild,
        format!("a command of the Dockerfile holds `{}`", word.as_str()),
    ))
}

/// A path that `pattern` matches.
pub(super) fn sample(pattern: &str) -> String {
    pattern.replace("**/", "").replace(['*', '?'], "x")
}
