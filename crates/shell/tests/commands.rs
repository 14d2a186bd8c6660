//! What command lines are read as: one table a construct.

use shell::{Command, Operator, Place, RedirectionKind, Script};

/// The commands of `text` as `name arg arg`, the wrappers left out.
fn lines(script: &Script) -> Vec<String> {
    let words = |command: &Command| {
        command
            .words
            .iter()
            .map(|word| word.raw.clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    script
        .commands
        .iter()
        .map(|command| words(command))
        .collect()
}

fn understood(text: &str) -> Script {
    let script = Script::parse(text);
    assert!(script.is_understood, "{text}: {:?}", script.why);
    script
}

fn check(table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(lines(&understood(text)), *expected, "{text}");
    }
}

#[test]
fn every_construct_gives_its_commands_in_source_order() {
    check(&[
        (
            "a && b || c; d & e | f |& g",
            &["a", "b", "c", "d", "e", "f", "g"],
        ),
        (
            "if a; then b; elif c; then d; else e; fi",
            &["a", "b", "c", "d", "e"],
        ),
        (
            "for x in 1 2; do a $x; done; for x; do b; done",
            &["a $x", "b"],
        ),
        (
            "while a; do b; done; until c; do d; done",
            &["a", "b", "c", "d"],
        ),
        (
            "case $(uname) in x|y) a;; *) b; c ;; esac",
            &["uname", "a", "b", "c"],
        ),
        ("( a; b ) && { c; d; }", &["a", "b", "c", "d"]),
        ("echo $(a | b) `c`", &["echo $(a | b) `c`", "a", "b", "c"]),
        (
            "echo \"$(a \"$(b)\")\"",
            &["echo \"$(a \"$(b)\")\"", "a \"$(b)\"", "b"],
        ),
        ("f() { a; }; function g { b; }; f", &["a", "b", "f"]),
        ("A=$(a) B=2 b", &["b", "a"]),
        ("for x in $(a); do b; done", &["a", "b"]),
        ("diff <(a) <(b)", &["diff <(a) <(b)", "a", "b"]),
        ("cat <<E && b\n$(a)\nE\n", &["cat", "a", "b"]),
        ("! a && ! b", &["a", "b"]),
        ("for ((i=0; i<$(a); i++)); do b; done", &["a", "b"]),
        ("a # && b", &["a"]),
        ("", &[]),
        ("# only a comment", &[]),
        (":", &[":"]),
    ]);
}

#[test]
fn words_are_split_as_the_shell_does() {
    check(&[
        ("a 'b c' \"d e\" f\\ g", &["a 'b c' \"d e\" f\\ g"]),
        (
            "mkdir -p /a/{b,c}/d {} {e,f}",
            &["mkdir -p /a/{b,c}/d {} {e,f}"],
        ),
        (
            "find . -exec rm {} \\; -o -name '*'",
            &["find . -exec rm {} \\; -o -name '*'"],
        ),
        (
            "[ -n \"$A\" -a ! -e /x ] && [[ $a == b* && -z $c ]]",
            &["[ -n \"$A\" -a ! -e /x ]", "[[ $a == b* && -z $c ]]"],
        ),
        ("a > f b 2>&1 c < g", &["a b c"]),
        ("> f a b", &["a b"]),
        (
            "export A=b C=\"d e\" F && unset F",
            &["export A=b C=\"d e\" F", "unset F"],
        ),
        ("test a = b -a c == d", &["test a = b -a c == d"]),
        ("a \\\n  b \\\n  c", &["a b c"]),
        ("echo a#b #c", &["echo a#b"]),
    ]);
    for (text, count) in [
        ("mkdir -p /a/{b,c}/d {} {e,f}", 5),
        ("[ a != b ]", 5),
        ("find . -exec rm {} +", 6),
        ("echo a\"b\"'c'$d", 2),
    ] {
        assert_eq!(
            understood(text)
                .commands
                .first()
                .map(|command| command.words.len()),
            Some(count),
            "{text}"
        );
    }
}

#[test]
fn defects_of_the_grammar_are_mended() {
    check(&[
        (
            "apt-get install -y `# why` curl `# more`",
            &["apt-get install -y curl"],
        ),
        (
            "if [ ${V} \\< \"1.8\" ]; then a; fi",
            &["[ ${V} \\< \"1.8\" ]", "a"],
        ),
        (
            "time apt-get update && time -p npm i",
            &["apt-get update", "npm i"],
        ),
        (
            "ARCH=$(case $A in x86_64)echo amd64;; esac)",
            &["", "echo amd64"],
        ),
        ("run=\"$( \t scanelf -x )\"", &["", "scanelf -x"]),
    ]);
}

#[test]
fn what_the_shell_would_refuse_is_not_understood() {
    for text in [
        "a &&",
        "if a; then b",
        "a )",
        "\"a",
        "'a",
        "a | | b",
        "{ a",
        "case x in y) a",
        "a <<E\nx",
        "$(a",
        "done",
        "; a",
        "a;; b",
        "a; fi",
        "do a",
        "}",
        "a && && b",
        "`a",
    ] {
        let script = Script::parse(text);
        assert!(
            !script.is_understood && script.commands.is_empty(),
            "{text}: {script:?}"
        );
        assert!(
            script.why.is_some_and(|why| why.span.end <= text.len()),
            "{text}"
        );
    }
}

#[test]
fn bytes_the_grammar_passes_over_are_not_understood() {
    for text in ["a\r\nb", "a \u{c} b", "a \\ b"] {
        assert!(!Script::parse(text).is_understood, "{text:?}");
    }
}

#[test]
fn each_command_knows_what_joins_it() {
    let joined = |text| {
        let commands = understood(text).commands;
        commands
            .iter()
            .map(|command| command.operator)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        joined("a && b || c; d & e | f\ng"),
        [
            Operator::First,
            Operator::And,
            Operator::Or,
            Operator::Sequence,
            Operator::Background,
            Operator::Pipe,
            Operator::Sequence,
        ]
    );
    assert_eq!(
        joined("a > x && b < y | c"),
        [Operator::First, Operator::And, Operator::Pipe]
    );
    assert_eq!(
        joined("a && { b; c; }"),
        [Operator::First, Operator::And, Operator::Sequence]
    );
}

#[test]
fn what_a_script_that_succeeds_may_leave_out_is_conditional() {
    for (text, conditional) in [
        ("a && b && c", ""),
        ("a; b; c", ""),
        ("a && b || c", "bc"),
        ("a || b", "b"),
        ("a && b; c", "b"),
        ("a; b && c", ""),
        ("if a; then b; else c; fi; d", "bc"),
        ("if a; then b; elif c; then d; fi", "bcd"),
        ("for x in 1; do a; done; b", "a"),
        ("while a; do b; done", "b"),
        ("( a && b )", ""),
        ("( a && b ); c", "b"),
        ("f() { a; }; f", "a"),
        ("a | b && c", ""),
        ("a && b &", "b"),
    ] {
        let script = understood(text);
        let commands = script
            .commands
            .iter()
            .filter(|command| command.is_conditional);
        let names: String = commands
            .filter_map(|command| command.name().map(str::to_owned))
            .collect();
        assert_eq!(names, conditional, "{text}");
    }
}

#[test]
fn each_command_knows_what_it_stands_in() {
    let places = |text: &str, name: &str| {
        let commands = understood(text).commands;
        let found = commands.iter().find(|command| command.name() == Some(name));
        found
            .map(|command| command.places.clone())
            .unwrap_or_default()
    };
    assert_eq!(
        places("if x; then ( y ); fi", "y"),
        [Place::Branch, Place::Subshell]
    );
    assert_eq!(places("if x; then y; fi", "x"), [Place::Condition]);
    assert_eq!(
        places("a | while x; do y; done", "y"),
        [Place::PipelinePart, Place::Loop]
    );
    assert_eq!(places("while x; do y; done", "x"), [Place::LoopCondition]);
    assert_eq!(
        places("f() { x; }", "x"),
        [Place::Function("f".to_owned()), Place::Group]
    );
    assert_eq!(places("case a in b) x;; esac", "x"), [Place::Case]);
    assert_eq!(places("echo $(x)", "x"), [Place::Substitution]);
}

#[test]
fn pipelines_background_and_negation_are_noted() {
    let script = understood("a | b | c & ! d");
    let position = |index: usize| {
        script
            .commands
            .get(index)
            .and_then(|command| command.pipeline)
    };
    assert!(position(2).is_some_and(|position| (position.index, position.length) == (2, 3)));
    let background: Vec<_> = script
        .commands
        .iter()
        .map(|command| command.is_background)
        .collect();
    assert_eq!(background, [true, true, true, false]);
    assert!(
        position(3).is_none()
            && script
                .commands
                .last()
                .is_some_and(|command| command.is_negated)
    );
}

#[test]
fn redirections_belong_to_the_command_they_follow() {
    for (text, name, expected) in [
        ("a && b > f", "b", "Write:f"),
        ("a > f && b", "a", "Write:f"),
        ("a > f 2>&1", "a", "Write:f DuplicateOutput:1"),
        ("a | b >> \"f g\" | c", "b", "Append:\"f g\""),
        ("{ a; b; } > f", "a", "Write:f"),
        ("a <<< x", "a", "HereString:x"),
        ("a &> f", "a", "WriteBoth:f"),
        ("a 2>&-", "a", "Close:"),
        ("cat <<'E' > f\nx\nE", "cat", "Heredoc:'E' Write:f"),
    ] {
        let script = understood(text);
        let command = script
            .commands
            .iter()
            .find(|command| command.name() == Some(name));
        let redirections = command
            .map(|command| command.redirections.clone())
            .unwrap_or_default();
        let target =
            |redirection: &shell::Redirection| redirection.target.clone().unwrap_or_default().raw;
        let shown: Vec<_> = redirections
            .iter()
            .map(|it| format!("{:?}:{}", it.kind, target(it)))
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
}

#[test]
fn heredocs_hold_their_body() {
    let script = understood("cat <<-E | grep x && b\n\t$A x\n\tE\nc");
    let cat = script
        .commands
        .first()
        .and_then(|command| command.redirections.first());
    let heredoc = cat
        .filter(|it| it.kind == RedirectionKind::Heredoc)
        .and_then(|it| it.heredoc.clone());
    assert!(heredoc.is_some_and(|it| it.expands && it.strips_tabs && it.body == "\t$A x\n"));
    assert_eq!(lines(&script), ["cat", "grep x", "b", "c"]);
    assert_eq!(script.variables.len(), 1);
    let quoted = understood("cat <<'E' > f\n$A `b`\nE\n");
    assert!(quoted.variables.is_empty() && quoted.commands.len() == 1);
}

#[test]
fn variables_are_found_with_their_operator() {
    let text = "A=$B c \"${D:-$E}\" '$F' $((G + 1)) ${H%%x} > $I; for x in $J; do :; done";
    let script = understood(text);
    let shown: Vec<_> = script
        .variables
        .iter()
        .map(|it| format!("{}{}", it.name, it.operator.clone().unwrap_or_default()))
        .collect();
    assert_eq!(shown, ["B", "D:-", "E", "G", "H%%", "I", "J"]);
    let of_command: Vec<_> = script
        .commands
        .iter()
        .flat_map(|it| &it.variables)
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(of_command, ["B", "D", "E", "G", "H", "I"]);
    let quoted: Vec<_> = script
        .variables
        .iter()
        .filter(|it| it.is_quoted)
        .map(|it| it.span.of(text))
        .collect();
    assert_eq!(quoted, ["${D:-$E}", "$E"]);
}

#[test]
fn assignments_hold_name_and_value() {
    let script = understood("A=b C=\"d e\" E= F+=g cmd; H=(1 2)");
    let assignments = script
        .commands
        .iter()
        .flat_map(|command| &command.assignments);
    let shown: Vec<_> = assignments
        .map(|it| format!("{}:{:?}", it.name, it.value.literal()))
        .collect();
    assert_eq!(
        shown,
        [
            "A:Some(\"b\")",
            "C:Some(\"d e\")",
            "E:Some(\"\")",
            "F:Some(\"g\")",
            "H:None"
        ]
    );
    assert!(script.uses_bash);
}

#[test]
fn odd_heredocs_are_read_as_the_shell_does() {
    for (text, expected, variables, bodies) in [
        ("cat <<E\n\\$A x\nE\nb", "cat|b", "", "\\$A x\n"),
        (
            "cat <<-E\n\t$A \"x $B\"\n\tE\nb",
            "cat|b",
            "A B",
            "\t$A \"x $B\"\n",
        ),
        (
            "a <<E <<'F' && b\n$A\nE\n$B\nF\nc",
            "a|b|c",
            "A",
            "$A\n$B\n",
        ),
        (
            "x \"$(cat <<E\n$(y)'\nE\n)\"; z",
            "x \"$(cat <<E\n$(y)'\nE\n)\"|cat|y|z",
            "",
            "$(y)'\n",
        ),
        ("if a; then cat <<E; fi\nx\nE\n", "a|cat", "", "x\n"),
        ("cat <<E | sh\nx\nE", "cat|sh", "", "x\n"),
        ("cat <<E >f x\nb\nE", "cat x", "", "b\n"),
        ("a $((1 << 2)) # <<E", "a $((1 << 2))", "", ""),
        ("cat <<E\nE\n", "cat", "", ""),
        ("pecl install x <<'' && y", "pecl install x|y", "", ""),
        (
            "for x in 1; do cat <<E; done\n$x\nE\nb",
            "cat|b",
            "x",
            "$x\n",
        ),
    ] {
        let script = understood(text);
        assert_eq!(lines(&script).join("|"), expected, "{text}");
        let names: Vec<_> = script.variables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names.join(" "), variables, "{text}");
        assert!(
            script
                .variables
                .iter()
                .all(|it| it.span.of(text) == format!("${}", it.name)),
            "{text}"
        );
        let redirections = script
            .commands
            .iter()
            .flat_map(|command| &command.redirections);
        let heredocs = redirections.filter_map(|redirection| redirection.heredoc.as_ref());
        let read: String = heredocs.map(|heredoc| heredoc.span.of(text)).collect();
        assert_eq!(read, bodies, "{text}");
    }
}

/// The grammar takes the line behind some pipelines for theirs.
#[test]
fn no_command_is_lost_behind_a_line_end() {
    for text in [
        "a | b | c\nd && e",
        "a | b | c > f\nd && e",
        "a | b | $(c)\nd || e",
        "export A\n\\\nd",
    ] {
        let script = Script::parse(text);
        let is_there = script
            .commands
            .iter()
            .any(|command| command.name() == Some("d"));
        assert!(is_there || !script.is_understood, "{text}");
    }
}

#[test]
fn a_program_is_called_without_its_path() {
    let script = understood("curl; /usr/bin/curl; ./a/b.sh; bin/; $A; 'a b'/c");
    let programs: Vec<_> = script
        .commands
        .iter()
        .map(|command| command.program())
        .collect();
    assert_eq!(
        programs,
        [
            Some("curl"),
            Some("curl"),
            Some("b.sh"),
            Some(""),
            None,
            Some("c")
        ]
    );
}
