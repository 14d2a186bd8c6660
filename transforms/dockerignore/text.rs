//! The text of the ignore file with new lines in it.

use super::ignore_file::IgnoreFile;
use super::line::Line;
use crate::FileChange;

/// `file` with `lines`: a new file in groups, or an existing one with the groups at its end.
pub(super) fn with_lines(file: &IgnoreFile, lines: &[&Line]) -> FileChange {
    let after = match &file.text {
        None => format!("{HEAD}\n{}", groups(lines, "\n")),
        Some(text) => extended(text, lines),
    };
    FileChange {
        path: file.path.clone(),
        before: file.text.clone(),
        after,
    }
}

const HEAD: &str =
    "# What stays out of the build context. A later line wins; `!path` brings a path back.\n";

fn extended(text: &str, lines: &[&Line]) -> String {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = text.to_owned();
    if !after.is_empty() && !after.ends_with('\n') {
        after.push_str(ending);
    }
    if !after.trim().is_empty() {
        after.push_str(ending);
    }
    after + &groups(lines, ending)
}

/// The lines below the headings of their groups, an empty line between groups.
fn groups(lines: &[&Line], ending: &str) -> String {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        let texts = line.texts.iter().map(String::as_str);
        match blocks.iter_mut().find(|(group, _)| *group == line.group) {
            Some((_, block)) => block.extend(texts),
            None => blocks.push((&line.group, texts.collect())),
        }
    }
    let blocks = blocks.into_iter().map(|(group, mut block)| {
        block.dedup();
        format!("# {group}{ending}{}{ending}", block.join(ending))
    });
    blocks.collect::<Vec<_>>().join(ending)
}
