use super::*;
use crate::{Command, apply};

/// The text after `change`, which `verify` must accept.
fn edited(text: &str, change: impl FnOnce(&mut Editor<'_>)) -> String {
    let document = Document::parse(text);
    assert_eq!(document.problems, [], "{text}");
    let mut editor = Editor::new(&document);
    change(&mut editor);
    let edits = editor.finish().unwrap();
    let after = verify(&document, &edits).unwrap_or_else(|breach| {
        panic!("{breach}\n--- after:\n{}", apply(text, &edits));
    });
    after.text
}

fn user() -> New {
    New::instruction("USER", ["1000"])
}

#[test]
fn a_flag_goes_after_the_keyword_and_the_flags_that_are_there() {
    for (instruction, expected) in [
        ("RUN a", "RUN --f a"),
        ("RUN  a", "RUN --f  a"),
        ("run\ta", "run --f\ta"),
        ("RUN --x=1 --y a", "RUN --x=1 --y --f a"),
        ("RUN [\"a\", \"b\"]", "RUN --f [\"a\", \"b\"]"),
        ("RUN \\\n  a", "RUN --f \\\n  a"),
        ("RUN\\\n  a", "RUN --f\\\n  a"),
        (
            "RUN --x \\\n  # why\n  --y \\\n  a",
            "RUN --x \\\n  # why\n  --y --f \\\n  a",
        ),
        ("RU\\\nN a", "RU\\\nN --f a"),
        ("RUN -- a", "RUN --f -- a"),
        ("RUN <<EOF\nx\nEOF", "RUN --f <<EOF\nx\nEOF"),
        ("ONBUILD RUN a", "ONBUILD RUN --f a"),
    ] {
        let text = format!("FROM a\n{instruction}\nUSER b\n").replace("--f", "--network=none");
        let text = text
            .replace("--x=1", "--mount=target=/a")
            .replace("--x", "--mount=target=/a");
        let text = text.replace("--y", "--mount=target=/b");
        let expected = format!("FROM a\n{expected}\nUSER b\n").replace("--f", "--network=none");
        let expected = expected.replace("--x=1", "--mount=target=/a");
        let expected = expected
            .replace("--x", "--mount=target=/a")
            .replace("--y", "--mount=target=/b");
        assert_eq!(
            edited(&text, |editor| editor.add_flag(1, "--network=none")),
            expected
        );
    }
}

#[test]
fn two_flags_keep_their_order() {
    let text = edited("FROM a\nRUN b", |editor| {
        editor.add_flag(1, "--mount=target=/a");
        editor.add_flag(1, "--mount=target=/b");
    });
    assert_eq!(text, "FROM a\nRUN --mount=target=/a --mount=target=/b b");
}

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

#[test]
fn an_instruction_is_removed_with_its_lines_and_nothing_else() {
    for (text, at, expected) in [
        ("FROM a\nCMD b\nUSER c\n", 1, "FROM a\nUSER c\n"),
        ("FROM a\r\nCMD b\r\n", 1, "FROM a\r\n"),
        ("FROM a\nCMD b", 1, "FROM a"),
        ("FROM a\r\nCMD b", 1, "FROM a"),
        ("FROM a\n# x\nCMD b\nUSER c\n", 1, "FROM a\n# x\nUSER c\n"),
        (
            "FROM a\nRUN b \\\n  # x\n\n  c\nUSER c\n",
            1,
            "FROM a\nUSER c\n",
        ),
        ("FROM a\nRUN <<E\nx\nE\nUSER c\n", 1, "FROM a\nUSER c\n"),
        ("FROM a\nRUN b \\\n", 1, "FROM a\n"),
        ("FROM a\n\nCMD b\n\nUSER c\n", 1, "FROM a\n\nUSER c\n"),
        ("FROM a\n\nCMD b\nUSER c\n", 1, "FROM a\n\nUSER c\n"),
        ("FROM a\n\nCMD b\n", 1, "FROM a\n"),
        ("FROM a\n\n\nCMD b", 1, "FROM a\n"),
        ("\u{feff}ARG x\nFROM a\n", 0, "\u{feff}FROM a\n"),
    ] {
        assert_eq!(edited(text, |editor| editor.remove(at)), expected, "{text}");
    }
}

#[test]
fn neighbours_can_go_together() {
    let text = edited("FROM a\n\nENV b=1\n\nENV c=1\nENV d=1", |editor| {
        editor.remove(1);
        editor.remove(2);
        editor.remove(3);
    });
    assert_eq!(text, "FROM a");
}

#[test]
fn what_is_inserted_beside_a_removed_instruction_takes_its_place() {
    let text = edited("FROM a\n# x\n  CMD b\nEXPOSE 1\n", |editor| {
        editor.remove(1);
        editor.insert_after(1, New::instruction("CMD", ["c"]));
    });
    assert_eq!(text, "FROM a\n# x\n  CMD c\nEXPOSE 1\n");
}

#[test]
fn a_pair_goes_and_the_others_keep_their_lines() {
    for (text, removed, expected) in [
        ("ENV a=1 b=2 c=3", &[0][..], "ENV b=2 c=3"),
        ("ENV a=1  b=2   c=3", &[1], "ENV a=1   c=3"),
        ("ENV a=1 b=2 c=3", &[2], "ENV a=1 b=2"),
        ("ENV a=1 b=2 c=3", &[0, 1], "ENV c=3"),
        ("ENV a=1 b=2 c=3", &[0, 2], "ENV b=2"),
        (
            "ENV a=1 \\\n    b=2 \\\n    c=3",
            &[0],
            "ENV b=2 \\\n    c=3",
        ),
        (
            "ENV a=1 \\\n    b=2 \\\n    c=3",
            &[1],
            "ENV a=1 \\\n    c=3",
        ),
        (
            "ENV a=1 \\\n    b=2 \\\n    c=3",
            &[2],
            "ENV a=1 \\\n    b=2",
        ),
        ("ENV a=1 \\\n    b=2 \\\n    c=3", &[0, 1], "ENV c=3"),
        ("ENV a=1 \\\n    b=2 \\\n    c=3", &[1, 2], "ENV a=1"),
        ("ENV \\\n  a=1 \\\n  b=2", &[0], "ENV \\\n  b=2"),
        ("ENV \\\n  a=1 \\\n  b=2", &[1], "ENV \\\n  a=1"),
        ("ENV a=1 \\\n  # x\n  b=2", &[0], "ENV \\\n  # x\n  b=2"),
        ("ENV a=1 \\\n  # x\n  b=2", &[1], "ENV a=1\n  # x"),
        (
            "ENV a=1 \\\n  # x\n  b=2 \\\n  # y\n  c=3",
            &[1],
            "ENV a=1 \\\n  # x\n  # y\n  c=3",
        ),
        (
            "ENV a=1 \\\n  # x\n  b=2 \\\n  # y\n  c=3",
            &[1, 2],
            "ENV a=1\n  # x\n  # y",
        ),
        ("ENV a=1 b=2 \\\n  c=3 d=4", &[1], "ENV a=1 \\\n  c=3 d=4"),
        ("ENV a=1 b=2 \\\n  c=3 d=4", &[2], "ENV a=1 b=2 \\\n  d=4"),
        ("ENV a=1 b=2 \\\n  c=3 d=4", &[1, 2], "ENV a=1 \\\n  d=4"),
        ("ENV a=1 b=2 \\\n  c=3 d=4", &[1, 2, 3], "ENV a=1"),
        ("ENV a=\"1 \\\n  2\" \\\n  b=2", &[0], "ENV b=2"),
        ("ENV a=1 \\\n  b=\"1 \\\n  2\"", &[1], "ENV a=1"),
        ("ENV a=1 \\\n  b=2 \\\n", &[1], "ENV a=1\n"),
        ("ENV a=1\\\n  b=2", &[1], "ENV a=1"),
        ("ARG a b=2", &[0], "ARG b=2"),
        ("LABEL a=1 \\\n      b=2", &[0], "LABEL b=2"),
        ("ONBUILD ENV a=1 b=2", &[1], "ONBUILD ENV a=1"),
    ] {
        for (newline, end) in [("\n", "\nUSER c\n"), ("\n", ""), ("\r\n", "\r\nUSER c\r\n")] {
            if text.ends_with('\n') && !end.is_empty() {
                continue;
            }
            let whole = |text: &str| format!("FROM a\n{text}").replace('\n', newline) + end;
            let after = edited(&whole(text), |editor| {
                removed.iter().for_each(|&pair| editor.remove_pair(1, pair));
            });
            assert_eq!(after, whole(expected), "{text:?} {removed:?}");
        }
    }
}

#[test]
fn the_last_pair_takes_the_instruction_along() {
    for instruction in ["ENV a b c", "ENV a=1", "ENV a=1 \\\n b=2", "ARG a"] {
        let text = format!("FROM a\n{instruction}\nUSER c\n");
        let pairs = pairs::of(&Document::parse(text.as_str()).instructions[1]).len();
        let after = edited(&text, |editor| {
            (0..pairs).for_each(|pair| editor.remove_pair(1, pair));
        });
        assert_eq!(after, "FROM a\nUSER c\n");
    }
}

#[test]
fn a_word_is_replaced_in_its_own_quotes() {
    let replace = |text: &str, find: fn(&Kind) -> Word, new: &str| {
        let document = Document::parse(text);
        let word = find(&document.instructions[1].kind);
        edited(text, |editor| editor.replace(&word, new))
    };
    let first = |kind: &Kind| {
        let (Kind::Cmd(Command::Exec(words)) | Kind::Volume(words)) = kind else {
            panic!("{kind:?}");
        };
        words[0].clone()
    };
    let user = |kind: &Kind| {
        let Kind::User(user) = kind else {
            panic!("{kind:?}");
        };
        user.clone()
    };
    assert_eq!(
        replace("FROM a\nUSER b\n", user, "1000"),
        "FROM a\nUSER 1000\n"
    );
    assert_eq!(
        replace(
            "FROM a\nCMD [ \"b\", \"c\" ]\n",
            first,
            "say \"x\"\\\t\u{1}é"
        ),
        "FROM a\nCMD [ \"say \\\"x\\\"\\\\\\t\\u0001é\", \"c\" ]\n",
    );
    assert_eq!(
        replace("FROM a\nVOLUME [\"/b\"]\n", first, "/c"),
        "FROM a\nVOLUME [\"/c\"]\n"
    );
    assert_eq!(
        replace("FROM a\nVOLUME \"/b\"\n", first, "/c"),
        "FROM a\nVOLUME /c\n"
    );
}

#[test]
fn a_directive_is_set_in_its_place_or_on_the_first_line() {
    let set = |text: &str| {
        edited(text, |editor| {
            editor.set_directive("syntax", "docker/dockerfile:1")
        })
    };
    let line = "# syntax=docker/dockerfile:1";
    assert_eq!(set("FROM a\n"), format!("{line}\nFROM a\n"));
    assert_eq!(set("FROM a\r\n"), format!("{line}\r\nFROM a\r\n"));
    assert_eq!(set("\u{feff}FROM a\n"), format!("\u{feff}{line}\nFROM a\n"));
    assert_eq!(
        set("# escape=`\nFROM a\n"),
        format!("{line}\n# escape=`\nFROM a\n")
    );
    assert_eq!(set("# note\nFROM a\n"), format!("{line}\n# note\nFROM a\n"));
    assert_eq!(
        set("#Syntax = docker/dockerfile:0.1 \nFROM a\n"),
        "#Syntax = docker/dockerfile:1 \nFROM a\n",
    );
    let both = edited("FROM a\n", |editor| {
        editor.insert_before(0, New::instruction("ARG", ["X"]));
        editor.set_directive("syntax", "docker/dockerfile:1");
    });
    assert_eq!(both, format!("{line}\nARG X\nFROM a\n"));
}

#[test]
fn what_cannot_be_done_is_refused() {
    let document = Document::parse("FROM a\nUSER b\\\nc\nENV d=1\n");
    let refused = |change: &dyn Fn(&mut Editor<'_>)| {
        let mut editor = Editor::new(&document);
        change(&mut editor);
        editor.finish().unwrap_err().to_string()
    };
    let Kind::User(user) = &document.instructions[1].kind else {
        panic!("not a user");
    };
    assert_eq!(
        refused(&|editor| editor.replace(user, "1000")),
        "line 2: the word `bc` runs over a line continuation",
    );
    assert_eq!(
        refused(&|editor| {
            editor.replace_span(Span::new(0, 4), "x");
            editor.replace_span(Span::new(3, 6), "y");
        }),
        "line 1: two changes overlap",
    );
    assert_eq!(
        refused(&|editor| editor.replace_span(Span::new(3, 600), "y")),
        "the bytes 3 to 600 are not a part of the text",
    );
    assert_eq!(
        refused(&|editor| editor.remove(7)),
        EditError::Missing(7).to_string()
    );
    assert_eq!(
        refused(&|editor| editor.remove_pair(2, 1)),
        EditError::Missing(2).to_string()
    );
}

#[test]
fn verify_sees_what_an_edit_breaks() {
    for (text, find, new, expected) in [
        ("FROM a\nUSER b\n", "USER", "USRE", "`USRE` is not"),
        (
            "FROM a\nUSER b\nCMD c\n",
            "b",
            "b \\",
            "line 3: an instruction changed",
        ),
        ("FROM a\nRUN <<E\nx\nE\nCMD c\n", "x\nE", "x", "E"),
        ("FROM a\nRUN <<E\nUSER b\nE\n", "<<E", "true", "line"),
        (
            "ARG x\n# escape=`\nFROM a\n",
            "ARG x\n",
            "",
            "line 1: a parser directive changed",
        ),
        ("# escape=`\nFROM a\n", "# escape=`\n", "\n# escape=`\n", ""),
        (
            "FROM a\nRUN b\n# x\nUSER c\n",
            "b\n",
            "b \\\n",
            "line 4: an instruction",
        ),
    ] {
        let document = Document::parse(text);
        let start = text.find(find).unwrap();
        let edit = Edit {
            span: Span::new(start, start + find.len()),
            text: new.to_owned(),
        };
        let found =
            verify(&document, &[edit]).map_or_else(|breach| breach.to_string(), |_| String::new());
        assert!(
            found.contains(expected) && found.is_empty() == expected.is_empty(),
            "{text:?}: {found:?}"
        );
    }
    let document = Document::parse("FROM a\n");
    let edit = |start, end| Edit {
        span: Span::new(start, end),
        text: String::new(),
    };
    for edits in [
        vec![edit(5, 60)],
        vec![edit(3, 4), edit(1, 2)],
        vec![edit(1, 4), edit(2, 5)],
    ] {
        assert_eq!(verify(&document, &edits).err(), Some(Breach::Edits));
    }
}
