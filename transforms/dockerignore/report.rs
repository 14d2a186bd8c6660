//! The findings: what is copied that should not be, and what can be done about it.

use super::line::Line;
use super::needs::Need;
use super::proof::{Obstacle, Proof};
use super::rules::Class;
use super::scene::Scene;
use super::text::with_lines;
use crate::{Applicability, FileChange, Finding, Fix, Reason, Verdict};
use std::collections::BTreeMap;

/// What the findings are made from.
pub(super) struct Report<'a> {
    pub(super) scene: &'a Scene<'a>,
    /// The broad copy they are about.
    pub(super) copy: &'a Need,
    pub(super) lines: &'a [Line],
}

const CLUTTER: &str =
    "history, caches and local settings end up in a layer, and each change to them builds it anew";
const SECRET: &str = "whoever can pull the image, or its build cache, can read it";
const OUTPUT: &str = "what a machine built before takes the place of what the build makes";

/// The finding for a broad copy of a context of which too little is known.
pub(super) fn nothing_known(needs: &[Need], obstacle: &Obstacle) -> Vec<Finding> {
    let copy = needs
        .iter()
        .find(|need| need.is_copied && !need.is_unresolved && need.source.is_whole_context());
    let finding = |copy: &Need| Finding {
        lines: copy.lines,
        message: format!("`{}` copies the whole build context", copy.shown),
        why: CLUTTER.to_owned(),
        verdict: held_back(obstacle),
        evidence: Vec::new(),
        secrets: Vec::new(),
    };
    copy.map(finding).into_iter().collect()
}

