use super::*;
use crate::{
    Applicability, Bug, FileChange, Finding, Fix, Options, Origin, Outcome, Reason, Secret, Status,
    Verdict,
};
use context::{Context, Entry};
use dockerfile::{Document, Editor, Kind, Lines, New, Span};

/// A transform made of its name and what it finds.
struct Rule(&'static str, fn(&Document) -> Vec<Finding>);

impl Transform for Rule {
    fn name(&self) -> &'static str {
        self.0
    }
    fn page(&self) -> &'static str {
        ""
    }
    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        (self.1)(target.document)
    }
}

/// A context without files.
struct Bare;

impl Context for Bare {
    fn entries(&self, _: &str) -> Option<std::sync::Arc<[Entry]>> {
        Some(std::sync::Arc::default())
    }
    fn read(&self, _: &str) -> Option<String> {
        None
    }
}

/// The plan, whose document is always its text as it is read.
fn plan(text: &str, applies_unsafe: bool, transforms: &[&'static dyn Transform]) -> Plan {
    let document = Document::parse(text);
    let stages = dockerfile::stages(&document);
    let target = Target {
        path: "Dockerfile",
        path_in_context: Some("Dockerfile"),
        document: &document,
        stages: &stages,
        context: Some(&Bare),
        surroundings: None,
        siblings: &[],
        options: &Options::default(),
        applies_unsafe,
    };
    let plan = harden(&target, transforms);
    let read = plan.document.as_ref().unwrap_or(&document);
    assert_eq!(*read, Document::parse(plan.after.as_str()));
    plan
}

fn finding(lines: Lines, verdict: Verdict) -> Finding {
    Finding {
        lines,
        message: "it is so".to_owned(),
        why: "it matters".to_owned(),
        verdict,
        evidence: Vec::new(),
        secrets: Vec::new(),
    }
}

fn fix(editor: Editor<'_>) -> Fix {
    Fix {
        applicability: Applicability::Safe,
        edits: editor.finish().expect("the edits are sound"),
        files: Vec::new(),
        follow_up: Vec::new(),
    }
}

/// Gives every `RUN one` a line above it.
fn put_above(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (position, instruction) in document.instructions.iter().enumerate() {
        let is_new = position == 0 || document.instructions[position - 1].arguments() != "/new";
        if instruction.arguments() == "one" && is_new {
            let mut editor = Editor::new(document);
            editor.insert_before(position, New::instruction("WORKDIR", ["/new"]));
            findings.push(finding(instruction.lines, Verdict::Fix(fix(editor))));
        }
    }
    findings
}

/// Renames the user `old`.
fn rename(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for instruction in &document.instructions {
        if let Kind::User(word) = &instruction.kind
            && word.raw() == "old"
        {
            let mut editor = Editor::new(document);
            editor.replace(word, "new");
            findings.push(finding(instruction.lines, Verdict::Fix(fix(editor))));
        }
    }
    findings
}

const PUT_ABOVE: Rule = Rule("put-above", put_above);
const RENAME: Rule = Rule("rename", rename);

fn places(plan: &Plan) -> Vec<(&'static str, usize)> {
    plan.findings
        .iter()
        .map(|outcome: &Outcome| (outcome.transform, outcome.lines.first))
        .collect()
}

#[test]
fn findings_of_a_later_transform_have_the_lines_of_the_original() {
    let plan = plan("FROM a\nRUN one\nUSER old\n", false, &[&PUT_ABOVE, &RENAME]);
    assert_eq!(plan.after, "FROM a\nWORKDIR /new\nRUN one\nUSER new\n");
    assert_eq!(places(&plan), [("put-above", 2), ("rename", 3)]);
}

#[test]
fn a_finding_that_stays_open_speaks_of_the_file_as_it_is() {
    const COUNT: Rule = Rule("count", |document| {
        let detail = format!("{} instructions", document.instructions.len());
        let verdict = Verdict::HeldBack {
            reason: Reason::UnknownBase,
            detail,
        };
        vec![finding(document.instructions[0].lines, verdict)]
    });
    let plan = plan("FROM a\nRUN one\n", false, &[&COUNT, &PUT_ABOVE]);
    assert_eq!(plan.after, "FROM a\nWORKDIR /new\nRUN one\n");
    let detail = plan
        .findings
        .iter()
        .find_map(|outcome| match &outcome.status {
            Status::HeldBack { detail, .. } => Some(detail.as_str()),
            Status::Fixed { .. } | Status::Unsafe { .. } | Status::Suggestion(_) => None,
        });
    assert_eq!(detail, Some("2 instructions"));
}

#[test]
fn a_file_with_a_problem_is_left_as_it_is() {
    let plan = plan(
        "FROM a\nRUN one\nUSER old\nRAN x\n",
        false,
        &[&PUT_ABOVE, &RENAME],
    );
    assert_eq!((plan.before == plan.after, plan.findings.len()), (true, 0));
}

#[test]
fn a_file_that_keeps_changing_is_left_as_it_is() {
    const FLIP: Rule = Rule("flip", |document| {
        let instruction = &document.instructions[1];
        let word = instruction.logical.word(instruction.arguments);
        let mut editor = Editor::new(document);
        editor.replace(&word, if word.raw() == "one" { "two" } else { "one" });
        vec![finding(
            document.instructions[1].lines,
            Verdict::Fix(fix(editor)),
        )]
    });
    let plan = plan("FROM a\nUSER one\nUSER old\n", false, &[&FLIP, &RENAME]);
    assert_eq!(plan.before, plan.after);
    assert_eq!(
        plan.bugs,
        [Bug::NeverRests {
            transforms: vec!["flip"]
        }]
    );
    let dropped = |outcome: &Outcome| {
        matches!(
            outcome.status,
            Status::HeldBack {
                reason: Reason::FixDropped,
                ..
            }
        )
    };
    assert!(plan.findings.iter().all(dropped), "{:?}", plan.findings);
}

#[test]
fn a_fix_that_breaks_a_guard_is_dropped_and_the_rest_stands() {
    const BREAK: Rule = Rule("break", |document| {
        let instruction = &document.instructions[1];
        let fix = Fix {
            applicability: Applicability::Safe,
            edits: vec![dockerfile::Edit {
                span: Span::at(instruction.span.end),
                text: " \\".to_owned(),
            }],
            files: Vec::new(),
            follow_up: Vec::new(),
        };
        vec![finding(instruction.lines, Verdict::Fix(fix))]
    });
    let plan = plan("FROM a\nRUN one\nUSER old\n", false, &[&BREAK, &RENAME]);
    assert_eq!(plan.after, "FROM a\nRUN one\nUSER new\n");
    assert!(
        matches!(
            plan.bugs.as_slice(),
            [Bug::DroppedFix {
                transform: "break",
                ..
            }]
        ),
        "{:?}",
        plan.bugs
    );
    assert_eq!(places(&plan), [("break", 2), ("rename", 3)]);
}

#[test]
fn fixes_that_meet_take_turns() {
    /// Two fixes for one line: either alone is sound, together they overlap.
    const BOTH: Rule = Rule("both", |document| {
        let instruction = &document.instructions[1];
        let word = instruction.logical.word(instruction.arguments);
        let replace = |from: &str, to: &str| {
            word.raw().contains(from).then(|| {
                let mut editor = Editor::new(document);
                editor.replace(&word, &word.raw().replace(from, to));
                finding(instruction.lines, Verdict::Fix(fix(editor)))
            })
        };
        [replace("one", "1"), replace("two", "2")]
            .into_iter()
            .flatten()
            .collect()
    });
    let plan = plan("FROM a\nRUN one two\n", false, &[&BOTH]);
    assert_eq!(plan.after, "FROM a\nRUN 1 2\n");
    assert_eq!(places(&plan), [("both", 2), ("both", 2)]);
}

/// Wants an ignore file, if the file may be made.
const IGNORE_FILE: Rule = Rule("ignore-file", |document| {
    let fix = Fix {
        applicability: Applicability::Unsafe("nobody needs `.git`".to_owned()),
        edits: Vec::new(),
        files: vec![FileChange {
            origin: Origin::Context,
            path: ".dockerignore".to_owned(),
            before: None,
            after: ".git\n".to_owned(),
        }],
        follow_up: Vec::new(),
    };
    vec![finding(document.instructions[0].lines, Verdict::Fix(fix))]
});

#[test]
fn an_unsafe_fix_waits_for_unsafe() {
    let plan = plan("FROM a\n", false, &[&IGNORE_FILE]);
    assert!(!plan.changes());
    let assumption = "nobody needs `.git`".to_owned();
    assert_eq!(plan.findings[0].status, Status::Unsafe { assumption });
}

#[test]
fn a_fix_that_takes_a_file_for_another_text_is_dropped() {
    // The rule asks again for a file that is there by then: its own plan contradicts it.
    let plan = plan("FROM a\n", true, &[&IGNORE_FILE]);
    let planned: Vec<&str> = plan
        .files
        .iter()
        .map(|change| change.path.as_str())
        .collect();
    assert_eq!(planned, [".dockerignore"]);
    assert!(
        matches!(
            plan.bugs.as_slice(),
            [Bug::DroppedFix {
                transform: "ignore-file",
                ..
            }]
        ),
        "{:?}",
        plan.bugs
    );
}

#[test]
fn a_comment_silences_and_its_secrets_are_still_known() {
    const TELL: Rule = Rule("maintainer-label", |document| {
        let mut found = finding(
            document.instructions[1].lines,
            Verdict::Suggestion("do it".to_owned()),
        );
        found.secrets.push(Secret::new("hunter2"));
        vec![found]
    });
    let plan = plan(
        "FROM a\n# harden: ignore=maintainer-label\nUSER b\n",
        false,
        &[&TELL],
    );
    assert_eq!((plan.findings.len(), plan.silenced), (0, 1));
    assert_eq!(plan.secrets, [Secret::new("hunter2")]);
}
