//! A command text taken out of a file, with the way back to the bytes of the file.

use crate::read::{Node, Scalar};
use dockerfile::Span;

/// A command text and where its bytes stand in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Body {
    /// The text as the shell gets it.
    pub(crate) text: String,
    /// Pieces that stand in the file as they are: start in the text, start in the file, length.
    pieces: Vec<(usize, usize, usize)>,
    /// Where the lines of the file are known: start in the text, line, and whether the lines after it go on counting.
    marks: Vec<(usize, usize, bool)>,
}

impl Body {
    /// A text that stands at `offset` and `line` of the file as it is.
    pub(crate) fn plain(text: &str, offset: usize, line: usize) -> Self {
        Self {
            text: text.to_owned(),
            pieces: vec![(0, offset, text.len())],
            marks: vec![(0, line, true)],
        }
    }

    /// An empty text that starts on `line`, to be filled with [`push`](Self::push).
    pub(crate) fn starting(line: usize, has_lines: bool) -> Self {
        Self {
            marks: vec![(0, line, has_lines)],
            ..Self::default()
        }
    }

    /// Appends another text on a line of its own.
    pub(crate) fn append(&mut self, other: &Body) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        let pieces = other.pieces.iter();
        self.pieces
            .extend(pieces.map(|(at, offset, length)| (at + shift, *offset, *length)));
        let marks = other.marks.iter();
        self.marks
            .extend(marks.map(|(at, line, counts)| (at + shift, *line, *counts)));
    }

    /// The same text with every part between `start` and `end` replaced by what `with` makes of its inside.
    pub(crate) fn replaced(
        &self,
        start: &str,
        end: &str,
        with: &mut dyn FnMut(&str) -> String,
    ) -> Body {
        let mut body = Body::default();
        let mut at = 0;
        while let Some(found) = self.text.get(at..).and_then(|rest| rest.find(start)) {
            let opening = at + found;
            let inside = opening + start.len();
            let Some(length) = self.text.get(inside..).and_then(|rest| rest.find(end)) else {
                break;
            };
            body.copy(self, at, opening);
            body.text.push_str(&with(
                self.text.get(inside..inside + length).unwrap_or_default(),
            ));
            at = inside + length + end.len();
        }
        body.copy(self, at, self.text.len());
        body
    }

    /// Appends a range of another text with all that is known of it.
    fn copy(&mut self, other: &Body, start: usize, end: usize) {
        let here = self.text.len();
        for (at, offset, length) in &other.pieces {
            let (from, to) = ((*at).max(start), (at + length).min(end));
            if from < to {
                self.pieces
                    .push((here + from - start, offset + from - at, to - from));
            }
        }
        self.marks
            .push((here, other.line(start), other.counts(start)));
        for (at, line, counts) in &other.marks {
            if start < *at && *at < end {
                self.marks.push((here + at - start, *line, *counts));
            }
        }
        self.text
            .push_str(other.text.get(start..end).unwrap_or_default());
    }

    fn mark(&self, offset: usize) -> (usize, usize, bool) {
        let after = self.marks.partition_point(|(at, _, _)| *at <= offset);
        let mark = after.checked_sub(1).and_then(|at| self.marks.get(at));
        mark.copied().unwrap_or((0, 1, false))
    }

    fn counts(&self, offset: usize) -> bool {
        self.mark(offset).2
    }

    /// Appends a text that stands at `offset` of the file, or nowhere in it.
    pub(crate) fn push(&mut self, text: &str, offset: Option<usize>) {
        if let Some(offset) = offset {
            self.pieces.push((self.text.len(), offset, text.len()));
        }
        self.text.push_str(text);
    }

    /// The text of a YAML or JSON value whose source is `raw`, at `offset` and `line` of the file.
    ///
    /// Each line of the value is looked for in the source, in order; where one is not found as it is (an escape, a
    /// folded line), there is no way back for it.
    fn aligned(value: &str, raw: &str, offset: usize, line: usize, is_block: bool) -> Self {
        let mut body = Self::starting(line, is_block);
        let mut cursor = 0;
        for part in value.split_inclusive('\n') {
            let bare = part.trim_end_matches(['\n', '\r']);
            let found = raw.get(cursor..).and_then(|rest| rest.find(bare));
            match found {
                Some(at) if !bare.trim().is_empty() => {
                    let start = cursor + at;
                    body.push(bare, Some(offset + start));
                    cursor = start + bare.len();
                }
                _ => match body.push_quoted(bare, raw, offset, cursor) {
                    Some(end) => cursor = end,
                    None => body.push(bare, None),
                },
            }
            body.push(part.get(bare.len()..).unwrap_or_default(), None);
        }
        body
    }

    /// Appends a line whose quotes, and nothing else, are escaped in the source, behind `cursor`; where it ends there.
    fn push_quoted(
        &mut self,
        line: &str,
        raw: &str,
        offset: usize,
        cursor: usize,
    ) -> Option<usize> {
        let escaped = line.replace('"', "\\\"");
        let found = raw.get(cursor..)?.find(&escaped)?;
        if !raw.starts_with('"') || escaped == line {
            return None;
        }
        let mut at = cursor + found;
        for part in line.split_inclusive('"') {
            let plain = part.strip_suffix('"');
            self.push(plain.unwrap_or(part), Some(offset + at));
            at += plain.unwrap_or(part).len();
            if plain.is_some() {
                self.push("\"", None);
                at += "\\\"".len();
            }
        }
        self.push("", Some(offset + at));
        Some(at)
    }

    /// The text of a scalar of a YAML or JSON file.
    pub(crate) fn of(scalar: &Scalar, node: &Node, file: &str) -> Self {
        let raw = file.get(node.span.range()).unwrap_or_default();
        Self::aligned(
            &scalar.text,
            raw,
            node.span.start,
            node.line,
            scalar.is_block,
        )
    }

    /// The line of the file for an offset in the text.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let (at, line, counts) = self.mark(offset);
        if !counts {
            return line;
        }
        let since = self.text.bytes().take(offset).skip(at);
        line + since.filter(|byte| *byte == b'\n').count()
    }

    /// Where a range of the text stands in the file; `None` when its ends do not stand there as they are.
    pub(crate) fn source(&self, start: usize, end: usize) -> Option<Span> {
        let mut pieces = self.pieces.iter();
        let (at, offset, _) = pieces.find(|(at, _, length)| *at <= start && start < at + length)?;
        let first = offset + start - at;
        let mut pieces = self.pieces.iter().rev();
        let (at, offset, _) = pieces.find(|(at, _, length)| *at <= end && end <= at + length)?;
        let last = offset + end - at;
        (first <= last).then(|| Span::new(first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::Body;

    #[test]
    fn a_block_knows_its_way_back() {
        let file = "run: |\n    cd a\n    docker build .\n";
        let body = Body::aligned("cd a\ndocker build .\n", file, 0, 2, true);
        let at = body.text.find("docker").unwrap();
        let span = body.source(at, at + 6).unwrap();
        assert_eq!(file.get(span.range()).unwrap(), "docker");
        assert_eq!(body.line(at), 3);
    }
}