impl Report<'_> {
    /// At most one finding with what is proven, one for secrets, one for what rests on an assumption, and one for
    /// each reason to hold back.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let proven: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| line.proof == Proof::Holds)
            .collect();
        if !proven.is_empty() {
            findings.push(self.proven(&proven));
        }
        for is_secret in [true, false] {
            let assumed = self
                .lines
                .iter()
                .filter(|line| (line.class == Class::Secret) == is_secret);
            let assumed: Vec<&Line> = assumed.filter(|line| line.assumption().is_some()).collect();
            findings.extend(self.assumed(&proven, &assumed));
        }
        findings.extend(self.held_back());
        findings
    }

    /// The findings where the file lists what is allowed: it is never edited.
    pub(super) fn allow_list(&self) -> Vec<Finding> {
        let secrets = self.lines.iter().filter(|line| line.class == Class::Secret);
        let lines: Vec<&Line> = secrets.filter(|line| !line.present.is_empty()).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let detail = format!(
            "`{}` lists what is allowed, and such a file is never edited",
            self.scene.file.path
        );
        let verdict = held_back(&Obstacle::new(Reason::AllowListIgnoreFile, detail));
        vec![self.finding(self.copies(&lines), SECRET, verdict, &lines)]
    }

    fn proven(&self, lines: &[&Line]) -> Finding {
        let file = &self.scene.file;
        let message = match file.text {
            None => format!(
                "`{}` copies the whole build context, and no `{}` keeps anything out",
                self.copy.shown, file.path
            ),
            Some(_) => format!(
                "`{}` copies what `{}` does not keep out: {}",
                self.copy.shown,
                file.path,
                names(lines)
            ),
        };
        let message = if self.copy.source.is_whole_context() {
            message
        } else {
            self.copies(lines)
        };
        self.finding(
            message,
            CLUTTER,
            self.fix(Applicability::Safe, self.change(lines)),
            lines,
        )
    }

    /// The fix also holds the proven lines, so that it can be applied first; the ones before it then change nothing.
    fn assumed(&self, proven: &[&Line], assumed: &[&Line]) -> Option<Finding> {
        let first = assumed.first()?;
        let mut assumptions: Vec<&str> = assumed
            .iter()
            .filter_map(|line| line.assumption())
            .collect();
        assumptions.dedup();
        let chosen: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| proven.contains(line) || assumed.contains(line))
            .collect();
        let verdict = self.fix(
            Applicability::Unsafe(assumptions.join(", and ")),
            self.change(&chosen),
        );
        let is_there = assumed.iter().any(|line| !line.present.is_empty());
        let message = if is_there {
            self.copies(assumed)
        } else {
            format!("`{}` would copy {}", self.copy.shown, names(assumed))
        };
        Some(self.finding(message, why(first.class), verdict, assumed))
    }

    fn held_back(&self) -> Vec<Finding> {
        let mut by_obstacle: BTreeMap<(Reason, &str), Vec<&Line>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| !line.present.is_empty()) {
            if let Some(obstacle) = line.obstacle() {
                by_obstacle
                    .entry((obstacle.reason, &obstacle.detail))
                    .or_default()
                    .push(line);
            }
        }
        let finding = |((reason, detail), lines): ((Reason, &str), Vec<&Line>)| {
            let class = lines.first().map_or(Class::Clutter, |line| line.class);
            let mut finding = self.finding(
                self.copies(&lines),
                why(class),
                held_back(&Obstacle::new(reason, detail)),
                &lines,
            );
            // A line that is not proven stands here for people, and in no file.
            let texts = lines.iter().flat_map(|line| &line.texts);
            let texts: Vec<String> = texts.map(|text| format!("`# {text}`")).collect();
            let shown = texts.get(..MOST_NAMES).unwrap_or(&texts);
            finding
                .evidence
                .push(format!("a line for you to decide: {}", shown.join(", ")));
            finding
        };
        by_obstacle.into_iter().map(finding).collect()
    }

    fn change(&self, lines: &[&Line]) -> FileChange {
        with_lines(&self.scene.file, lines)
    }

    fn fix(&self, applicability: Applicability, change: FileChange) -> Verdict {
        Verdict::Fix(Fix {
            applicability,
            edits: Vec::new(),
            files: vec![change],
            follow_up: Vec::new(),
        })
    }

    fn copies(&self, lines: &[&Line]) -> String {
        format!("`{}` copies {}", self.copy.shown, names(lines))
    }

    fn finding(&self, message: String, why: &str, verdict: Verdict, lines: &[&Line]) -> Finding {
        let present = lines.iter().flat_map(|line| &line.present);
        let mut evidence: Vec<String> = present
            .take(MOST_NAMES)
            .map(|path| format!("`{path}` lies in the build context"))
            .collect();
        if matches!(verdict, Verdict::Fix(_)) {
            evidence.push("nothing that is copied or mounted by its name is left out".to_owned());
        }
        Finding {
            lines: self.copy.lines,
            message,
            why: why.to_owned(),
            verdict,
            evidence,
            secrets: Vec::new(),
        }
    }
}

/// A message lists no more names than this.
const MOST_NAMES: usize = 5;

/// What lies in the context, or, where nothing does, the lines.
fn names(lines: &[&Line]) -> String {
    let present = lines.iter().flat_map(|line| &line.present);
    let texts = lines.iter().flat_map(|line| &line.texts);
    let mut all: Vec<String> = present.map(|path| format!("`{path}`")).collect();
    if all.is_empty() {
        all.extend(texts.map(|text| format!("`{text}`")));
    }
    let shown = all.get(..MOST_NAMES).unwrap_or(&all);
    let more = all.len() - shown.len();
    match shown {
        _ if more > 0 => format!("{} and {more} more", shown.join(", ")),
        [firsts @ .., last] if !firsts.is_empty() => format!("{} and {last}", firsts.join(", ")),
        _ => shown.join(", "),
    }
}

fn why(class: Class) -> &'static str {
    match class {
        Class::Clutter => CLUTTER,
        Class::Output => OUTPUT,
        Class::Secret => SECRET,
    }
}

fn held_back(obstacle: &Obstacle) -> Verdict {
    Verdict::HeldBack {
        reason: obstacle.reason,
        detail: obstacle.detail.clone(),
    }
}
