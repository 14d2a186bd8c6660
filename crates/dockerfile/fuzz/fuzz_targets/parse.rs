//! Any text parses, prints as it was, and does so in time.

#![no_main]

use dockerfile::Document;
use libfuzzer_sys::fuzz_target;
use std::time::{Duration, Instant};

/// What an input below 64 KiB may take in a release build.
const LIMIT: Duration = Duration::from_millis(50);

fuzz_target!(|text: &str| {
    let start = Instant::now();
    let document = Document::parse(text);
    let mut taken = start.elapsed();
    if taken > LIMIT {
        // The machine may have been busy: only the fastest of several counts.
        for _ in 0..5 {
            let start = Instant::now();
            drop(Document::parse(text));
            taken = taken.min(start.elapsed());
        }
    }
    assert!(text.len() >= 64 * 1024 || taken <= LIMIT, "took {taken:?}");
    assert_eq!(document.text, text);
    for instruction in &document.instructions {
        assert!(text.get(instruction.span.range()).is_some());
        for piece in &instruction.logical.pieces {
            let joined = instruction
                .logical
                .text
                .get(piece.logical..piece.logical + piece.len);
            assert_eq!(joined, text.get(piece.source..piece.source + piece.len));
        }
    }
});
