//! New instructions look like those beside them.

use super::*;

#[test]
fn an_instruction_is_inserted_above_the_comments_of_another() {
    for (text, at, expected) in [
        ("FROM a\nCMD b\n", 1, "FROM a\nUSER 1000\nCMD b\n"),
        ("FROM a\nCMD b", 1, "FROM a\nUSER 1000\nCMD b"),
        ("FROM a\r\nCMD b\r\n", 1, "FROM a\r\nUSER 1000\r\nCMD b\r\n"),
        ("from a\ncmd b\n", 1, "from a\nuser 1000\ncmd b\n"),
        (
            "FROM a\n# x\n#y\nCMD b\n",
            1,
            "FROM a\nUSER 1000\n# x\n#y\nCMD b\n",
        ),
        (
            "FROM a\n# x\n\nCMD b\n",
            1,
            "FROM a\n# x\n\nUSER 1000\nCMD b\n",
        ),
        (
            "FROM a\n  ENV x=1\n  CMD b\n",
            2,
            "FROM a\n  ENV x=1\n  USER 1000\n  CMD b\n",
        ),
        (
            "FROM a\n  ENV x=1\nFROM b\n",
            2,
            "FROM a\n  ENV x=1\n  USER 1000\nFROM b\n",
        ),
        (
            "FROM a\nRUN b \\\n  # x\n\n  c\nCMD b\n",
            2,
            "FROM a\nRUN b \\\n  # x\n\n  c\nUSER 1000\nCMD b\n",
        ),
        (
            "FROM a\nRUN <<E\n# x\nE\nCMD b\n",
            2,
            "FROM a\nRUN <<E\n# x\nE\nUSER 1000\nCMD b\n",
        ),
        (
            "FROM a\n\u{a0}CMD b\n",
            1,
            "FROM a\nUSER 1000\n\u{a0}CMD b\n",
        ),
    ] {
        assert_eq!(
            edited(text, |editor| editor.insert_before(at, user())),
            expected
        );
    }
    let arg = || New::instruction("ARG", ["X=1"]);
    for (text, expected) in [
        ("\u{feff}FROM a\n", "\u{feff}ARG X=1\nFROM a\n"),
        ("# syntax=x\nFROM a\n", "# syntax=x\nARG X=1\nFROM a\n"),
        (
            "# syntax=x\n# note\nFROM a\n",
            "# syntax=x\nARG X=1\n# note\nFROM a\n",
        ),
    ] {
        assert_eq!(
            edited(text, |editor| editor.insert_before(0, arg())),
            expected
        );
    }
}

#[test]
fn an_instruction_is_inserted_under_another_and_its_heredocs() {
    for (text, at, expected) in [
        ("FROM a\nCMD b\n", 1, "FROM a\nCMD b\nUSER 1000\n"),
        ("FROM a\nCMD b", 1, "FROM a\nCMD b\nUSER 1000"),
        ("FROM a\r\nCMD b", 1, "FROM a\r\nCMD b\r\nUSER 1000"),
        ("FROM a\n  CMD b\n", 0, "FROM a\n  USER 1000\n  CMD b\n"),
        (
            "FROM a\nFROM b\n\tRUN c\n",
            1,
            "FROM a\nFROM b\n\tUSER 1000\n\tRUN c\n",
        ),
        (
            "FROM a\nCOPY <<E /x\n1\nE\n",
            1,
            "FROM a\nCOPY <<E /x\n1\nE\nUSER 1000\n",
        ),
        (
            "FROM a\nCOPY <<E /x\n1\nE",
            1,
            "FROM a\nCOPY <<E /x\n1\nE\nUSER 1000",
        ),
        (
            "FROM a\nRUN b \\\n  c\n# x\n",
            1,
            "FROM a\nRUN b \\\n  c\nUSER 1000\n# x\n",
        ),
        ("FROM a\nRUN b \\", 1, "FROM a\nRUN b \nUSER 1000"),
        ("FROM a\nRUN b \\\n", 1, "FROM a\nRUN b \nUSER 1000\n"),
        ("FROM a\nRUN b \\\\\n", 1, "FROM a\nRUN b \\\\\nUSER 1000\n"),
    ] {
        assert_eq!(
            edited(text, |editor| editor.insert_after(at, user())),
            expected
        );
    }
}

#[test]
fn what_is_inserted_at_one_place_keeps_its_order() {
    let text = edited("FROM a\nCMD b", |editor| {
        editor.insert_after(1, New::instruction("USER", ["1"]));
        editor.insert_after(1, New::instruction("USER", ["2"]));
        editor.insert_before(1, New::instruction("USER", ["3"]));
        editor.insert_before(1, New::instruction("USER", ["4"]));
    });
    assert_eq!(text, "FROM a\nUSER 3\nUSER 4\nCMD b\nUSER 1\nUSER 2");
}

#[test]
fn a_comment_and_a_blank_line_come_along() {
    let mut new = user();
    new.comment = Some("why\n\nand how".to_owned());
    new.blank_line_before = true;
    let both = |text: &str| {
        let before = edited(text, |editor| editor.insert_before(1, new.clone()));
        let after = edited(text, |editor| editor.insert_after(0, new.clone()));
        (before, after)
    };
    let inserted = "FROM a\n\n# why\n#\n# and how\nUSER 1000\nCMD b\n";
    assert_eq!(
        both("FROM a\nCMD b\n"),
        (inserted.to_owned(), inserted.to_owned())
    );
    let (before, _) = both("FROM a\n\nCMD b\n");
    assert_eq!(before, inserted);
    let (indented, _) = both("FROM a\n CMD b\n");
    assert_eq!(
        indented,
        "FROM a\n\n # why\n #\n # and how\n USER 1000\n CMD b\n"
    );
}

#[test]
fn the_commands_of_a_run_are_chained_as_the_file_does() {
    let run = || New::instruction("RUN", ["x", "y"]);
    for (text, expected) in [
        ("FROM a\n", "RUN x \\\n    && y"),
        ("FROM a\r\nRUN a \\\r\n  && b\r\n", "RUN x \\\r\n  && y"),
        ("FROM a\nRUN a && \\\n\tb && \\\n\tc\n", "RUN x && \\\n\ty"),
        ("# escape=`\nFROM a\nRUN a `\n && b\n", "RUN x `\n && y"),
        (
            "FROM a\nRUN a \\\n      b \\\n      c \\\n  && d\n",
            "RUN x \\\n  && y",
        ),
        ("FROM a\nRUN a \\\n      b\n", "RUN x \\\n      && y"),
        ("FROM a\n  RUN a \\\n    && b\n", "  RUN x \\\n    && y"),
        ("from a\nrun a\n", "run x \\\n    && y"),
    ] {
        let at = Document::parse(text).instructions.len() - 1;
        let after = edited(text, |editor| editor.insert_after(at, run()));
        let newline = if text.contains('\r') { "\r\n" } else { "\n" };
        assert_eq!(after, format!("{text}{expected}{newline}"), "{text}");
    }
}

/// Found by fuzzing: a line that holds only the escape character, then a comment, at the end of the file.
#[test]
fn every_continuation_that_the_end_cuts_off_goes() {
    for text in [
        "FROM a \\\n \\\n# why",
        "FROM a \\\n# why",
        "FROM a\nRUN x \\\n\\\n\\",
    ] {
        let at = Document::parse(text).instructions.len() - 1;
        let after = edited(text, |editor| editor.insert_after(at, user()));
        assert!(after.ends_with("\nUSER 1000"), "{after}");
    }
}
