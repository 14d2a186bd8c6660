//! Over ten thousand made-up Dockerfiles with a secret somewhere in each: its value is printed by no mode and no format,
//! and stands in no file that was written, except where it stood before.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on must fail"
)]

mod support;

use dockerfile::{Document, Editor, New, apply};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{git, sandbox};

/// How many trees, and how many files each of them has.
const TREES: usize = 10;
const FILES: usize = 1000;

/// A Dockerfile and the value in it that nobody may see.
struct Made {
    text: String,
    secret: String,
}

/// What makes the files: the same ones in every run.
struct Maker {
    runner: TestRunner,
    state: u64,
}

impl Maker {
    /// A number below `bound`.
    fn number(&mut self, bound: usize) -> usize {
        // Knuth's multiplier: any sequence that looks random does.
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.state >> 33).expect("31 bits fit");
        high % bound
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let at = self.number(choices.len());
        choices[at]
    }

    fn value(&mut self) -> String {
        const LETTERS: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let length = 12 + self.number(12);
        let letter = |maker: &mut Self| char::from(LETTERS[maker.number(LETTERS.len())]);
        let middle: String = (0..length).map(|_| letter(self)).collect();
        // No path, number or fingerprint has this shape.
        format!("zQ{middle}w")
    }

    fn made(&mut self) -> Made {
        let file = generate::dockerfile().new_tree(&mut self.runner);
        let text = file.expect("there is always one").current();
        let document = Document::parse(text.as_str());
        let secret = self.value();
        let count = document.instructions.len();
        let first = document
            .instructions
            .iter()
            .position(|instruction| instruction.keyword().eq_ignore_ascii_case("from"));
        let at = first.map_or(0, |first| first + self.number(count - first));
        let mut editor = Editor::new(&document);
        editor.insert_after(at, self.place(&secret));
        let edited = editor.finish().map(|edits| apply(&text, &edits));
        match edited {
            Ok(edited) if Document::parse(edited.as_str()).problems.is_empty() => Made {
                text: edited,
                secret,
            },
            Ok(_) | Err(_) => {
                let new = self.place(&secret);
                let rest = new.arguments.join(" ");
                Made {
                    text: format!("FROM alpine:3.22\n{} {rest}\nCOPY . /app\n", new.keyword),
                    secret,
                }
            }
        }
    }

    /// An instruction that holds the value in one of the places where people put it.
    fn place(&mut self, value: &str) -> New {
        let name = self.pick(&[
            "DB_PASSWORD",
            "API_TOKEN",
            "SECRET_KEY",
            "NPM_TOKEN",
            "AWS_SECRET_ACCESS_KEY",
            "DBPASS",
            "github_token",
        ]);
        let url = format!("https://deploy:{value}@files.example.com/tool");
        let (keyword, text) = match self.number(14) {
            0 => ("ENV", format!("{name}={value}")),
            1 => ("ENV", format!("MODE=fast {name}=\"{value}\" PORT=80")),
            2 => ("ARG", format!("{name}={value}")),
            3 => (
                "ENV",
                format!("DATABASE_URL=postgres://shop:{value}@db/shop"),
            ),
            4 => ("RUN", format!("curl -fsSL -o /tool {url}")),
            5 => ("RUN", format!("curl -u deploy:{value} https://example.com")),
            6 => (
                "RUN",
                format!("curl -H \"Authorization: Bearer {value}\" https://example.com"),
            ),
            7 => ("RUN", format!("export {name}={value} && ./build.sh")),
            8 => (
                "RUN",
                format!("echo \"//npm.example.com/:_authToken={value}\" > .npmrc && npm ci"),
            ),
            9 => (
                "RUN",
                format!("aws configure set aws_secret_access_key {value}"),
            ),
            10 => (
                "RUN",
                format!("docker login -u deploy --password {value} example.com"),
            ),
            11 => ("CMD", format!("[\"worker\", \"--password={value}\"]")),
            12 => (
                "HEALTHCHECK",
                format!("CMD curl -u deploy:{value} http://localhost/"),
            ),
            _ => {
                return New {
                    comment: Some(format!("docker run -e {name}={value} shop")),
                    ..New::instruction("ENV", ["LEVEL=3"])
                };
            }
        };
        New::instruction(keyword, [text])
    }
}

/// The ways to call the command that show something; the last words name no mode.
const SHOWN: &[&[&str]] = &[
    &["--verbose"],
    &["--diff"],
    &["--diff", "--unsafe"],
    &["--format", "json"],
    &["--format", "json", "--diff", "--unsafe", "--verbose"],
    &["--check", "--unsafe"],
    &[
        "--diff",
        "--unsafe",
        "--only",
        "maintainer-label,production-env,nonroot-user",
    ],
];

