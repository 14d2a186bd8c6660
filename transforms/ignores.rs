//! Comments that silence findings: ours, and those that people already have for other tools.

use crate::{ALL, Transform, UnknownName, closest};
use dockerfile::{Comment, Document, Kind, Lines};

/// The ignore comments of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ignores {
    entries: Vec<Ignore>,
    /// Names of ours that no transform has.
    pub(crate) unknown: Vec<UnknownName>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Ignore {
    name: Name,
    scope: Scope,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    /// A transform.
    Ours(String),
    /// A rule of another tool, as [`canonical`] writes it.
    Foreign(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    File,
    Lines(Lines),
    Nothing,
}

/// How far a comment reaches by its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The whole file.
    File,
    /// The instruction below it.
    Next,
    /// The instruction below it; the whole file when it stands above the first one.
    NextOrFile,
}

impl Ignores {
    /// The ignore comments in `document`.
    pub(crate) fn read(document: &Document) -> Self {
        let mut ignores = Self::default();
        for comment in &document.comments {
            let text = document.slice(comment.span).trim_start_matches('#').trim();
            let (reach, names) = names_in(text);
            if names.is_empty() {
                continue;
            }
            let scope = scope(document, comment, reach);
            for name in names {
                ignores.note_unknown(comment.line, &name);
                ignores.entries.push(Ignore { name, scope });
            }
        }
        ignores
    }

    /// Whether a comment silences what `transform` finds on `lines`.
    pub(crate) fn silence(&self, transform: &dyn Transform, lines: Lines) -> bool {
        self.entries.iter().any(|ignore| {
            let is_meant = match &ignore.name {
                Name::Ours(name) => name == transform.name(),
                Name::Foreign(rule) => {
                    let rules = transform.foreign_rules().iter();
                    rules.copied().any(|own| canonical(own) == *rule)
                }
            };
            is_meant && reaches(ignore.scope, lines)
        })
    }

    fn note_unknown(&mut self, line: usize, name: &Name) {
        let Name::Ours(name) = name else { return };
        let names = ALL.iter().map(|transform| transform.name());
        if names.clone().all(|known| known != name) {
            self.unknown.push(UnknownName {
                line,
                name: name.clone(),
                suggestion: closest(name, names),
            });
        }
    }
}

fn reaches(scope: Scope, lines: Lines) -> bool {
    match scope {
        Scope::File => true,
        Scope::Lines(own) => own.first <= lines.last && lines.first <= own.last,
        Scope::Nothing => false,
    }
}

/// The names that a comment silences, and how far it reaches.
fn names_in(text: &str) -> (Reach, Vec<Name>) {
    if let Some(rest) = text.strip_prefix("harden:") {
        let list = rest
            .trim_start()
            .strip_prefix("ignore=")
            .unwrap_or_default();
        let list = list.split("--").next().unwrap_or_default();
        return (
            Reach::NextOrFile,
            split(list)
                .map(|name| Name::Ours(name.to_owned()))
                .collect(),
        );
    }
    // https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
    if let Some(rest) = text.strip_prefix("checkov:skip=") {
        return (
            Reach::File,
            foreign(rest.split(':').next().unwrap_or_default()),
        );
    }
    // https://trivy.dev/latest/docs/scanner/misconfiguration/config/config/#ignoring-findings
    if text.starts_with("trivy:ignore:") {
        let rules = text.split(char::is_whitespace);
        let rules = rules.map(|word| word.trim_start_matches('#'));
        let rules = rules.filter_map(|word| word.strip_prefix("trivy:ignore:"));
        return (Reach::Next, rules.flat_map(foreign).collect());
    }
    // https://github.com/hadolint/hadolint#ignoring-rules, https://github.com/wharflab/tally#inline-directives
    for tool in ["hadolint", "tally"] {
        let Some(rest) = text.strip_prefix(tool) else {
            continue;
        };
        let rest = rest.trim_start();
        let (reach, rest) = match rest.strip_prefix("global") {
            Some(rest) => (Reach::File, rest.trim_start()),
            None => (Reach::Next, rest),
        };
        let list = rest.strip_prefix("ignore=").unwrap_or_default();
        let list = list.split([';', ' ']).next().unwrap_or_default();
        return (reach, foreign(list));
    }
    (Reach::Next, Vec::new())
}

fn foreign(list: &str) -> Vec<Name> {
    split(list)
        .map(|rule| Name::Foreign(canonical(rule)))
        .collect()
}

fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// A rule's name in the one spelling we compare: `AVD-DS-0002` and `DS-0002` are one rule, and so are
/// `hadolint/DL3002` and `DL3002`.
fn canonical(rule: &str) -> String {
    let rule = rule.to_ascii_uppercase();
    let rule = rule.strip_prefix("AVD-").unwrap_or(&rule);
    rule.strip_prefix("HADOLINT/").unwrap_or(rule).to_owned()
}

