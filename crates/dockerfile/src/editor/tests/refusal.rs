//! What cannot be done, or does harm, is refused.

use super::*;

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

/// Found by fuzzing: the pair that stays begins with two dashes.
#[test]
fn a_pair_does_not_become_a_flag() {
    let document = Document::parse("FROM a\nENV A=1 --B=2\n");
    assert_eq!(document.problems, []);
    let mut editor = Editor::new(&document);
    editor.remove_pair(1, 0);
    let refused = editor.finish().unwrap_err();
    assert_eq!(
        refused,
        EditError::BecomesFlag {
            line: 2,
            word: "--B".to_owned()
        }
    );
}

/// Found by fuzzing: lines that hold only the escape character, behind what stays or with blank lines besides.
#[test]
fn pairs_around_a_bare_line_stay() {
    for (text, removed) in [
        ("FROM a\nARG A \\\n\\\n\n  B\n", 0),
        ("FROM a\nARG A \\\n\\\n  B\n", 1),
    ] {
        let document = Document::parse(text);
        assert_eq!(document.problems, []);
        let mut editor = Editor::new(&document);
        editor.remove_pair(1, removed);
        assert_eq!(
            editor.finish().unwrap_err(),
            EditError::BareLine { line: 3 }
        );
    }
}

/// Found by fuzzing: without its last escape character, the line ends in another one.
#[test]
fn nothing_follows_a_line_that_stays_continued() {
    let document = Document::parse("FROM a\\ \\");
    assert_eq!(document.problems, []);
    let mut editor = Editor::new(&document);
    editor.insert_after(0, user());
    assert_eq!(
        editor.finish().unwrap_err(),
        EditError::BareLine { line: 1 }
    );
}

/// Found by fuzzing: what stays would end in the escape character.
#[test]
fn a_pair_that_would_continue_the_line_stays_in_its_place() {
    let document = Document::parse("FROM a\nARG A\\\t B\nUSER c\n");
    assert_eq!(document.problems, []);
    let mut editor = Editor::new(&document);
    editor.remove_pair(1, 1);
    assert_eq!(
        editor.finish().unwrap_err(),
        EditError::BareLine { line: 2 }
    );
}
