//! What stands in front of a program is taken off, and kept visible.

use shell::{Command, Script};

fn first(text: &str) -> Command {
    let script = Script::parse(text);
    assert!(script.is_understood, "{text}: {:?}", script.why);
    let command = script.commands.first();
    command.map_or_else(Command::default, |command| Command::clone(command))
}

fn words(command: &Command) -> String {
    command
        .words
        .iter()
        .map(|word| word.raw.clone())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn wrappers_are_taken_off() {
    for (text, wrappers, expected, user) in [
        ("sudo apt-get update", "sudo", "apt-get update", ""),
        ("sudo -Eu app -H A=b make x", "sudo", "make x", "app"),
        ("sudo --user=app -- make", "sudo", "make", "app"),
        ("env -i A=b make", "env", "make", ""),
        ("exec gosu app:app \"$@\"", "exec gosu", "\"$@\"", "app:app"),
        ("su-exec 1000 node a.js", "su-exec", "node a.js", "1000"),
        ("time nice -n 10 nohup make", "time nice nohup", "make", ""),
        ("timeout -k 5 10s curl x", "timeout", "curl x", ""),
        ("command ls", "command", "ls", ""),
        ("command -v ls", "", "command -v ls", ""),
        ("/sbin/tini -g -- node a", "tini", "node a", ""),
        (
            "dumb-init --rewrite 15:3 -- node a",
            "dumb-init",
            "node a",
            "",
        ),
        ("xargs -0 -n 1 rm -f", "xargs", "rm -f", ""),
        ("xargs", "", "xargs", ""),
        (
            "setpriv --reuid=app --clear-groups node",
            "setpriv",
            "node",
            "app",
        ),
        ("runuser -u app -- make x", "runuser", "make x", "app"),
        ("doas -u app make", "doas", "make", "app"),
        ("chpst -u app:app make", "chpst", "make", "app:app"),
        ("sh -c 'make x'", "sh", "make x", ""),
        ("bash -exo pipefail -c 'make x'", "bash", "make x", ""),
        ("bash -eo pipefail -lc \"make x\"", "bash", "make x", ""),
        ("bash -o pipefail -c 'make x'", "bash", "make x", ""),
        ("/bin/sh -ec 'make x' -- a b", "sh", "make x", ""),
        (
            "sudo -u app sh -c \"make \\\"$A\\\"\"",
            "sudo sh",
            "make \"$A\"",
            "app",
        ),
        ("su - app -c 'make x'", "su", "make x", "app"),
        ("su -c 'make x' app", "su", "make x", "app"),
        ("su app -s /bin/bash -c \"make x\"", "su", "make x", "app"),
        ("sh -c 'bash -c \"make x\"'", "sh bash", "make x", ""),
        ("sh -c \"$SCRIPT\"", "sh", "$SCRIPT", ""),
        ("sh install.sh", "", "sh install.sh", ""),
        ("exec > log", "", "exec", ""),
        ("busybox sh -c 'make'", "busybox sh", "make", ""),
    ] {
        let command = first(text);
        let programs: Vec<_> = command
            .wrappers
            .iter()
            .map(|wrapper| wrapper.program.as_str())
            .collect();
        assert_eq!(programs.join(" "), wrappers, "{text}");
        assert_eq!(words(&command), expected, "{text}");
        let of = command.user().map(|user| user.value().to_owned());
        assert_eq!(of.unwrap_or_default(), user, "{text}");
    }
}

#[test]
fn inner_scripts_keep_exact_places_where_the_quotes_are_plain() {
    for (text, is_exact) in [
        ("a && sh -c 'b c && d $E' f", true),
        ("a && sh -c \"b c && d $E\"", true),
        ("a && sh -c \"b \\\"c\\\" && d $E\"", false),
        ("a && sh -c 'b c && d '\\''e'\\'", false),
        ("a && su app -c 'sh -c \"b c && d $E\"'", true),
    ] {
        let script = Script::parse(text);
        assert!(script.is_understood, "{text}: {:?}", script.why);
        assert_eq!(script.commands.len(), 3, "{text}: {:?}", script.commands);
        for command in script.commands.iter().skip(1) {
            assert_eq!(command.is_exact, is_exact, "{text}");
            for word in &command.words {
                assert_eq!(word.span.of(text) == word.raw, is_exact, "{text}: {word:?}");
            }
        }
    }
}

#[test]
fn an_inner_script_that_cannot_be_read_makes_the_whole_not_understood() {
    let text = "a && sh -c 'if b'";
    let why = Script::parse(text).why;
    assert!(why.is_some_and(|why| why.span.start >= 12 && why.span.end <= text.len()));
}

#[test]
fn substitutions_inside_an_inner_script_are_read_once() {
    let script = Script::parse("x \"$(y)\"; sh -c \"a $(b) && c\"");
    let names: Vec<_> = script
        .commands
        .iter()
        .filter_map(|command| command.program())
        .collect();
    assert_eq!(names, ["x", "y", "a", "b", "c"]);
    assert_eq!(
        script
            .commands
            .iter()
            .map(|command| command.parent)
            .collect::<Vec<_>>(),
        [None, Some(0), None, Some(2), None,]
    );
}

#[test]
fn the_exec_form_is_one_command() {
    let exec = |words: &[&str]| {
        Script::from_exec(
            &words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    let plain = exec(&["node", "$HOME", "a b", "*"]);
    let values: Vec<_> = plain
        .commands
        .iter()
        .flat_map(|command| &command.words)
        .map(shell::Word::value)
        .collect();
    assert_eq!(values, ["node", "$HOME", "a b", "*"]);
    let inner = exec(&["tini", "--", "sh", "-c", "exec node \"$A\""]);
    let names: Vec<_> = inner
        .commands
        .iter()
        .map(|command| words(command))
        .collect();
    assert_eq!(names, ["node \"$A\""]);
    assert!(exec(&[]).is_understood);
    assert!(!exec(&["sh", "-c", "if"]).is_understood);
}
