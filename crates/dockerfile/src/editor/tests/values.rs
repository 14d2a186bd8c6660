//! Values and directives are replaced in their place.

use super::*;

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