#[test]
fn no_output_and_no_file_gives_a_secret_away() {
    let mut maker = Maker {
        runner: TestRunner::deterministic(),
        state: 7,
    };
    for number in 0..TREES {
        let made: Vec<Made> = (0..FILES).map(|_| maker.made()).collect();
        let tree = sandbox();
        write(tree.path(), &made);
        let arguments = SHOWN[number % SHOWN.len()];
        let run = support::run(tree.path(), arguments);
        assert_ne!(run.code, 2, "{arguments:?}: {}", run.messages);
        check_hidden(&made, &run.output, arguments);
        check_hidden(&made, &run.messages, arguments);
        check_written(tree.path(), &made);
    }
}

fn write(folder: &Path, made: &[Made]) {
    for (index, made) in made.iter().enumerate() {
        let folder = folder.join(index.to_string());
        fs::create_dir(&folder).expect("the folder can be made");
        fs::write(folder.join("Dockerfile"), &made.text).expect("the file can be written");
    }
}

/// A look at every value would be slow: all of them have the same first letters, by which the output is cut.
fn check_hidden(made: &[Made], text: &str, arguments: &[&str]) {
    if !text.contains("zQ") {
        return;
    }
    for made in made {
        assert!(
            !text.contains(&made.secret),
            "{arguments:?} shows the secret of\n{}",
            made.text
        );
    }
}

/// What is written holds a value no more often than before, and is what the diff with the values shown comes to.
fn check_written(folder: &Path, made: &[Made]) {
    let copy = sandbox();
    write(copy.path(), made);
    let diff = support::run(copy.path(), &["--diff", "--unsafe", "--show-secrets"]);
    // With the values shown, many stand in the diff: what hides them had something to hide.
    let shown = made
        .iter()
        .filter(|made| diff.output.contains(&made.secret));
    assert!(
        shown.count() > FILES / 4,
        "the files hold too few secrets to show anything"
    );
    git::apply(copy.path(), &diff.output);
    let run = support::run(folder, &["--write", "--diff", "--unsafe"]);
    check_hidden(made, &run.output, &["--write", "--diff", "--unsafe"]);
    check_hidden(made, &run.messages, &["--write", "--diff", "--unsafe"]);
    for (index, made) in made.iter().enumerate() {
        let own = folder.join(index.to_string());
        for entry in fs::read_dir(&own).expect("the folder can be listed") {
            let name = entry.expect("the folder can be listed").file_name();
            let text = fs::read_to_string(own.join(&name)).expect("what is written is text");
            let before = match name == "Dockerfile" {
                true => made.text.matches(&made.secret).count(),
                false => 0,
            };
            assert!(text.matches(&made.secret).count() <= before, "{text}");
            let applied = copy.path().join(index.to_string()).join(&name);
            let applied = fs::read_to_string(applied).expect("the diff makes the same files");
            assert_eq!(
                applied, text,
                "the diff says something else:\n{}",
                made.text
            );
        }
    }
}

/// A Dockerfile and those who build and run it change together: the diff is what is written, and nothing is left to do.
#[test]
fn callers_come_to_rest_with_their_dockerfile() {
    let cases = support::root().join("transforms/secret_mounts/cases");
    let entries = fs::read_dir(cases).expect("the cases can be listed");
    let paths = entries.map(|entry| entry.expect("the cases can be listed").path());
    let contexts: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    assert!(!contexts.is_empty());
    for context in contexts {
        let (shown, written) = (sandbox(), sandbox());
        for folder in [shown.path(), written.path()] {
            support::copy(&context, folder);
            let case = context.with_extension("Dockerfile");
            fs::copy(case, folder.join("Dockerfile")).expect("the case can be copied");
        }
        let only = ["--only", "secret-mounts", "--unsafe"];
        let run = |folder: &Path, mode: &[&str]| support::run(folder, &[&only, mode].concat());
        let diff = run(shown.path(), &["--diff", "--show-secrets"]);
        if !diff.output.is_empty() {
            git::apply(shown.path(), &diff.output);
        }
        run(written.path(), &["--write", "--quiet"]);
        assert_eq!(texts(shown.path()), texts(written.path()), "{context:?}");
        let left = run(written.path(), &["--check"]);
        assert_eq!(left.output, "", "{context:?} does not come to rest");
    }
}

/// The files below a folder with their text.
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        let name = PathBuf::from(path.file_name().expect("it has a name"));
        if path.is_dir() {
            let below = self::texts(&path).into_iter();
            texts.extend(below.map(|(below, text)| (name.join(below), text)));
        } else {
            let text = fs::read_to_string(&path).expect("what is written is text");
            texts.insert(name, text);
        }
    }
    texts
}
