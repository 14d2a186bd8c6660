//! What a script sets for the commands that follow.

use shell::{Dialect, Directory, Script};

#[test]
fn set_e_counts_from_where_it_stands() {
    for (text, expected) in [
        ("set -e; a", true),
        ("set -eux && a", true),
        ("set -euo pipefail; a", true),
        ("set -o errexit; a", true),
        ("set -o pipefail; a", false),
        ("set -e; set +e; a", false),
        ("(set -e); a", false),
        ("a", false),
    ] {
        let script = Script::parse(text);
        assert_eq!(
            script.exits_on_error_at(script.commands.len() - 1),
            expected,
            "{text}"
        );
    }
}

#[test]
fn cd_moves_what_follows() {
    let known = |path: &str| Directory::Known(path.to_owned());
    for (text, expected) in [
        ("a", Directory::Start),
        ("cd /x && a", known("/x")),
        ("cd /x && cd y && a", known("/x/y")),
        ("cd x; a", known("x")),
        ("cd $X && a", Directory::Unknown),
        ("cd /x && cd - && a", Directory::Unknown),
        ("(cd /x && b) && a", Directory::Start),
        ("if b; then cd /x; fi; a", Directory::Unknown),
        ("cd /x || exit 1; a", known("/x")),
    ] {
        let script = Script::parse(text);
        assert_eq!(
            script.directory_at(script.commands.len() - 1),
            expected,
            "{text}"
        );
    }
}

#[test]
fn exports_and_settings_are_listed() {
    let script = Script::parse(
        "export A=\"b c\" D; E=1; F=2 cmd; read G; for H in 1; do :; done; : ${I:=2}",
    );
    let exports: Vec<_> = script
        .exports()
        .into_iter()
        .map(|it| (it.name, it.value.literal().map(str::to_owned)))
        .collect();
    assert_eq!(
        exports,
        [
            ("A".to_owned(), Some("b c".to_owned())),
            ("D".to_owned(), None)
        ]
    );
    let set: String = "ABCDEFGHI"
        .chars()
        .filter(|name| script.sets(&name.to_string()))
        .collect();
    assert_eq!(set, "ADEGHI");
}

#[test]
fn handing_over_to_the_arguments_is_seen() {
    for (text, expected) in [
        ("set -e\nexec \"$@\"\n", true),
        ("exec gosu app \"$@\"", true),
        ("exec /sbin/tini -- $@", true),
        ("exec node a.js \"$@\"", false),
        ("\"$@\"", false),
    ] {
        assert_eq!(Script::parse(text).execs_arguments(), expected, "{text}");
    }
}

#[test]
fn only_shells_are_read() {
    for (text, program, is_understood) in [
        ("#!/bin/sh\nset -e\nexec \"$@\"\n", Some("sh"), true),
        ("#!/usr/bin/env -S bash -e\na\n", Some("bash"), true),
        ("a\n", None, true),
    ] {
        let script = Script::parse_file(text);
        assert_eq!(script.is_understood, is_understood, "{text}");
        assert_eq!(
            script.shebang().map(|it| it.program.as_str()),
            program,
            "{text}"
        );
    }
    for text in [
        "#!/usr/bin/env python3\nprint(1)\n",
        "#!/bin/sh\r\na\r\n",
        "#!/usr/bin/fish\na\n",
    ] {
        assert!(!Script::parse_file(text).is_understood, "{text}");
    }
    assert!(!Script::parse_as("dir", Dialect::Windows).is_understood);
    assert!(!Script::parse_as("print(1)", Dialect::Other).is_understood);
}
