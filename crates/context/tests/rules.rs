//! Docker's rules one by one, where the recorded answers have none, and what must hold for any input.

use context::{
    Context, Glob, Ignore, IgnoreError, MemoryContext, Overlay, Source, WalkError, list, sent,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn patterns_mean_what_docker_says() {
    for (patterns, path, expected) in [
        ("node_modules", "node_modules/a/b", true),
        ("node_modules", "web/node_modules", false),
        ("**/node_modules", "node_modules", true),
        ("**/node_modules", "web/node_modules/a", true),
        ("a/**", "a", false),
        ("a/**", "a/b/c", true),
        ("**foo", "xfoo", true),
        ("a/**/b", "a/b", true),
        ("a/**/b", "a/x/y/b", true),
        ("a/**/b", "ab", false),
        ("*.py[co]", "a.pyc", true),
        ("*.py[co]", "a/b.pyc", false),
        ("**/*.py[co]", "a/b.pyc", true),
        ("a.b+(c)", "a.b+(c)", true),
        ("a.b*", "axbc", false),
        ("[^a]*", "a", false),
        ("\\*", "*", true),
        ("\\*", "a", false),
        ("dir\n!dir/keep", "dir/keep", false),
        ("dir\n!dir/keep", "dir/other", true),
        ("*\n!src", "src/main.rs", false),
        ("!a\na", "a", true),
        ("A", "a", false),
    ] {
        let ignore = Ignore::parse(patterns).unwrap();
        assert_eq!(ignore.is_ignored(path), expected, "{patterns:?} {path}");
    }
}

#[test]
fn a_negation_passed_over_for_a_folder_brings_nothing_back_in_a_walk() {
    let ignore = Ignore::parse("**/dist\n!src\n").unwrap();
    assert!(!ignore.is_ignored("src/dist/a"));
    assert!(ignore.leaves_out("src/dist/a"));
    let context = MemoryContext::from([("src/dist/a", ""), ("src/b", "")]);
    assert_eq!(
        sent(&context, &ignore, 10, |_| true).unwrap(),
        ["src", "src/b"]
    );
}

#[test]
fn what_docker_refuses_or_reads_otherwise_is_an_error() {
    assert_eq!(Ignore::parse("a\n!\n"), Err(IgnoreError::BareNegation));
    for pattern in ["[", "[]", "[a", "a[-]", "[a-]", "a\\"] {
        assert_eq!(
            Ignore::parse(pattern),
            Err(IgnoreError::BadPattern),
            "{pattern}"
        );
    }
    for pattern in ["[*]", "\\d*", "[[:alpha:]]", "[c-a]"] {
        assert_eq!(
            Ignore::parse(pattern),
            Err(IgnoreError::Unclear(pattern.to_owned()))
        );
    }
}

#[test]
fn an_allow_list_excludes_all_and_brings_back_some() {
    let is_allow_list = |text: &str| Ignore::parse(text).unwrap().is_allow_list();
    assert!(is_allow_list("*\n!src\n"));
    assert!(is_allow_list("**\n.git\n!src\n"));
    assert!(!is_allow_list("*.md\n!README.md\n"));
    assert!(!is_allow_list("!src\n*\n"));
}

#[test]
fn a_copy_source_is_matched_as_go_matches_paths() {
    for (source, path, expected) in [
        (".", "a/b", true),
        ("/", "a", true),
        ("./", "a", true),
        ("*", "a/b", true),
        ("./src/", "src/a", true),
        ("/src", "src", true),
        ("../src", "src/a", true),
        ("src", "src2", false),
        ("package*.json", "package-lock.json", true),
        ("package*.json", "web/package.json", false),
        ("target/*.jar", "target/app.jar", true),
        ("target/*.jar", "target/lib/a.jar", false),
        ("*/package.json", "web/package.json", true),
        ("web/*", "web/src/a", true),
        ("a[b-d]", "ac", true),
        ("**", "a", true),
    ] {
        assert_eq!(
            Source::parse(source).covers(path),
            expected,
            "{source} {path}"
        );
    }
    assert_eq!(Source::parse("./a/b*/c").fixed_part(), "a");
    assert_eq!(Source::parse("a/b").fixed_part(), "a/b");
    assert!(Source::parse("./*").is_whole_context());
    assert!(!Source::parse("*.md").is_whole_context());
}

#[test]
fn docker_sends_what_is_not_ignored_with_the_folders_above() {
    let context = MemoryContext::from([("a/b/keep", ""), ("a/b/drop", ""), ("a/c", ""), ("d", "")]);
    let ignore = Ignore::parse("a\n!a/b/k*\n").unwrap();
    assert_eq!(
        sent(&context, &ignore, 100, |_| true).unwrap(),
        ["a", "a/b", "a/b/keep", "d"]
    );
    assert_eq!(
        sent(&context, &ignore, 1, |_| true),
        Err(WalkError::TooMany(1))
    );
    // Beside a wildcard `^` is the start of a path and no letter of it.
    let ignore = Ignore::parse("a\n!^*/c\n").unwrap();
    assert_eq!(
        sent(&context, &ignore, 100, |_| true).unwrap(),
        ["a", "a/c", "d"]
    );
}

#[test]
fn a_folder_that_cannot_be_listed_stops_the_walk_unless_it_is_passed_by() {
    let mut context = MemoryContext::from([("a/b", ""), ("c", "")]);
    context.unreadable.insert("a".to_owned());
    assert_eq!(
        list(&context, 10, |_| true),
        Err(WalkError::Unreadable("a".to_owned()))
    );
    assert_eq!(list(&context, 10, |path| path != "a").unwrap().len(), 2);
    assert_eq!(
        sent(&context, &Ignore::parse("a").unwrap(), 10, |_| true).unwrap(),
        ["c"]
    );
    let passed_by = sent(&context, &Ignore::default(), 10, |path| path != "a");
    assert_eq!(passed_by.unwrap(), ["a", "c"]);
}

#[test]
fn an_overlay_answers_with_the_planned_text() {
    let context = MemoryContext::from([("a", "old"), ("b", "")]);
    let mut overlay = Overlay::new(&context);
    overlay.files.insert("a".to_owned(), "new".to_owned());
    overlay.files.insert("c/d".to_owned(), "made".to_owned());
    assert_eq!(overlay.read("a").as_deref(), Some("new"));
    assert_eq!(overlay.read("c/d").as_deref(), Some("made"));
    assert_eq!(overlay.entries("").unwrap().len(), 3);
    assert_eq!(overlay.entries("c").unwrap().len(), 1);
    assert_eq!(overlay.entries("e"), None);
}

proptest! {
    #[test]
    fn any_file_and_any_path_have_an_answer(text in "[ab!*?/.\\[\\]^\\\\ \n-]{0,40}", path in "[ab./*\n]{0,20}") {
        if let Ok(ignore) = Ignore::parse(&text) {
            let _ = ignore.is_ignored(&path);
        }
        if let Ok(glob) = Glob::parse(&text) {
            let _ = glob.matches(&path);
        }
        let _ = Source::parse(&text).covers(&path);
    }

    #[test]
    fn the_walk_finds_what_the_matcher_keeps(
        text in "(!?[abc*]{1,2}(/[abc*]{1,2}){0,2}\n){0,5}",
        paths in proptest::collection::btree_set("[abc]/[abc]/[abc]x", 1..8),
    ) {
        let context: MemoryContext = paths.iter().map(|path| (path.as_str(), "")).collect();
        let ignore = Ignore::parse(&text).unwrap();
        let walked = sent(&context, &ignore, 100, |_| true).unwrap();
        for path in &paths {
            prop_assert_eq!(walked.contains(path), !ignore.leaves_out(path), "{} of {:?}", path, text);
        }
    }
}

proptest! {
    #[test]
    fn a_listing_holds_everything_in_the_order_of_the_paths(
        files in prop::collection::vec("(a/|a-b/|a-/|a0/|a\\.b/){0,4}x[-.0]?", 0..12)
    ) {
        let context: MemoryContext = files.iter().map(|file| (file.as_str(), "")).collect();
        let above = |file: &String| {
            let ends = file.match_indices('/').map(|(end, _)| end);
            let all = ends.chain([file.len()]).filter_map(|end| file.get(..end));
            all.map(str::to_owned).collect::<Vec<String>>()
        };
        let expected: BTreeSet<String> = files.iter().flat_map(above).collect();
        let listed = list(&context, 100, |_| true).unwrap();
        let paths: Vec<String> = listed.into_iter().map(|found| found.path).collect();
        prop_assert_eq!(paths, Vec::from_iter(expected));
    }
}
