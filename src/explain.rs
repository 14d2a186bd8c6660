//! What harden can do, in its own words: the list of transforms, and the page of each.

use crate::screen::{Screen, Style};
use transforms::{ALL, Transform};

/// Prints the name of every transform with the sentence that its page starts with.
pub(crate) fn list(screen: &mut Screen<'_>) {
    let width = ALL
        .iter()
        .map(|transform| transform.name().len())
        .max()
        .unwrap_or(0);
    for transform in ALL {
        screen.print(Style::Heading, &format!("{:width$}", transform.name()));
        screen.print(Style::Plain, &format!("  {}", sentence(*transform)));
        screen.end();
    }
}

/// Prints the page of `transform`.
pub(crate) fn explain(screen: &mut Screen<'_>, transform: &dyn Transform) {
    for line in transform.page().lines() {
        let style = if line.starts_with('#') {
            Style::Heading
        } else {
            Style::Plain
        };
        screen.print(style, line);
        screen.end();
    }
}

/// The first paragraph of the page, which is one sentence.
fn sentence(transform: &dyn Transform) -> &'static str {
    let lines = transform.page().lines();
    let mut paragraphs = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    paragraphs.next().unwrap_or_default()
}
