//! Build arguments of a bake target become build secrets, in HCL.

use super::bracketed::Bracketed;
use super::give::Local;
use super::{EditError, inherited, lines};
use crate::Build;
use crate::read::hcl;
use dockerfile::{Edit, Span};
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Attribute, Block, Body};

pub(super) fn args_to_secrets(
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<Vec<Edit>, EditError> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if bare.len() != text.len() {
        return Err(EditError::Unreadable);
    }
    let body = hcl(text).map_err(|_| EditError::Unreadable)?;
    let block = owner(&body, build, text, names)?;
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
    let span = span(args.span())?;
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
        _ => edits.extend(entries(text, object)?.bracketed(text).remove(&positions)),
    }
    match secret {
        Some(attribute) => edits.extend(append(text, attribute, &secrets)?),
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
    let body = hcl(text).map_err(|_| EditError::Unreadable)?;
    let block = target(&body, build, text)?;
    let (key, item) = local.option();
    let item = format!("\"{item}\"");
    if let Some(attribute) = block.body.get_attribute(key) {
        return append(text, attribute, &[item]);
    }
    let not_here = || EditError::NotHere(build.name.clone());
    let last = block.body.attributes().last().ok_or_else(not_here)?;
    let span = span(last.span())?;
    let indent = lines::indent(text, span.start).ok_or_else(not_here)?;
    let line = format!("{indent}{key} = [{item}]");
    Ok(vec![lines::insert_after(text, span.end, &[line])])
}

/// The block whose `args` give the build its arguments: its own, or one that it inherits from.
fn owner<'b>(
    body: &'b Body,
    build: &Build,
    text: &str,
    names: &[&str],
) -> Result<&'b Block, EditError> {
    let own = target(body, build, text)?;
    let has = |block: &&Block| {
        let args = block.body.get_attribute("args");
        let object = args.and_then(|args| args.value.as_object());
        object.is_some_and(|object| {
            let mut keys = object.iter().filter_map(|(key, _)| key_of(key));
            keys.any(|key| names.contains(&key))
        })
    };
    if has(&own) || !inherited::is_for_one_dockerfile(build, text, names) {
        return Ok(own);
    }
    let line = |offset: usize| 1 + text.get(..offset).unwrap_or_default().matches('\n').count();
    let holds = |block: &&Block| {
        block.span().is_some_and(|span| {
            let lines = line(span.start)..=line(span.end);
            inherited::lines(build, names).all(|at| lines.contains(&at))
        })
    };
    let found = body.get_blocks("target").filter(has).find(holds);
    Ok(found.unwrap_or(own))
}

/// The block of the target that the build was found in.
fn target<'b>(body: &'b Body, build: &Build, text: &str) -> Result<&'b Block, EditError> {
    let line = |offset: usize| 1 + text.get(..offset).unwrap_or_default().matches('\n').count();
    let mut blocks = body.get_blocks("target");
    let found = blocks.find(|block| {
        let start = block.span().map_or(0, |span| span.start);
        line(start) == build.place.line
    });
    found.ok_or_else(|| EditError::NotHere(build.name.clone()))
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

fn entries(text: &str, object: &Object) -> Result<Entries, EditError> {
    let items = object.iter().map(|(key, value)| {
        let key = span(key.span())?;
        let value = span(value.expr().span())?;
        Ok(Span::new(key.start, trimmed(text, key.start, value.end)))
    });
    Ok(Entries {
        span: span(object.span())?,
        items: items.collect::<Result<_, EditError>>()?,
    })
}

fn append(text: &str, attribute: &Attribute, secrets: &[String]) -> Result<Vec<Edit>, EditError> {
    let list = attribute.value.as_array();
    let list = list.ok_or_else(|| EditError::NotHere("secret".into()))?;
    let items = list.iter().map(|item| {
        let item = span(item.span())?;
        Ok(Span::new(item.start, trimmed(text, item.start, item.end)))
    });
    let items: Vec<Span> = items.collect::<Result<_, EditError>>()?;
    let list = Bracketed {
        text,
        span: span(list.span())?,
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

fn span(range: Option<std::ops::Range<usize>>) -> Result<Span, EditError> {
    let range = range.ok_or(EditError::Unreadable)?;
    Ok(Span::new(range.start, range.end))
}
