//! Changes a document by intent, and keeps its habits.

mod json;
mod layout;
mod lines;
mod new;
mod pairs;
mod removal;
mod verify;

use crate::{Document, Edit, Instruction, Kind, Span, Word};
use layout::Layout;
use lines::Lines;
use std::collections::{BTreeMap, BTreeSet};

pub use new::New;
pub use verify::{Breach, verify};

/// Collects changes to a document, named by what they are for, and turns them into edits of its text.
///
/// What is added looks like what is there: line ending, case of the keywords, indentation, the way lines are continued.
///
/// ```
/// use dockerfile::{Document, Editor, New, apply};
///
/// let document = Document::parse("from alpine:3\nenv TOKEN=x MODE=fast\ncmd [\"/app\"]");
/// let mut editor = Editor::new(&document);
/// editor.remove_pair(1, 0);
/// editor.insert_before(2, New::instruction("USER", ["65532:65532"]));
/// let edits = editor.finish()?;
/// assert_eq!(
///     apply(&document.text, &edits),
///     "from alpine:3\nenv MODE=fast\nuser 65532:65532\ncmd [\"/app\"]",
/// );
/// # Ok::<(), dockerfile::EditError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Editor<'d> {
    document: &'d Document,
    lines: Lines<'d>,
    edits: Vec<Edit>,
    directives: Vec<(String, String)>,
    insertions: Vec<(usize, Place, New)>,
    removed: BTreeSet<usize>,
    removed_pairs: BTreeMap<usize, BTreeSet<usize>>,
    error: Option<EditError>,
}

/// On which side of an instruction something is inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    After,
}

/// Why changes cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A position at which the document has no instruction, or the instruction no such pair.
    #[error("there is nothing at position {0} of the document")]
    Missing(usize),
    /// A span that is not one of the document's text.
    #[error("the bytes {} to {} are not a part of the text", .0.start, .0.end)]
    NotInText(Span),
    /// A word that a continuation line splits.
    #[error("line {line}: the word `{word}` runs over a line continuation")]
    Split {
        /// The line on which the word starts.
        line: usize,
        /// The word.
        word: String,
    },
    /// A pair whose name would be read as a flag, were it the first.
    #[error("line {line}: without what stands before it, `{word}` would be read as a flag")]
    BecomesFlag {
        /// The line on which the pair starts.
        line: usize,
        /// Its name.
        word: String,
    },
    /// A line among the pairs that holds nothing but the escape character, with blank lines besides: no removal can be
    /// sure to leave what is left whole.
    #[error(
        "line {line}: the pairs run over blank lines and one that holds only the escape character"
    )]
    BareLine {
        /// That line.
        line: usize,
    },
    /// Two changes of the same text.
    #[error("line {line}: two changes overlap")]
    Overlap {
        /// The line on which the second change starts.
        line: usize,
    },
}

