//! Build arguments of a bake target become build secrets, in HCL.

use super::bracketed::Bracketed;
use super::give::Local;
use super::{EditError, inherited, lines};
use crate::Build;
use crate::read::{Piece, hcl};
use dockerfile::{Edit, Span};
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Attribute, Block};

pub(super) fn args_to_secrets(
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if bare.len() != text.len() {
        return Err(EditError::Unreadable);
    }
    let pieces = hcl(text).map_err(|_| EditError::Unreadable)?;
    let Target { at: piece, block } = owner(&pieces, build, text, names)?;
    let args = block.body.get_attribute("args");
    let args = args.ok_or_else(|| EditError::NotHere("args".into()))?;
    let object = args
        .value
        .as_object()
        .ok_or_else(|| EditError::NotHere("args".into()))?;
    let mut positions = Vec::new();
    let mut secrets = Vec::new();
    for name in names {
        let found = super::places(object.iter().map(|(key, _)| key_of(key)), name);
        let at = match found.as_slice() {
            [at] => *at,
            [] => return Err(EditError::NotHere((*name).to_owned())),
            _ => return Err(EditError::Twice((*name).to_owned())),
        };
        let value = object.iter().nth(at).map(|(_, value)| value.expr());
        // A variable of the matrix is one of this file alone.
        let env = env(name, value).filter(|env| !is_of_matrix(block, env));
        let env = env.ok_or_else(|| EditError::Literal((*name).to_owned()))?;
        positions.push(at);
        secrets.push(format!("\"id={name},env={env}\""));
    }
    let is_all = positions.len() == object.len();
    let mut edits = Vec::new();
    let secret = block.body.get_attribute("secret");
    let span = span(piece, args.span())?;
    match secret {
        None if is_all => {
            // The secrets take the place of the arguments, the key aligned as it was.
            let key = text.get(span.start..).unwrap_or_default().split('=').next();
            let width = key.unwrap_or_default().len().max("secret ".len());
            let new = format!("{:width$}= [{}]", "secret", secrets.join(", "));
            edits.push(Edit { span, text: new });
            return Ok(edits);
        }
        _ if is_all => edits.push(lines::remove(text, span)),
        _ => edits.extend(
            entries(text, piece, object)?
                .bracketed(text)
                .remove(&positions),
        ),
    }
    match secret {
        Some(attribute) => edits.extend(append(text, piece, attribute, &secrets)?),
        None => {
            let indent = lines::indent(text, span.start).unwrap_or("  ");
            let line = format!("{indent}secret = [{}]", secrets.join(", "));
            edits.push(lines::insert_after(text, span.end, &[line]));
        }
    }
    Ok(edits)
}

/// Gives a target a variable or a file as a secret, or the agent of `ssh`.
pub(super) fn give(build: &Build, text: &str, local: &Local) -> Result<Vec<Edit>, EditError> {
    let pieces = hcl(text).map_err(|_| EditError::Unreadable)?;
    let Target { at: piece, block } = target(&pieces, build, text)?;
    let (key, item) = local.option();
    let item = format!("\"{item}\"");
    if let Some(attribute) = block.body.get_attribute(key) {
        return append(text, piece, attribute, &[item]);
    }
    let not_here = || EditError::NotHere(build.name.clone());
    let last = block.body.attributes().last().ok_or_else(not_here)?;
    let span = span(piece, last.span())?;
    let indent = lines::indent(text, span.start).ok_or_else(not_here)?;
    let line = format!("{indent}{key} = [{item}]");
    Ok(vec![lines::insert_after(text, span.end, &[line])])
}

/// The block of a target.
#[derive(Clone, Copy)]
struct Target<'b> {
    /// Where the piece starts that it stands in.
    at: usize,
    block: &'b Block,
}

impl Target<'_> {
    /// Where it stands in the text.
    fn span(self) -> Option<Span> {
        span(self.at, self.block.span()).ok()
    }
}

fn targets(pieces: &[Piece]) -> impl Iterator<Item = Target<'_>> {
    pieces.iter().flat_map(|piece| {
        let blocks = piece.body.get_blocks("target");
        blocks.map(|block| Target {
            at: piece.at,
            block,
        })
    })
}

