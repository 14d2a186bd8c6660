//! The generator makes every odd layout it promises.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

type IsThere = fn(&str) -> bool;

#[test]
fn every_oddity_occurs() {
    let mut runner = TestRunner::deterministic();
    let files: Vec<String> = (0..300)
        .map(|_| {
            generate::dockerfile()
                .new_tree(&mut runner)
                .unwrap()
                .current()
        })
        .collect();
    let oddities: [(&str, IsThere); 9] = [
        ("CRLF", |file| file.contains("\r\n")),
        ("another escape", |file| file.contains(" `\n")),
        ("a comment in a continuation", |file| {
            file.contains("\\\n  # inside\n")
        }),
        ("a blank line in a continuation", |file| {
            file.contains("\\\n \n")
        }),
        ("a heredoc", |file| file.contains("\nEOF\n")),
        ("no final line ending", |file| !file.ends_with('\n')),
        ("lower case", |file| file.contains("from ")),
        ("a byte-order mark", |file| file.starts_with('\u{feff}')),
        ("several stages", |file| file.contains("stage1")),
    ];
    for (name, is_there) in oddities {
        let count = files.iter().filter(|file| is_there(file)).count();
        println!("{name}: {count} of {}", files.len());
        assert!(count > 0, "no file with {name}");
    }
}
