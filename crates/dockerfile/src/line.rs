//! A joined line while it is read: cuts words out of it, each with its place in the source.

use crate::lexer::{self, Style};
use crate::{Escape, Logical, Span, Word};

/// The joined text of one instruction, and the document's escape character.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) logical: &'a Logical,
    pub(crate) escape: Escape,
}

impl<'a> Line<'a> {
    /// The text of a part.
    pub(crate) fn text(self, part: Span) -> &'a str {
        self.logical.slice(part)
    }

    /// A part without the blanks around it.
    pub(crate) fn trim(self, part: Span) -> Span {
        let text = self.text(part);
        let start = part.start + (text.len() - text.trim_start().len());
        Span::new(start, start + text.trim().len())
    }

    /// A part as a word whose value is decided by the caller.
    pub(crate) fn word(self, part: Span, value: impl Into<String>) -> Word {
        let span = self.logical.source_range(part).unwrap_or_default();
        let (raw, value) = (self.text(part), value.into());
        Word {
            raw: (raw != value).then(|| raw.into()),
            value,
            logical: part,
            span,
            is_contiguous: span.len() == part.len(),
        }
    }

    /// A part that Docker takes as it stands.
    pub(crate) fn plain(self, part: Span) -> Word {
        self.word(part, self.text(part))
    }

    /// A part that Docker takes without quotes and escapes.
    pub(crate) fn unquoted(self, part: Span) -> Word {
        self.word(part, unquote(self.text(part), self.escape))
    }
}

/// The text without quotes and escapes, variables untouched; the text itself where Docker could not read it.
fn unquote(text: &str, escape: Escape) -> String {
    let escape = escape.char();
    if !text.contains(['\'', '"', escape]) {
        return text.to_owned();
    }
    let style = Style {
        escape,
        keeps_quotes: false,
        keeps_escapes: false,
    };
    lexer::lex(text, style).map_or_else(|_| text.to_owned(), |lexed| lexed.text)
}
