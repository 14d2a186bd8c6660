//! What holds for every text, however odd.

use corpus::{Part, Real, Verdict};
use proptest::prelude::*;
use shell::{Command, Script, Span, Word};

/// Everything that must hold of what is read from `text`.
fn check(text: &str) {
    for script in [Script::parse(text), Script::parse_file(text)] {
        assert_eq!(script.is_understood, script.why.is_none());
        let in_text = |span: Span| text.get(span.start..span.end).is_some();
        assert!(script.why.iter().all(|why| in_text(why.span)), "{text:?}");
        assert!(
            script
                .variables
                .iter()
                .all(|variable| in_text(variable.span)),
            "{text:?}"
        );
        for (index, command) in script.commands.iter().enumerate() {
            check_command(command, index, text);
            let _ = (script.directory_at(index), script.exits_on_error_at(index));
        }
    }
}

fn check_command(command: &Command, index: usize, text: &str) {
    assert!(
        command.parent.is_none_or(|parent| parent < index),
        "{text:?}"
    );
    assert!(
        text.get(command.span.start..command.span.end).is_some(),
        "{text:?}"
    );
    let assigned = command
        .assignments
        .iter()
        .map(|assignment| &assignment.value);
    let targets = command
        .redirections
        .iter()
        .filter_map(|redirection| redirection.target.as_ref());
    for word in command.words.iter().chain(assigned).chain(targets) {
        let written = text.get(word.span.start..word.span.end);
        assert!(written.is_some(), "{word:?} in {text:?}");
        assert!(
            !command.is_exact || written == Some(&word.raw),
            "{word:?} in {text:?}"
        );
        assert!(
            word.variables.is_empty() || word.literal().is_none(),
            "{word:?} in {text:?}"
        );
    }
    let starts = command.words.iter().map(|word: &Word| word.span.start);
    assert!(!command.is_exact || starts.is_sorted(), "{text:?}");
    if let Some(call) = command.package_call() {
        assert!(
            call.packages
                .iter()
                .all(|package| package.span.end <= text.len()),
            "{text:?}"
        );
    }
}

/// Pieces that mean something to a shell, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b ",
        " ",
        "\n",
        "'",
        "\"",
        "`",
        "$",
        "$(",
        ")",
        "(",
        "{ ",
        "; }",
        "${",
        "}",
        "A=",
        "&&",
        "||",
        "|",
        ";",
        "&",
        ";;",
        "if ",
        "; then ",
        "; fi",
        "for x in ",
        "; do ",
        "; done",
        "case $x in ",
        ") ",
        " esac",
        "<<E\n",
        "E\n",
        "<<-'E'\n",
        "\nE\n",
        "> f",
        "2>&1",
        "<<<",
        "\\",
        "\\\n",
        "#",
        "$((",
        "))",
        "[ ",
        " ]",
        "[[ ",
        " ]]",
        "*",
        "é",
        "\t",
        "sh -c ",
        "su u -c '",
        "sudo -u ",
        "env A=b ",
        "apt-get install ",
        "pip install -r ",
        "-",
        "--x=",
        "=",
        "time ",
        "! ",
        "$A",
        "\"$@\"",
        "\r",
        "~",
        "exec ",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_row_of_shell_words_is_read_without_a_panic(text in soup()) {
        check(&text);
    }

    #[test]
    fn any_exec_form_is_read_without_a_panic(words in prop::collection::vec(soup(), 0..5)) {
        let script = Script::from_exec(&words);
        let text = words.join(" ");
        prop_assert!(script.commands.iter().all(|command| command.span.end <= text.len()));
    }
}

#[test]
fn damaged_files_are_read_without_a_panic() {
    let Some(mutants) = corpus::read::<Verdict>(Part::Mutants) else {
        return;
    };
    for mutant in mutants {
        let runs = mutant
            .instructions
            .iter()
            .flat_map(|instruction| &instruction.args);
        runs.for_each(|text| check(text));
        if let Some(content) = mutant.content.filter(|content| content.len() < 2000) {
            check(&content);
        }
    }
}

#[test]
fn whole_files_taken_for_scripts_are_read_without_a_panic() {
    let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    files
        .iter()
        .step_by(8)
        .for_each(|file| check(&file.content));
}

#[test]
fn deep_nesting_is_refused_and_long_lists_are_read() {
    for (open, close) in [
        ("(", ")"),
        ("$(", ")"),
        ("{ ", "; }"),
        ("if a; then ", "; fi"),
        ("[[ ! ", " ]]"),
        ("a \"$(", ")\""),
    ] {
        check(&format!("{}a{}", open.repeat(3000), close.repeat(3000)));
    }
    let list = vec!["a"; 20_000].join(" && ");
    let script = Script::parse(&list);
    assert!(script.is_understood && script.commands.len() == 20_000);
    let levels: String = (0..200)
        .map(|level| format!("cat <<E{level}\n$("))
        .collect();
    let ends: String = (0..200)
        .rev()
        .map(|level| format!(")\nE{level}\n"))
        .collect();
    check(&format!("{levels}a{ends}"));
    check(&format!("sh -c '{}'", "a && ".repeat(20_000) + "b"));
    check(&"!".repeat(5000));
    check(&"a <<E ".repeat(2000));
    check(&format!("[[ {} ]]", vec!["a"; 3000].join(" && ")));
    check(&format!(
        "echo $(({}))",
        "(".repeat(50_000) + "1" + &")".repeat(50_000)
    ));
}
