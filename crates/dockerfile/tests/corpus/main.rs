//! The document, held against BuildKit's verdicts on thousands of inputs.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail"
)]

mod inputs;
mod instructions;
mod lossless;
mod problems;
mod second_opinion;