/// The block whose `args` give the build its arguments: its own, or one that it inherits from.
fn owner<'b>(
    pieces: &'b [Piece],
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Target<'b>, EditError> {
    let own = target(pieces, build, text)?;
    let has = |target: &Target<'_>| {
        let args = target.block.body.get_attribute("args");
        let object = args.and_then(|args| args.value.as_object());
        object.is_some_and(|object| {
            let mut keys = object.iter().filter_map(|(key, _)| key_of(key));
            keys.any(|key| names.contains(&key))
        })
    };
    if has(&own) || !inherited::is_for_one_dockerfile(build, text, names) {
        return Ok(own);
    }
    let holds = |target: &Target<'_>| {
        target.span().is_some_and(|span| {
            let lines = line(text, span.start)..=line(text, span.end);
            inherited::lines(build, names).all(|at| lines.contains(&at))
        })
    };
    let found = targets(pieces).filter(has).find(holds);
    Ok(found.unwrap_or(own))
}

/// The block of the target that the build was found in.
fn target<'b>(pieces: &'b [Piece], build: &Build, text: &str) -> Result<Target<'b>, EditError> {
    let is_it = |target: &Target<'_>| {
        let span = target.span();
        span.is_some_and(|span| line(text, span.start) == build.place.line)
    };
    let found = targets(pieces).find(is_it);
    found.ok_or_else(|| EditError::NotHere(build.name.clone()))
}

/// The line of an offset, counted from 1.
fn line(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// Whether a name is that of a variable of the target's matrix.
fn is_of_matrix(block: &Block, name: &str) -> bool {
    let matrix = block.body.get_attribute("matrix");
    let matrix = matrix.and_then(|matrix| matrix.value.as_object());
    matrix.is_some_and(|matrix| {
        let mut keys = matrix.iter().filter_map(|(key, _)| key_of(key));
        keys.any(|key| key == name)
    })
}

fn key_of(key: &ObjectKey) -> Option<&str> {
    match key {
        ObjectKey::Ident(ident) => Some(ident.as_str()),
        ObjectKey::Expression(expression) => expression.as_str(),
    }
}

/// The variable of the environment that holds the value: bake variables are set by variables of the same name.
fn env(name: &str, value: Option<&Expression>) -> Option<String> {
    let value = value?;
    if value.is_null() || value.as_str() == Some("") {
        return Some(name.to_owned());
    }
    if let Some(variable) = value.as_variable() {
        return Some(variable.as_str().to_owned());
    }
    let single = value
        .as_template()?
        .as_single_element()?
        .as_interpolation()?;
    Some(single.expr.as_variable()?.as_str().to_owned())
}

struct Entries {
    span: Span,
    items: Vec<Span>,
}

impl Entries {
    fn bracketed<'t>(&'t self, text: &'t str) -> Bracketed<'t> {
        Bracketed {
            text,
            span: self.span,
            items: &self.items,
            breaks_separate: true,
        }
    }
}

fn entries(text: &str, piece: usize, object: &Object) -> Result<Entries, EditError> {
    let items = object.iter().map(|(key, value)| {
        let key = span(piece, key.span())?;
        let value = span(piece, value.expr().span())?;
        Ok(Span::new(key.start, trimmed(text, key.start, value.end)))
    });
    Ok(Entries {
        span: span(piece, object.span())?,
        items: items.collect::<Result<_, EditError>>()?,
    })
}

fn append(
    text: &str,
    piece: usize,
    attribute: &Attribute,
    secrets: &[String],
) -> Result<Vec<Edit>, EditError> {
    let list = attribute.value.as_array();
    let list = list.ok_or_else(|| EditError::NotHere("secret".into()))?;
    let items = list.iter().map(|item| {
        let item = span(piece, item.span())?;
        Ok(Span::new(item.start, trimmed(text, item.start, item.end)))
    });
    let items: Vec<Span> = items.collect::<Result<_, EditError>>()?;
    let list = Bracketed {
        text,
        span: span(piece, list.span())?,
        items: &items,
        breaks_separate: false,
    };
    Ok(list.append(&secrets.join(", ")))
}

/// The end without blanks that the library counts to an expression.
fn trimmed(text: &str, start: usize, end: usize) -> usize {
    let inside = text.get(start..end).unwrap_or_default();
    start + inside.trim_end().len()
}

/// Where something stands in the text; `piece` is where the piece starts that it stands in.
fn span(piece: usize, range: Option<std::ops::Range<usize>>) -> Result<Span, EditError> {
    let range = range.ok_or(EditError::Unreadable)?;
    Ok(Span::new(piece + range.start, piece + range.end))
}
