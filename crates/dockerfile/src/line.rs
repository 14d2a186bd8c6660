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
        let behind = text.trim_start();
        let start = part.start + (text.len() - behind.len());
        Span::new(start, start + behind.trim_end().len())
    }

    /// A part as a word whose value is decided by the caller.
    pub(crate) fn word(self, part: Span, value: impl Into<String>) -> Word {
        let (raw, value) = (self.text(part), value.into());
        let raw = (raw != value).then(|| raw.into());
        self.logical.placed(part, raw, value)
    }

    /// A part that Docker takes as it stands.
    pub(crate) fn plain(self, part: Span) -> Word {
        self.logical.word(part)
    }

    /// A part that Docker takes without quotes and escapes.
    pub(crate) fn unquoted(self, part: Span) -> Word {
        let text = self.text(part);
        match unquote(text, self.escape) {
            Some(value) => self.word(part, value),
            None => self.plain(part),
        }
    }
}

/// The text without quotes and escapes, variables untouched; `None` where it has none, or Docker could not read it.
fn unquote(text: &str, escape: Escape) -> Option<String> {
    if escape.is_absent(text) {
        return None;
    }
    if let Some(text) = escape.plainly_quoted(text) {
        return Some(text.to_owned());
    }
    lexed(text, escape)
}

fn lexed(text: &str, escape: Escape) -> Option<String> {
    let style = Style {
        escape: escape.char(),
        keeps_quotes: false,
        keeps_escapes: false,
    };
    lexer::lex(text, style).ok().map(|lexed| lexed.text)
}

#[cfg(test)]
mod tests {
    use super::{lexed, unquote};
    use crate::Escape;

    proptest::proptest! {
        #[test]
        fn what_is_quoted_plainly_is_not_lexed_and_gives_the_same(
            text in "[a8:/`\\\\'\"$\\t\u{a0} -]{0,12}|\"[a{}`\\\\'\"$ -]{0,4}\"",
        ) {
            for escape in [Escape::Backslash, Escape::Backtick] {
                let expected = (!escape.is_absent(&text)).then(|| lexed(&text, escape));
                proptest::prop_assert_eq!(unquote(&text, escape), expected.flatten());
            }
        }
    }
}
