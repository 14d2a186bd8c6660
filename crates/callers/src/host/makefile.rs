//! Makefiles: recipes with make's own variables filled in.

use super::Found;
use crate::line::{Body, Session, may_build};
use crate::{Caller, Text, Tree, path};
use std::collections::BTreeMap;

/// Whether a file is a makefile.
pub(crate) fn is_makefile(file: &str) -> bool {
    let is_called_so = |name: &&str| path::is_called(file, name);
    file.ends_with(".mk")
        || ["Makefile", "makefile", "GNUmakefile"]
            .iter()
            .any(is_called_so)
}

/// The builds of its recipes, which make runs in the folder of the file.
pub(crate) fn read(tree: &dyn Tree, file: &str, text: &str) -> Found {
    let mut found = Found::default();
    if !may_build(text) {
        return found;
    }
    let makefile = Makefile::read(text);
    let includer = includer(tree, file);
    let folder = match &includer {
        Some((folder, _)) => folder.clone(),
        None => path::folder(file).to_owned(),
    };
    for recipe in &makefile.recipes {
        let mut variables = makefile.variables.clone();
        variables.insert("MAKE_TARGET".into(), Text::known(recipe.target.clone()));
        let session = Session {
            tree,
            caller: Caller::Makefile,
            name: recipe.target.clone(),
            file: file.to_owned(),
            folder: Some(folder.clone()),
            variables,
        };
        let mut builds = session.builds(&recipe.body);
        match &includer {
            // A variable that the other makefile sets is in no environment: `env=` would not find it.
            Some((_, above)) => builds
                .iter_mut()
                .for_each(|build| build.is_borrowed = is_set_in(above, build)),
            // Another makefile includes this one, and its folder counts.
            None if file.ends_with(".mk") => {
                builds.iter_mut().for_each(|build| build.folder = None);
            }
            None => {}
        }
        found.builds.extend(builds);
    }
    found
}

