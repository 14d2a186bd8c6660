//! Flags go where Docker reads them.

use super::*;

#[test]
fn a_flag_goes_after_the_keyword_and_the_flags_that_are_there() {
    for (instruction, expected) in [
        ("RUN b", "RUN --link b"),
        ("RUN  b", "RUN --link  b"),
        ("run\tb", "run --link\tb"),
        ("RUN --a=1 --b c", "RUN --a=1 --b --link c"),
        ("RUN [\"b\", \"c\"]", "RUN --link [\"b\", \"c\"]"),
        ("RUN \\\n  b", "RUN --link \\\n  b"),
        ("RUN\\\n  b", "RUN --link\\\n  b"),
        (
            "RUN --a \\\n  # why\n  --b \\\n  c",
            "RUN --a \\\n  # why\n  --b --link \\\n  c",
        ),
        ("RU\\\nN b", "RU\\\nN --link b"),
        ("RUN -- b", "RUN --link -- b"),
        ("RUN <<EOF\nx\nEOF", "RUN --link <<EOF\nx\nEOF"),
        ("ONBUILD RUN b", "ONBUILD RUN --link b"),
    ] {
        // Which flags an instruction may have is no concern of the editor.
        let document = Document::parse(format!("FROM a\n{instruction}\nUSER b\n"));
        let mut editor = Editor::new(&document);
        editor.add_flag(1, "--link");
        let after = apply(&document.text, &editor.finish().unwrap());
        assert_eq!(after, format!("FROM a\n{expected}\nUSER b\n"));
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
