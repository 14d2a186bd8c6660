mod appended;
mod flags;
mod insertion;
mod refusal;
mod removal;
mod values;

use super::*;
use crate::{Command, apply};

/// The text after `change`, which `verify` must accept.
fn edited(text: &str, change: impl FnOnce(&mut Editor<'_>)) -> String {
    let document = Document::parse(text);
    assert_eq!(document.problems, [], "{text}");
    let mut editor = Editor::new(&document);
    change(&mut editor);
    let edits = editor.finish().unwrap();
    let after = verify(&document, &edits).unwrap_or_else(|breach| {
        panic!("{breach}\n--- after:\n{}", apply(text, &edits));
    });
    after.text
}

fn user() -> New {
    New::instruction("USER", ["1000"])
}
