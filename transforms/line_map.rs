//! Where the lines of an edited text stood in the original.

use dockerfile::{Edit, Lines};

/// For every line of the current text, the line of the original it comes from, or stands next to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineMap {
    original: Vec<usize>,
}

impl LineMap {
    /// The map of a text that was not edited yet.
    pub(crate) fn identity(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        Self {
            original: (1..=ends + 1).collect(),
        }
    }

    /// The map after `edits` (sorted, not overlapping) to `text`, which is the text this map is for.
    pub(crate) fn after(&self, text: &str, edits: &[Edit]) -> Self {
        let mut walk = Walk {
            map: self,
            original: Vec::with_capacity(self.original.len()),
            line: 0,
            is_line_start: true,
        };
        let mut cursor = 0;
        for edit in edits {
            walk.keep(text.get(cursor..edit.span.start).unwrap_or_default());
            walk.replace(text.get(edit.span.range()).unwrap_or_default(), &edit.text);
            cursor = edit.span.end;
        }
        walk.keep(text.get(cursor..).unwrap_or_default());
        walk.start_line(walk.line);
        Self {
            original: walk.original,
        }
    }

    /// The original lines for `lines` of the current text.
    pub(crate) fn originals(&self, lines: Lines) -> Lines {
        let first = self.original_of(lines.first.saturating_sub(1));
        let last = self.original_of(lines.last.saturating_sub(1));
        Lines {
            first,
            last: last.max(first),
        }
    }

    fn original_of(&self, index: usize) -> usize {
        let line = self.original.get(index).or(self.original.last());
        line.copied().unwrap_or(1)
    }
}

/// One walk over a text and its edits, noting where each line of the result comes from.
struct Walk<'m> {
    map: &'m LineMap,
    original: Vec<usize>,
    line: usize,
    is_line_start: bool,
}

impl Walk<'_> {
    fn keep(&mut self, text: &str) {
        for _ in memchr::memchr_iter(b'\n', text.as_bytes()) {
            self.start_line(self.line);
            self.is_line_start = true;
            self.line += 1;
        }
        if !text.is_empty() && !text.ends_with('\n') {
            self.start_line(self.line);
        }
    }

    fn replace(&mut self, old: &str, new: &str) {
        let last = self.line + old.matches('\n').count();
        let mut line = self.line;
        for part in new.split_inclusive('\n') {
            self.start_line(line.min(last));
            self.is_line_start = part.ends_with('\n');
            line += usize::from(self.is_line_start);
        }
        self.line = last;
    }

    fn start_line(&mut self, line: usize) {
        if self.is_line_start {
            self.original.push(self.map.original_of(line));
            self.is_line_start = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockerfile::Span;

    fn originals(text: &str, edits: &[(usize, usize, &str)]) -> Vec<usize> {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|&(start, end, text)| Edit {
                span: Span::new(start, end),
                text: text.to_owned(),
            })
            .collect();
        LineMap::identity(text).after(text, &edits).original
    }

    #[test]
    fn an_inserted_line_stands_where_it_was_put() {
        assert_eq!(
            originals("a\nb\nc\n", &[(2, 2, "x\ny\n")]),
            [1, 2, 2, 2, 3, 4]
        );
        assert_eq!(originals("a\nb\nc", &[(3, 3, "\nx")]), [1, 2, 2, 3]);
    }

    #[test]
    fn a_removed_line_leaves_the_others_where_they_were() {
        assert_eq!(originals("a\nb\nc\n", &[(2, 4, "")]), [1, 3, 4]);
    }

    #[test]
    fn lines_that_replace_others_keep_their_order() {
        assert_eq!(
            originals("a\nb\nc\nd", &[(2, 5, "x\ny\nz")]),
            [1, 2, 3, 3, 4]
        );
    }

    #[test]
    fn maps_add_up() {
        let text = "a\nb\n";
        let edit = |offset: usize, text: &str| Edit {
            span: Span::at(offset),
            text: text.to_owned(),
        };
        let first = LineMap::identity(text).after(text, &[edit(0, "x\n")]);
        let second = first.after("x\na\nb\n", &[edit(4, "y\n")]);
        assert_eq!(second.original, [1, 1, 2, 2, 3]);
        assert_eq!(
            second.originals(Lines { first: 2, last: 4 }),
            Lines { first: 1, last: 2 }
        );
    }
}