fn scope(document: &Document, comment: &Comment, reach: Reach) -> Scope {
    let position = match comment.inside {
        Some(position) => Some(position),
        None => document
            .instructions
            .iter()
            .position(|instruction| comment.line < instruction.lines.first),
    };
    let is_above_the_first = position == Some(0) && comment.inside.is_none();
    match reach {
        Reach::File => return Scope::File,
        Reach::NextOrFile if is_above_the_first => return Scope::File,
        Reach::NextOrFile | Reach::Next => {}
    }
    let Some((position, instruction)) =
        position.and_then(|position| Some((position, document.instructions.get(position)?)))
    else {
        return Scope::Nothing;
    };
    if comment.inside.is_none() && !is_attached(document, comment.line, instruction.lines.first) {
        return Scope::Nothing;
    }
    Scope::Lines(Lines {
        first: instruction.lines.first,
        last: last_line_meant(document, position).max(instruction.lines.last),
    })
}

/// Whether nothing but comments stands between the comment on `line` and the instruction on `first`.
fn is_attached(document: &Document, line: usize, first: usize) -> bool {
    (line..first).all(|between| document.comments.iter().any(|other| other.line == between))
}

/// A comment above a `FROM` means its whole stage, one above anything else that instruction.
fn last_line_meant(document: &Document, position: usize) -> usize {
    let mut rest = document.instructions.iter().skip(position);
    let Some(instruction) = rest.next() else {
        return 0;
    };
    if !matches!(instruction.kind, Kind::From(_)) {
        return instruction.lines.last;
    }
    let stage = rest.take_while(|next| !matches!(next.kind, Kind::From(_)));
    stage.last().unwrap_or(instruction).lines.last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Finding, Target};

    struct Named;

    impl Transform for Named {
        fn name(&self) -> &'static str {
            "nonroot-user"
        }
        fn page(&self) -> &'static str {
            ""
        }
        fn foreign_rules(&self) -> &'static [&'static str] {
            &["DL3002", "CKV_DOCKER_3", "DS-0002"]
        }
        fn check(&self, _: &Target<'_>) -> Vec<Finding> {
            Vec::new()
        }
    }

    /// The lines of `text` on which a finding of `nonroot-user` is silenced.
    fn silent_lines(text: &str) -> Vec<usize> {
        let ignores = Ignores::read(&Document::parse(text));
        let lines = 1..=text.lines().count();
        lines
            .filter(|&line| {
                ignores.silence(
                    &Named,
                    Lines {
                        first: line,
                        last: line,
                    },
                )
            })
            .collect()
    }

    #[test]
    fn a_comment_silences_the_instruction_below_it() {
        let text = "FROM a\nRUN b\n# harden: ignore=nonroot-user -- it drops by itself\nUSER root\nRUN c\n";
        assert_eq!(silent_lines(text), [4]);
    }

    #[test]
    fn a_comment_at_the_top_silences_the_file() {
        assert_eq!(
            silent_lines("# harden: ignore=slim-base,nonroot-user\n\nFROM a\nRUN b\n"),
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn a_comment_above_a_from_silences_its_stage() {
        let text = "FROM a\nRUN b\n# harden: ignore=nonroot-user\nFROM c\nRUN d\nFROM e\n";
        assert_eq!(silent_lines(text), [4, 5]);
    }

    #[test]
    fn a_blank_line_between_comment_and_instruction_parts_them() {
        assert_eq!(
            silent_lines("FROM a\n# harden: ignore=nonroot-user\n\nUSER root\n"),
            [0; 0]
        );
    }

    #[test]
    fn the_comments_of_other_tools_count() {
        for comment in [
            "# hadolint ignore=DL3002",
            "#hadolint ignore=DL3008,DL3002",
            "# trivy:ignore:DS-0002",
            "#trivy:ignore:AVD-DS-0002",
            "# tally ignore=hadolint/DL3002;reason=later",
        ] {
            let text = format!("FROM a\n{comment}\nUSER root\nRUN b\n");
            assert_eq!(silent_lines(&text), [3], "{comment}");
        }
        for comment in [
            "# hadolint global ignore=DL3002",
            "# checkov:skip=CKV_DOCKER_3:later",
        ] {
            let text = format!("FROM a\n{comment}\nUSER root\n");
            assert_eq!(silent_lines(&text), [1, 2, 3], "{comment}");
        }
    }

    #[test]
    fn other_rules_and_other_comments_do_not_count() {
        for comment in [
            "# hadolint ignore=DL3008",
            "# checkov:skip=CKV_DOCKER_2",
            "# harden the image",
        ] {
            assert_eq!(
                silent_lines(&format!("FROM a\n{comment}\nUSER root\n")),
                [0; 0],
                "{comment}"
            );
        }
    }

    #[test]
    fn a_name_that_no_transform_has_is_noted() {
        let ignores = Ignores::read(&Document::parse(
            "FROM a\n# harden: ignore=maintainer-labels\nRUN b\n",
        ));
        let expected = UnknownName {
            line: 2,
            name: "maintainer-labels".to_owned(),
            suggestion: Some("maintainer-label"),
        };
        assert_eq!(ignores.unknown, [expected]);
    }
}
