//! The page of every transform: complete, in order, and true.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use support::sandbox;
use transforms::{ALL, OptionKind, OptionSpec, Transform};

const HEADINGS: &[&str] = &[
    "## Why",
    "## Example",
    "## When it holds back",
    "## Safety",
    "## Options",
    "## References",
];

#[test]
fn pages_have_their_headings_in_order() {
    for transform in ALL {
        let page = transform.page();
        let name = transform.name();
        assert!(
            page.starts_with(&format!("# {name}\n\n")),
            "`{name}`: the title is the name"
        );
        let headings: Vec<&str> = prose(page).filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, HEADINGS, "`{name}`");
        let first = page.split("\n\n").nth(1).unwrap_or_default();
        let is_one_sentence =
            first.ends_with('.') && !first.contains('\n') && !first.contains(". ");
        assert!(
            is_one_sentence,
            "`{name}`: the first paragraph is one sentence, not: {first}"
        );
    }
}

#[test]
fn every_fence_of_a_page_names_its_language() {
    for transform in ALL {
        let fences = transform
            .page()
            .lines()
            .filter(|line| line.starts_with("```"));
        for opening in fences.step_by(2) {
            let language = opening.trim_start_matches('`');
            let is_known = ["dockerfile", "console", "toml", "text"].contains(&language);
            assert!(
                is_known,
                "`{}`: a fence opens with `{opening}`",
                transform.name()
            );
        }
    }
}

#[test]
fn the_example_of_every_page_is_what_harden_does() {
    for transform in ALL {
        let example = section(transform.page(), "## Example");
        let blocks: Vec<&str> = blocks(example, "dockerfile");
        let [before, after] = blocks.as_slice() else {
            panic!(
                "`{}`: the example has a block before and a block after",
                transform.name()
            );
        };
        let sandbox = sandbox();
        let file = sandbox.path().join("Dockerfile");
        std::fs::write(&file, before).expect("the example can be written");
        let name = transform.name();
        let run = support::run(
            sandbox.path(),
            &["--write", "--unsafe", "--only", name, "Dockerfile"],
        );
        assert_eq!(run.code, 0, "`{name}`: {}", run.messages);
        let result = std::fs::read_to_string(&file).expect("the result can be read");
        assert_eq!(result, *after, "`{name}`: {}", run.messages);
    }
}

#[test]
fn pages_list_the_options_there_are() {
    for transform in ALL {
        let listed = section(transform.page(), "## Options");
        for option in transform.options() {
            let line = option_line(option);
            assert!(
                listed.contains(&line),
                "`{}`: the options lack the line\n{line}",
                transform.name()
            );
        }
        let count = listed
            .lines()
            .filter(|line| line.starts_with("- `"))
            .count();
        assert_eq!(count, transform.options().len(), "`{}`", transform.name());
        let says_none = listed.trim() == "None.";
        assert_eq!(
            says_none,
            transform.options().is_empty(),
            "`{}`",
            transform.name()
        );
    }
}

/// How a page lists an option.
fn option_line(option: &OptionSpec) -> String {
    let kind = match option.kind {
        OptionKind::Number(low, high) => format!("number from {low} to {high}"),
        OptionKind::Choice(words) => words
            .iter()
            .map(|word| format!("`\"{word}\"`"))
            .collect::<Vec<_>>()
            .join(" or "),
        OptionKind::Text => "text".to_owned(),
        OptionKind::Flag => "`true` or `false`".to_owned(),
        OptionKind::List => "list of texts".to_owned(),
    };
    format!(
        "- `{}` ({kind}, default `{}`): {}",
        option.key, option.default, option.summary
    )
}

#[test]
fn the_module_doc_of_every_transform_is_its_page() {
    for transform in ALL {
        let folder = support::root().join("transforms").join(folder(*transform));
        let code =
            std::fs::read_to_string(folder.join("mod.rs")).expect("a transform has a `mod.rs`");
        let name = transform.name();
        assert!(
            code.starts_with("#![doc = include_str!(\"README.md\")]\n"),
            "`{name}`"
        );
        let page =
            std::fs::read_to_string(folder.join("README.md")).expect("a transform has a page");
        assert_eq!(page, transform.page(), "`{name}`");
    }
}

fn folder(transform: &dyn Transform) -> String {
    transform.name().replace('-', "_")
}

/// The lines of `page` outside of fences.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    page.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// What stands below `heading`, up to the next one.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let start = page
        .find(&format!("{heading}\n"))
        .map_or(page.len(), |at| at + heading.len() + 1);
    let rest = &page[start..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// The contents of the blocks in `language`.
fn blocks<'p>(text: &'p str, language: &str) -> Vec<&'p str> {
    let opening = format!("```{language}\n");
    text.split(&opening)
        .skip(1)
        .map(|rest| &rest[..rest.find("```").unwrap_or(rest.len())])
        .collect()
}
