//! An instruction before it is laid out, and the ones that start files and stages.

use proptest::collection::vec;
use proptest::prelude::*;

/// An instruction as words, and what stands between them.
#[derive(Debug, Clone)]
pub(crate) struct Instruction {
    pub(crate) keyword: &'static str,
    pub(crate) words: Vec<String>,
    /// What stands before each word; blanks where the list is too short.
    pub(crate) breaks: Vec<Break>,
    /// The lines of a heredoc, terminator included.
    pub(crate) heredoc: Vec<String>,
}

/// What stands between two words.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Break {
    Blank,
    Blanks,
    Line,
    LineAndComment,
    LineAndBlankLine,
}

/// An instruction without heredoc.
pub(crate) fn plain(
    keyword: &'static str,
    words: impl Strategy<Value = Vec<String>>,
) -> impl Strategy<Value = Instruction> {
    (words, breaks()).prop_map(move |(words, breaks)| Instruction {
        keyword,
        words,
        breaks,
        heredoc: Vec::new(),
    })
}

pub(crate) fn breaks() -> impl Strategy<Value = Vec<Break>> {
    let one = prop_oneof![
        12 => Just(Break::Blank),
        1 => Just(Break::Blanks),
        3 => Just(Break::Line),
        1 => Just(Break::LineAndComment),
        1 => Just(Break::LineAndBlankLine),
    ];
    vec(one, 0..12)
}

/// An `ARG` before the first stage.
pub(crate) fn global_arg() -> impl Strategy<Value = Instruction> {
    let one = prop_oneof![
        Just("VERSION=3.12"),
        Just("TAG"),
        Just("BASE=debian"),
        Just("SUFFIX=\"-slim\""),
    ];
    plain("ARG", vec(one.prop_map(str::to_owned), 1..=2))
}

/// The `FROM` of stage `index`, on an image or on a stage before it.
pub(crate) fn from(index: usize) -> impl Strategy<Value = Instruction> {
    let image = prop_oneof![
        Just("alpine".to_owned()),
        Just("python:3.12".to_owned()),
        Just("python:${VERSION:-3.11}-slim".to_owned()),
        Just("debian:bookworm".to_owned()),
        Just("node:22-alpine3.20".to_owned()),
        Just("localhost:5000/team/app:1.2".to_owned()),
        Just("scratch".to_owned()),
        (0..index.max(1)).prop_map(move |below| match index {
            0 => "golang:1.23".to_owned(),
            _ => format!("stage{below}"),
        }),
    ];
    let platform = prop_oneof![
        3 => Just(None),
        1 => Just(Some("--platform=$BUILDPLATFORM".to_owned())),
        1 => Just(Some("--platform=\"linux/amd64\"".to_owned())),
    ];
    let words = (platform, image).prop_map(move |(platform, image)| {
        let name = ["AS".to_owned(), format!("stage{index}")];
        platform.into_iter().chain([image]).chain(name).collect()
    });
    plain("FROM", words)
}