/// The folder in which make runs a file that a makefile in the same folder or above it includes, and the text of that
/// makefile; `None` when none does, or more than one.
fn includer(tree: &dyn Tree, file: &str) -> Option<(String, String)> {
    if !file.ends_with(".mk") {
        return None;
    }
    let mut folders = vec![path::folder(file)];
    while let Some(folder) = folders.last().filter(|folder| !folder.is_empty()) {
        folders.push(path::folder(folder));
    }
    let names = ["GNUmakefile", "makefile", "Makefile"];
    let mut found = folders.into_iter().filter_map(|folder| {
        let mut makefiles = names.iter().filter_map(|name| path::join(folder, name));
        let text = makefiles.find_map(|makefile| tree.read(&makefile))?;
        includes(folder, &text, file).then(|| (folder.to_owned(), text))
    });
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Whether a makefile of `folder` includes `file`. A path with a variable counts by its last part.
fn includes(folder: &str, text: &str, file: &str) -> bool {
    let names = |word: &str| match word.rsplit_once(')') {
        Some((_, end)) => !end.is_empty() && format!("/{file}").ends_with(end),
        None => path::join(folder, word).is_some_and(|path| match path.split_once('*') {
            Some((start, end)) => file.starts_with(start) && file.ends_with(end),
            None => path == file,
        }),
    };
    text.lines().any(|line| {
        let mut words = line.split_whitespace();
        matches!(words.next(), Some("include" | "-include" | "sinclude")) && words.any(names)
    })
}

/// Whether `text` sets a variable that an argument of the build is made from, or has its name, without exporting it.
fn is_set_in(text: &str, build: &crate::Build) -> bool {
    let set = Makefile::assigned(text);
    build.args.iter().any(|argument| {
        let value = argument
            .value
            .as_ref()
            .map_or("", |value| value.text.as_str());
        set.iter()
            .any(|name| value.contains(name.as_str()) || argument.name == *name)
    })
}

/// What stands in a makefile, as far as it matters here.
#[derive(Default)]
pub(crate) struct Makefile {
    /// Variables with one value that is known.
    pub(crate) variables: BTreeMap<String, Text>,
    /// Recipe lines; make starts a new shell for each.
    pub(crate) recipes: Vec<Recipe>,
}

/// One line of a recipe, continuations joined to it.
pub(crate) struct Recipe {
    target: String,
    pub(crate) body: Body,
}

impl Makefile {
    /// Reads a makefile.
    pub(crate) fn read(text: &str) -> Self {
        let mut makefile = Self::default();
        let mut target = String::new();
        let mut offset = 0;
        let mut number = 0;
        let mut lines = text.split_inclusive('\n');
        while let Some(first) = lines.next() {
            let (start, line) = (offset, number + 1);
            let mut whole = first.to_owned();
            while whole.trim_end_matches(['\n', '\r']).ends_with('\\') {
                let Some(next) = lines.next() else { break };
                whole.push_str(next);
            }
            offset += whole.len();
            number += whole.matches('\n').count();
            if let Some(recipe) = whole.strip_prefix('\t') {
                let body = makefile.body(recipe, start + 1, line);
                makefile.recipes.push(Recipe {
                    target: target.clone(),
                    body,
                });
            } else if let Some((name, operator, value)) = assignment(&whole) {
                makefile.assign(name, operator, value);
            } else if let Some((names, _)) = whole.split_once(':') {
                let is_rule = !whole.starts_with(['#', ' ', '.']);
                if is_rule {
                    target = names
                        .split_whitespace()
                        .next()
                        .unwrap_or_default()
                        .to_owned();
                }
            }
        }
        makefile
    }

    /// The names of the variables that it sets and does not export.
    fn assigned(text: &str) -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with(['\t', '#']));
        let names = lines.filter_map(|line| {
            let (name, _, _) = assignment(line)?;
            let is_exported = line.trim_start().starts_with("export ")
                || text
                    .lines()
                    .any(|line| line.trim() == format!("export {name}"));
            (!is_exported).then(|| name.to_owned())
        });
        names.collect()
    }

    /// `=` and `:=` set, `?=` sets a default, anything else makes it unknown.
    fn assign(&mut self, name: &str, operator: &str, value: &str) {
        let mut body = Body::default();
        write(value.trim(), 0, &mut body);
        let known = |name: &str| self.variables.get(name).cloned();
        let mut text = crate::interpolate::interpolate(&body.text, &known);
        match operator {
            "=" | ":" | "::" => {}
            "?" => text.defaults.push(name.to_owned()),
            _ => text = Text::open(format!("$({name})"), name),
        }
        if text.is_known() {
            self.variables.insert(name.to_owned(), text);
        } else {
            self.variables.remove(name);
        }
    }

    /// The command of a recipe line as the shell gets it.
    fn body(&self, recipe: &str, offset: usize, line: usize) -> Body {
        let command = recipe.trim_start_matches(['@', '-', '+', ' ', '\t']);
        let skipped = recipe.len() - command.len();
        let mut body = Body::starting(line, true);
        write(command, offset + skipped, &mut body);
        body
    }
}

/// `NAME = value`, with the letters before `=`.
fn assignment(line: &str) -> Option<(&str, &str, &str)> {
    let (left, value) = line.split_once('=')?;
    let name = left.trim_end_matches([':', '?', '+', '!']);
    let operator = left.get(name.len()..).unwrap_or_default();
    let name = name.trim();
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let name = name.strip_prefix("override ").unwrap_or(name).trim();
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter));
    let operator = if operator.is_empty() { "=" } else { operator };
    let value = value.split(" #").next().unwrap_or(value);
    is_name.then_some((name, operator, value))
}

/// Writes make's text as the shell gets it: `$(NAME)` as `${NAME}`, `$$` as `$`, functions as they are.
fn write(text: &str, offset: usize, body: &mut Body) {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('$')) {
        let dollar = at + found;
        body.push(text.get(at..dollar).unwrap_or_default(), Some(offset + at));
        let rest = text.get(dollar + 1..).unwrap_or_default();
        if rest.starts_with('$') {
            body.push("$", Some(offset + dollar));
            at = dollar + 2;
        } else if let Some(name) = variable(rest) {
            body.push(&format!("${{{name}}}"), None);
            at = dollar + 1 + name.len() + 2;
        } else if rest.starts_with('@') {
            body.push("${MAKE_TARGET}", None);
            at = dollar + 2;
        } else {
            body.push("$", Some(offset + dollar));
            at = dollar + 1;
        }
    }
    body.push(text.get(at..).unwrap_or_default(), Some(offset + at));
}

/// The name in `(NAME)` or `{NAME}` at the start of a text.
fn variable(text: &str) -> Option<&str> {
    let closing = if text.starts_with('(') { ')' } else { '}' };
    let inside = text.strip_prefix(['(', '{'])?;
    let (name, _) = inside.split_once(closing)?;
    let is_name = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    (is_name && !name.is_empty()).then_some(name)
}
