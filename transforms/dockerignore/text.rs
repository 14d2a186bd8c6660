//! The text of the ignore file with new lines in it.

use super::ignore_file::IgnoreFile;
use super::line::Line;
use crate::{FileChange, Origin};

/// `file` with `lines`: a new file in groups, or an existing one with the groups at its end.
pub(super) fn with_lines(file: &IgnoreFile, lines: &[&Line]) -> FileChange {
    let after = match &file.text {
        None => format!("{HEAD}\n{}", groups(lines, "\n")),
        Some(text) if text.starts_with(HEAD) && file.ignore.negated().next().is_none() => {
            merged(text, lines)
        }
        Some(text) => extended(text, lines),
    };
    FileChange {
        origin: Origin::Context,
        path: file.path.clone(),
        before: file.text.clone(),
        after,
    }
}

const HEAD: &str =
    "# What stays out of the build context. A later line wins; `!path` brings a path back.\n";

/// A file that was created here and brings nothing back: the order of its lines does not matter, so that each line
/// joins the group it belongs to.
fn merged(text: &str, lines: &[&Line]) -> String {
    let mut blocks: Vec<String> = text.trim_end().split("\n\n").map(str::to_owned).collect();
    let mut others = Vec::new();
    for line in lines {
        let heading = format!("# {}\n", line.group);
        match blocks.iter_mut().find(|block| block.starts_with(&heading)) {
            Some(block) => line.texts.iter().for_each(|text| {
                block.push('\n');
                block.push_str(text);
            }),
            None => others.push(*line),
        }
    }
    let text = format!("{}\n", blocks.join("\n\n"));
    if others.is_empty() {
        text
    } else {
        extended(&text, &others)
    }
}

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