impl<'d> Editor<'d> {
    /// An editor without changes.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            lines: Lines::new(&document.text),
            edits: Vec::new(),
            directives: Vec::new(),
            insertions: Vec::new(),
            removed: BTreeSet::new(),
            removed_pairs: BTreeMap::new(),
            error: None,
        }
    }

    /// Adds a flag after those that are there, before the arguments; in an `ONBUILD`, to what it wraps.
    pub fn add_flag(&mut self, instruction: usize, flag: &str) {
        let Some(mut target) = self.instruction(instruction) else {
            return;
        };
        while let Kind::Onbuild(wrapped) = &target.kind {
            target = wrapped;
        }
        let last = match target.flags.last() {
            Some(flag) => flag.word.span,
            None => target.keyword_place(),
        };
        self.edits.push(Edit {
            span: Span::at(last.end),
            text: format!(" {flag}"),
        });
    }

    /// Replaces a word. In a JSON array, `text` is the string it should stand for; elsewhere, the text of the file.
    pub fn replace(&mut self, word: &Word, text: &str) {
        if !word.is_contiguous {
            let split = EditError::Split {
                line: self.lines.number(word.span.start),
                word: word.raw().to_owned(),
            };
            self.error.get_or_insert(split);
            return;
        }
        if json::holds(self.document, word) {
            self.replace_span(word.span, &json::encode(text));
        } else {
            self.replace_span(word.span, text);
        }
    }

    /// Replaces the text of a span as it stands.
    pub fn replace_span(&mut self, span: Span, text: &str) {
        if self.document.text.get(span.range()).is_none() {
            self.error.get_or_insert(EditError::NotInText(span));
            return;
        }
        self.edits.push(Edit {
            span,
            text: text.to_owned(),
        });
    }

    /// Inserts an instruction above another and the comment lines directly above that.
    pub fn insert_before(&mut self, instruction: usize, new: New) {
        if self.instruction(instruction).is_some() {
            self.insertions.push((instruction, Place::Before, new));
        }
    }

    /// Inserts an instruction under another, after its heredocs.
    pub fn insert_after(&mut self, instruction: usize, new: New) {
        if let Some(found) = self.document.instructions.get(instruction)
            && new::stays_continued(found, self.document.escape.char(), &self.lines)
        {
            let line = found.lines.last;
            self.error.get_or_insert(EditError::BareLine { line });
        }
        if self.instruction(instruction).is_some() {
            self.insertions.push((instruction, Place::After, new));
        }
    }

    /// Removes an instruction with its lines; comments above it stay. What is inserted beside it takes its place.
    pub fn remove(&mut self, instruction: usize) {
        if self.instruction(instruction).is_some() {
            self.removed.insert(instruction);
        }
    }

    /// Removes one pair of an `ENV`, `ARG` or `LABEL`, and the instruction with its last pair. Comments between the
    /// pairs stay.
    pub fn remove_pair(&mut self, instruction: usize, pair: usize) {
        let Some(target) = self.instruction(instruction) else {
            return;
        };
        if pairs::of(target).get(pair).is_some() {
            self.removed_pairs
                .entry(instruction)
                .or_default()
                .insert(pair);
        } else {
            self.error.get_or_insert(EditError::Missing(instruction));
        }
    }

    /// Sets a parser directive, `# name=value`: in its place if it is there, or as the first line.
    pub fn set_directive(&mut self, name: &str, value: &str) {
        let directives = &self.document.directives;
        match directives.iter().find(|directive| directive.name == name) {
            Some(directive) => self.replace_span(directive.value_span, value),
            None => self.directives.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes over all that another editor of the same document was told, behind what this one was.
    pub fn append(&mut self, later: Editor<'d>) {
        self.edits.extend(later.edits);
        self.directives.extend(later.directives);
        self.insertions.extend(later.insertions);
        self.removed.extend(later.removed);
        for (instruction, pairs) in later.removed_pairs {
            self.removed_pairs
                .entry(instruction)
                .or_default()
                .extend(pairs);
        }
        self.error = self.error.take().or(later.error);
    }

    /// The edits, sorted and without overlaps.
    ///
    /// # Errors
    /// When a change has no place, or two of them want the same one.
    pub fn finish(mut self) -> Result<Vec<Edit>, EditError> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let layout = Layout::of(self.document);
        let mut edits = self.directive_edits(&layout);
        edits.append(&mut self.pair_edits()?);
        edits.append(&mut self.insertion_edits(&layout));
        let is_replaced = |at: &usize| self.insertions.iter().any(|(beside, ..)| beside == at);
        let removed = self.removed.iter().copied().filter(|at| !is_replaced(at));
        edits.extend(removal::edits(self.document, &self.lines, removed));
        edits.append(&mut self.edits);
        self.in_order(edits)
    }

    fn instruction(&mut self, at: usize) -> Option<&'d Instruction> {
        let instruction = self.document.instructions.get(at);
        if instruction.is_none() {
            self.error.get_or_insert(EditError::Missing(at));
        }
        instruction
    }

    fn directive_edits(&self, layout: &Layout<'_>) -> Vec<Edit> {
        let edits = self.directives.iter().map(|(name, value)| Edit {
            span: Span::at(self.lines.first()),
            text: format!("# {name}={value}{}", layout.newline),
        });
        edits.collect()
    }

    /// Pairs that go; an instruction that loses all of them goes whole.
    fn pair_edits(&mut self) -> Result<Vec<Edit>, EditError> {
        let mut edits = Vec::new();
        for (at, removed) in std::mem::take(&mut self.removed_pairs) {
            let Some(instruction) = self.document.instructions.get(at) else {
                continue;
            };
            if removed.len() == pairs::of(instruction).len() {
                self.removed.insert(at);
            } else if !self.removed.contains(&at) {
                if let Some(key) = pairs::flag_to_be(instruction, &removed) {
                    return Err(EditError::BecomesFlag {
                        line: self.lines.number(key.span.start),
                        word: key.raw().to_owned(),
                    });
                }
                if let Some(bare) = pairs::bare_line(
                    instruction,
                    &removed,
                    self.document.escape.char(),
                    &self.lines,
                ) {
                    let line = self.lines.number(bare);
                    return Err(EditError::BareLine { line });
                }
                edits.extend(pairs::removal(instruction, &removed, &self.lines));
            }
        }
        Ok(edits)
    }

    fn insertion_edits(&self, layout: &Layout<'_>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut replaced: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (at, place, new) in &self.insertions {
            let indent = layout.indent(*at, *place == Place::After);
            let text = layout.render(new, indent);
            if self.removed.contains(at) {
                replaced.entry(*at).or_default().push(text);
                continue;
            }
            edits.extend(match place {
                Place::Before => new::before(self.document, &self.lines, layout, *at, new, &text),
                Place::After => new::after(self.document, &self.lines, layout, *at, new, &text),
            });
        }
        for (at, texts) in replaced {
            if let Some(instruction) = self.document.instructions.get(at) {
                edits.push(Edit {
                    span: self.lines.without_mark(instruction.span),
                    text: texts.join(layout.newline),
                });
            }
        }
        edits
    }

    /// Sorts edits, joins insertions at one place in the order they were asked for, and joins overlapping deletions.
    fn in_order(&self, mut edits: Vec<Edit>) -> Result<Vec<Edit>, EditError> {
        edits.sort_by_key(|edit| (edit.span.start, !edit.span.is_empty()));
        let mut ordered: Vec<Edit> = Vec::new();
        for edit in edits {
            let Some(last) = ordered.last_mut() else {
                ordered.push(edit);
                continue;
            };
            if last.span == edit.span && last.span.is_empty() {
                last.text.push_str(&edit.text);
            } else if last.span.end <= edit.span.start {
                ordered.push(edit);
            } else if last.text.is_empty() && edit.text.is_empty() {
                last.span.end = last.span.end.max(edit.span.end);
            } else {
                let line = self.lines.number(edit.span.start);
                return Err(EditError::Overlap { line });
            }
        }
        Ok(ordered)
    }
}

#[cfg(test)]
mod tests;
