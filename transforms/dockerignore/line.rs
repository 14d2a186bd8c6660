//! The lines that could be written, each with what it would leave out and its proof.

use super::pattern::Pattern;
use super::proof::{Obstacle, Proof, prove, undoes_a_negation};
use super::rules::{Class, Condition, RULES, Rule, Sort};
use super::scene::Scene;
use crate::image_path::name;
use context::{EntryKind, Ignore};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// One pattern, or the paths that stand for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) group: String,
    pub(super) class: Class,
    /// What would be written.
    pub(super) texts: Vec<String>,
    /// What of it lies in the context and reaches a layer.
    pub(super) present: Vec<String>,
    pub(super) proof: Proof,
}

/// All lines that apply, in the order in which a new file has them.
pub(super) fn lines(scene: &Scene<'_>) -> Vec<Line> {
    let names = scene.found.iter().map(|found| name(&found.path)).collect();
    let lines = RULES.rules.iter().flat_map(|rule| {
        let patterns = rule.patterns.iter();
        patterns.filter_map(|pattern| line(scene, &names, rule, pattern))
    });
    lines.collect()
}

fn line(
    scene: &Scene<'_>,
    names: &FxHashSet<&str>,
    rule: &Rule,
    pattern: &Pattern,
) -> Option<Line> {
    let of_mounted = rule.condition == Some(Condition::Mounted);
    if of_mounted && scene.builds().all(|build| build.mounted.is_empty()) {
        return None;
    }
    let mut present = if pattern.may_match(names) {
        matches(scene, rule, pattern)?
    } else {
        Vec::new()
    };
    // What is mounted has a rule of its own.
    let is_own = |path: &str| !rule.exact || scene.is_mounted(path) == of_mounted;
    present.retain(|path| scene.reaches_a_layer(path) && is_own(path));
    if present.is_empty() && !is_wanted_anyway(scene, rule, &pattern.text) {
        return None;
    }
    let (texts, added) = if rule.exact {
        let texts = exact(&present)?;
        let added = Ignore::parse(&texts.join("\n")).ok()?;
        (texts, Cow::Owned(added))
    } else {
        let texts = vec![pattern.text.clone()];
        (texts, Cow::Borrowed(&pattern.ignore))
    };
    // In a list of what is allowed, everything was brought back; such a file is only checked.
    if !scene.file.ignore.is_allow_list() && undoes_a_negation(scene, &added, &present) {
        return None;
    }
    let whole = Line {
        group: rule.group.clone(),
        class: rule.class,
        proof: prove(scene, rule, &texts, &added, &present),
        texts,
        present,
    };
    let line = narrowed(scene, rule, whole);
    // A file of secrets that may come later is worth a line that rests on an assumption.
    let is_wanted = match line.proof {
        Proof::Holds => true,
        Proof::Assumes(_) => rule.class == Class::Secret,
        Proof::Fails(_) => false,
    };
    (is_wanted || !line.present.is_empty()).then_some(line)
}

/// Where the proof fails, the rule's narrower pattern may still have one.
fn narrowed(scene: &Scene<'_>, rule: &Rule, line: Line) -> Line {
    let (Proof::Fails(_), Some(narrower)) = (&line.proof, &rule.narrower) else {
        return line;
    };
    let present: Vec<String> = line
        .present
        .iter()
        .filter(|path| *path == narrower)
        .cloned()
        .collect();
    let texts = vec![narrower.clone()];
    if present.is_empty() {
        return line;
    }
    let added = Ignore::parse(narrower).unwrap_or_default();
    match prove(scene, rule, &texts, &added, &present) {
        Proof::Fails(_) => line,
        proof @ (Proof::Holds | Proof::Assumes(_)) => Line {
            texts,
            present,
            proof,
            ..line
        },
    }
}

/// The paths that `pattern` matches; `None` when one of them is not what the rule is about.
fn matches(scene: &Scene<'_>, rule: &Rule, pattern: &Pattern) -> Option<Vec<String>> {
    let mut paths: Vec<String> = Vec::new();
    // A folder stands before what lies in it, and is left out with all of it.
    let mut folders: Vec<&str> = Vec::new();
    for found in scene.found.iter() {
        let is_below = |folder: &str| {
            found
                .path
                .strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let is_matched = pattern.matches(&found.path);
        if is_matched && found.kind == EntryKind::Folder {
            folders.push(&found.path);
        }
        let is_left_out = is_matched || folders.iter().any(|folder| is_below(folder));
        if !is_left_out || paths.iter().any(|path| is_below(path)) {
            continue;
        }
        if is_meant(scene, rule, &found.path, found.kind) {
            paths.push(found.path.clone());
        } else if !rule.exact && !scene.file.leaves_out(&found.path) {
            return None;
        }
    }
    Some(paths)
}

fn is_meant(scene: &Scene<'_>, rule: &Rule, path: &str, kind: EntryKind) -> bool {
    let is_of_kind = match rule.kind {
        Some(Sort::Folder) => kind == EntryKind::Folder,
        Some(Sort::File) => kind != EntryKind::Folder,
        None => true,
    };
    is_of_kind
        && (rule.condition != Some(Condition::Mounted) || scene.is_mounted(path))
        && !rule.except.match_name(path)
        && (rule.markers.is_empty()
            || rule
                .markers
                .iter()
                .any(|marker| scene.context.read(&format!("{path}/{marker}")).is_some()))
        && (rule.content.is_empty()
            || scene
                .context
                .read(path)
                .is_some_and(|text| rule.content.iter().any(|word| text.contains(word))))
}

/// Whether the line is wanted though nothing of it lies in the context: in a new file what is customary, in an
/// existing one what belongs in every file.
fn is_wanted_anyway(scene: &Scene<'_>, rule: &Rule, pattern: &str) -> bool {
    let is_wanted = if scene.file.text.is_some() {
        rule.core
    } else {
        rule.customary
    };
    is_wanted
        && scene.copies_everything()
        && (rule.evidence.is_empty() || scene.has_name(&rule.evidence))
        && !scene.file.leaves_out(&super::proof::sample(pattern))
}

/// The paths as patterns; `None` when there are none, or one holds a character that a pattern reads otherwise.
fn exact(paths: &[String]) -> Option<Vec<String>> {
    let is_plain = |path: &String| {
        !path.contains(['*', '?', '[', ']', '\\', '\n', '\r'])
            && !path.starts_with(['!', '#', ' '])
            && !path.ends_with(' ')
    };
    (!paths.is_empty() && paths.iter().all(is_plain)).then(|| paths.to_vec())
}

impl Line {
    /// What stands in the way of it, if anything.
    pub(super) fn obstacle(&self) -> Option<&Obstacle> {
        match &self.proof {
            Proof::Fails(obstacle) => Some(obstacle),
            Proof::Holds | Proof::Assumes(_) => None,
        }
    }

    /// What it takes for granted, if anything.
    pub(super) fn assumption(&self) -> Option<&str> {
        match &self.proof {
            Proof::Assumes(assumption) => Some(assumption),
            Proof::Holds | Proof::Fails(_) => None,
        }
    }
}
