//! What is removed leaves no trace in what stays.

use super::*;

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
        ("ARG x\n# syntax=y\nFROM a\n", 0, "\n# syntax=y\nFROM a\n"),
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
