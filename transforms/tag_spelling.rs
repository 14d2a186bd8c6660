//! Where the tag of a base is written, and how the file comes to say another one there.

use crate::{Reason, Target};
use dockerfile::{Document, ImageReference, Kind, Pair, Span, Stage};

/// How the file comes to name another tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// What is replaced.
    pub(crate) span: Span,
    /// By what.
    pub(crate) text: String,
    /// What must hold for other values of a build argument, if that matters.
    pub(crate) assumption: Option<String>,
}

type Held = (Reason, String);

/// The change that makes the `FROM` of `root` name `tag`.
pub(crate) fn of(
    target: &Target<'_>,
    root: &Stage,
    reference: &ImageReference,
    tag: &str,
) -> Result<Spelling, Held> {
    let document = target.document;
    let Some(Kind::From(from)) = document.instructions.get(root.from).map(|from| &from.kind) else {
        return Err(split());
    };
    if !from.image.is_contiguous || from.image.raw() != from.reference.text {
        return Err(split());
    }
    if !from.reference.has_variables {
        return Ok(literal(&from.reference, from.image.span.start, tag));
    }
    let Some(hole) = Hole::of(&from.reference.text) else {
        return Err(mixed(&from.reference.text));
    };
    let (at, pair) = default_of(document, &hole.name).ok_or_else(|| mixed(&from.reference.text))?;
    let Some(default) = pair
        .value
        .as_ref()
        .filter(|value| value.is_contiguous && !value.raw().contains('$'))
    else {
        return Err(mixed(&from.reference.text));
    };
    let bare = default.span.start + default.raw().find(&default.value).unwrap_or_default();
    let uses = other_uses(document, &hole.name, at, root.from);
    let is_whole = from.reference.text.len() == hole.len;
    if is_whole || hole.is_whole_tag(&from.reference) {
        if let Some(line) = uses {
            return Err((
                Reason::SharedArgument,
                format!("`{}` is also used on line {line}", hole.name),
            ));
        }
        return Ok(match is_whole {
            true => literal(reference, bare, tag),
            false => Spelling {
                span: Span::new(bare, bare + default.value.len()),
                text: tag.to_owned(),
                assumption: None,
            },
        });
    }
    beside(
        &from.reference,
        from.image.span.start,
        &hole,
        &default.value,
        tag,
    )
    .ok_or_else(|| mixed(&from.reference.text))
}

fn split() -> Held {
    let detail = "the image is written over more than one line, or with quotes".to_owned();
    (Reason::UnresolvedBase, detail)
}

fn mixed(text: &str) -> Held {
    let detail = format!("what `{text}` stands for is put together from more than one place");
    (Reason::UnresolvedBase, detail)
}

/// The tag as it stands in `reference`, whose text starts at `start` of the document.
fn literal(reference: &ImageReference, start: usize, tag: &str) -> Spelling {
    let (own, text) = match reference.tag {
        Some(own) => (own, tag.to_owned()),
        None => {
            let repository = reference.repository;
            let name = reference.part(Some(repository)).unwrap_or_default();
            (repository, format!("{name}:{tag}"))
        }
    };
    let span = Span::new(start + own.start, start + own.end);
    Spelling {
        span,
        text,
        assumption: None,
    }
}

/// A tag of which a variable is one part: what follows the variable is replaced.
fn beside(
    reference: &ImageReference,
    start: usize,
    hole: &Hole,
    value: &str,
    tag: &str,
) -> Option<Spelling> {
    let own = reference.tag?;
    let before = reference.text.get(own.start..hole.start)?;
    let rest = tag.strip_prefix(before)?.strip_prefix(value)?;
    Some(Spelling {
        span: Span::new(start + hole.start + hole.len, start + own.end),
        text: rest.to_owned(),
        assumption: Some(format!(
            "there is a slim image for every other `{}` too",
            hole.name
        )),
    })
}

/// The one variable of a text.
struct Hole {
    name: String,
    start: usize,
    len: usize,
}

impl Hole {
    /// `$NAME` or `${NAME}`, if it is the only one and plain.
    fn of(text: &str) -> Option<Self> {
        let start = text.find('$')?;
        let rest = text.get(start + 1..)?;
        if rest.contains('$') {
            return None;
        }
        let is_name = |next: char| next.is_ascii_alphanumeric() || next == '_';
        let (name, len) = match rest.strip_prefix('{') {
            Some(braced) => {
                let end = braced.find('}')?;
                (braced.get(..end)?, end + 3)
            }
            None => {
                let end = rest.find(|next| !is_name(next)).unwrap_or(rest.len());
                (rest.get(..end)?, end + 1)
            }
        };
        (!name.is_empty() && name.chars().all(is_name)).then(|| Self {
            name: name.to_owned(),
            start,
            len,
        })
    }

    fn is_whole_tag(&self, reference: &ImageReference) -> bool {
        let own = Span::new(self.start, self.start + self.len);
        reference.tag == Some(own)
    }
}

/// The `ARG` before the first `FROM` that gives `name` its default, and its pair.
fn default_of<'d>(document: &'d Document, name: &str) -> Option<(usize, &'d Pair)> {
    let head = document
        .instructions
        .iter()
        .enumerate()
        .take_while(|(_, instruction)| !matches!(instruction.kind, Kind::From(_)));
    let pairs = head.filter_map(|(at, instruction)| {
        let Kind::Arg(pairs) = &instruction.kind else {
            return None;
        };
        Some(pairs.iter().map(move |pair| (at, pair)))
    });
    pairs
        .flatten()
        .filter(|(_, pair)| pair.key.value == name)
        .last()
}

/// The line of another use of the variable.
fn other_uses(document: &Document, name: &str, arg: usize, from: usize) -> Option<usize> {
    let others = document.instructions.iter().enumerate();
    others
        .filter(|(at, _)| *at != arg && *at != from)
        .find(|(_, instruction)| names(&instruction.logical.text, name))
        .map(|(_, instruction)| instruction.lines.first)
}

/// Whether `text` has `name` as a word of its own.
fn names(text: &str, name: &str) -> bool {
    text.split(|next: char| !next.is_ascii_alphanumeric() && next != '_')
        .any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_one_plain_variable() {
        let name = |text| Hole::of(text).map(|hole| hole.name);
        assert_eq!(name("python:${V}-bookworm").as_deref(), Some("V"));
        assert_eq!(name("python:$V").as_deref(), Some("V"));
        assert_eq!(name("python:${V:-3}"), None);
        assert_eq!(name("$I:$V"), None);
        assert_eq!(name("python:3"), None);
    }
}
