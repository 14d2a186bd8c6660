//! Makes up Dockerfiles for property tests: plausible ones in every odd layout, and text that only looks like one.
//!
//! ```
//! use proptest::strategy::{Strategy, ValueTree};
//! use proptest::test_runner::TestRunner;
//!
//! let mut runner = TestRunner::deterministic();
//! let file = generate::dockerfile().new_tree(&mut runner).unwrap().current();
//! assert!(file.to_ascii_uppercase().contains("FROM"));
//! ```

mod body;
mod instruction;
mod layout;
mod shards;

pub use shards::text;

use proptest::collection::vec;
use proptest::prelude::*;

/// Dockerfiles that Docker accepts: one to three stages with plausible instructions, in any layout: `\r\n`, a changed
/// escape character, comments and blank lines inside continuations, heredocs, lower case, no final line ending.
pub fn dockerfile() -> impl Strategy<Value = String> {
    let stages = (1_usize..=3).prop_flat_map(|count| {
        let stages: Vec<_> = (0..count).map(stage).collect();
        stages
    });
    let head = vec(instruction::global_arg(), 0..=2);
    (layout::layout(), head, stages).prop_map(|(layout, head, stages)| {
        let instructions = head.into_iter().chain(stages.into_iter().flatten());
        layout.print(&instructions.collect::<Vec<_>>())
    })
}

/// One stage, its `FROM` first; it may be built on, and copy from, the stages before it.
fn stage(index: usize) -> impl Strategy<Value = Vec<instruction::Instruction>> {
    let body = vec(body::instruction(index), 0..=7);
    (instruction::from(index), body).prop_map(|(from, mut body)| {
        body.insert(0, from);
        body
    })
}
