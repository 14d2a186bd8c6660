use super::*;

/// `v` is `a/b/c.tar.gz`, `empty` is empty, `partial` has a hole, `unset` has no value; all others are unknown.
fn variables(name: &str) -> Variable {
    match name {
        "v" => Variable::Set(Expansion::known("a/b/c.tar.gz")),
        "ports" => Variable::Set(Expansion::known("80 443")),
        "empty" => Variable::Set(Expansion::default()),
        "partial" => Variable::Set(Expansion {
            text: "x-${tag}".to_owned(),
            unknown: vec!["tag".to_owned()],
        }),
        "unset" => Variable::Unset,
        _ => Variable::Unknown,
    }
}

fn text(word: &str) -> String {
    match expand(word, Escape::Backslash, &variables) {
        Ok(expansion) if expansion.is_known() => expansion.text,
        Ok(expansion) => format!("{} ? {}", expansion.text, expansion.unknown.join(",")),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn a_word_says_what_docker_reads() {
    for (word, expected) in [
        ("plain", "plain"),
        ("$v", "a/b/c.tar.gz"),
        ("${v}x", "a/b/c.tar.gzx"),
        (r"\$v", "$v"),
        ("'$v'", "$v"),
        (r#""$v""#, "a/b/c.tar.gz"),
        (r#""\$v \a \" \\""#, r#"$v \a " \"#),
        ("a\\", "a"),
        ("$", "$"),
        ("a$ b", "a$ b"),
        ("$1$@x", "x"),
        ("$$x", "x"),
        ("é$v", "éa/b/c.tar.gz"),
        ("${v#*/}", "b/c.tar.gz"),
        ("${v##*/}", "c.tar.gz"),
        ("${v%.*}", "a/b/c.tar"),
        ("${v%%.*}", "a/b/c"),
        ("${v#z}", "a/b/c.tar.gz"),
        ("${v/\\//-}", "a-b/c.tar.gz"),
        ("${v//\\//-}", "a-b-c.tar.gz"),
        ("${v//?/-}", "------------"),
        ("${v/*/x}", "x"),
        ("${empty:-d}", "d"),
        ("${empty-d}", ""),
        ("${empty:+a}", ""),
        ("${empty+a}", "a"),
        ("${v:-d}", "a/b/c.tar.gz"),
        ("${v:+'q r'}", "q r"),
        ("${unset:-d}", "d"),
        ("${unset-${v##*.}}", "gz"),
        ("${unset:+d}", ""),
        ("${v:?message}", "a/b/c.tar.gz"),
    ] {
        assert_eq!(text(word), expected, "{word}");
    }
}

#[test]
fn an_unknown_variable_stays_as_a_hole_and_is_named() {
    for (word, expected) in [
        ("a-$other", "a-${other} ? other"),
        (r#""$other"x"#, "${other}x ? other"),
        ("$unset", "${unset} ? unset"),
        ("${other:-d}", "${other:-d} ? other"),
        ("${other%%.*}", "${other%%.*} ? other"),
        ("${unset#x}", "${unset#x} ? unset"),
        ("${other/a/b}", "${other/a/b} ? other"),
        ("$partial", "x-${tag} ? tag"),
        ("${partial:-d}", "${partial:-d} ? tag"),
        ("${partial-d}", "x-${tag} ? tag"),
        ("${empty:-$other}$other", "${other}${other} ? other"),
        ("${v#$other}", "${v#$other} ? other"),
        ("${v//a/$other}", "${v//a/$other} ? other"),
    ] {
        assert_eq!(text(word), expected, "{word}");
    }
}

#[test]
fn what_docker_refuses_is_an_error() {
    for word in [
        "'a",
        "\"a",
        "${",
        "${v",
        "${}",
        "${:-a}",
        "${{v}}",
        "${v^^}",
        "${v@Q}",
        "${v:1}",
        "${v:-a",
        "${v/a}",
        "${v#\\a}",
        "${empty:?}",
        "${unset?needed}",
    ] {
        assert!(text(word).starts_with("error: "), "{word}: {}", text(word));
    }
    assert_eq!(
        text("${empty:?say}"),
        "error: `empty` must have a value: say"
    );
}

#[test]
fn the_escape_character_can_be_a_backtick() {
    let word = expand(r"C:\`$v\$empty", Escape::Backtick, &variables);
    assert_eq!(word.map(|word| word.text), Ok(r"C:\$v\".to_owned()));
}

#[test]
fn a_value_with_blanks_splits_into_words_unless_it_is_quoted() {
    let words = |word| {
        let words = expand_words(word, Escape::Backslash, &variables).unwrap();
        words.into_iter().map(|word| word.text).collect::<Vec<_>>()
    };
    assert_eq!(words("$ports"), ["80", "443"]);
    assert_eq!(words("\"$ports\""), ["80 443"]);
    assert_eq!(words("1${ports}2"), ["180", "4432"]);
    assert_eq!(words("$empty"), Vec::<String>::new());
    assert_eq!(words(" a\u{a0} b$ports\tc' d'"), ["a", "b80", "443", "c d"]);
}

#[test]
fn deep_nesting_and_long_patterns_end() {
    let deep = "${unset:-".repeat(50_000);
    assert_eq!(
        expand(&deep, Escape::Backslash, &variables),
        Err(ExpandError::TooDeep)
    );
    let long = format!("${{v//{}/x}}", "*a".repeat(20_000));
    assert!(expand(&long, Escape::Backslash, &variables).is_ok());
}

proptest::proptest! {
    #[test]
    fn no_word_is_too_strange(word in "[$a{}:+?#%/'\"\\\\*v -]{0,24}") {
        let _ = expand(&word, Escape::Backslash, &variables);
    }

    #[test]
    fn a_word_without_special_characters_is_itself(word in "[a-zA-Z0-9./:@_ -]{0,24}") {
        proptest::prop_assert_eq!(text(&word), word);
    }

    #[test]
    fn a_word_with_nothing_to_expand_is_not_read_and_gives_the_same(
        word in "[a8:/`\\\\'\"$\t\u{a0} -]{0,12}|\"[a{}`\\\\'\"$ -]{0,4}\"",
    ) {
        for escape in [Escape::Backslash, Escape::Backtick] {
            let read = || lexer::read(&word, escape, &variables);
            let whole = read().map(|read| read.whole);
            proptest::prop_assert_eq!(expand(&word, escape, &variables), whole);
            let words = read().map(lexer::Output::into_words);
            proptest::prop_assert_eq!(expand_words(&word, escape, &variables), words);
        }
    }
}
