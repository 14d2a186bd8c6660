//! Dockerfile's own word lexer: quotes, escapes and `$` expressions, without values for the variables.
//!
//! It is not a shell's. Docker uses it to find heredocs in a line and to take the quotes off words; the rules are those
//! of <https://github.com/moby/buildkit/blob/master/frontend/dockerfile/shell/lex.go>.

use crate::Span;
use std::iter::Peekable;
use std::str::CharIndices;

/// How deep `${a:-${b:-…}}` may nest. Docker has no limit; nobody writes more than three, and a limit keeps the stack.
const MAX_DEPTH: usize = 64;

/// What stays in the words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// The character that escapes the next one.
    pub(crate) escape: char,
    /// Whether quotes stay.
    pub(crate) keeps_quotes: bool,
    /// Whether the escape characters stay.
    pub(crate) keeps_escapes: bool,
}

/// The result of lexing: the text as a whole, and as words.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    /// The text without what the style removes.
    pub(crate) text: String,
    /// The same, split at unquoted blanks.
    pub(crate) words: Vec<LexedWord>,
}

/// One word and its place in the text that was lexed.
#[derive(Debug, Default)]
pub(crate) struct LexedWord {
    /// The word, without what the style removes.
    pub(crate) text: String,
    /// From its first to its last byte.
    pub(crate) span: Span,
}

/// An odd quote, or a `${…}` that Docker does not know.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// Lexes `text`.
pub(crate) fn lex(text: &str, style: Style) -> Result<Lexed, Unreadable> {
    let mut lexer = Lexer {
        chars: text.char_indices().peekable(),
        len: text.len(),
        style,
        depth: 0,
        nested: false,
    };
    let mut lexed = Lexed::default();
    let mut word = LexedWord::default();
    while lexer.peek().is_some() {
        let start = lexer.offset();
        let piece = lexer.piece(style.keeps_escapes)?;
        let span = Span::new(start, lexer.offset());
        if std::mem::take(&mut lexer.nested) {
            // Docker shares one buffer between a word and the default inside its `${…}`, which empties the word.
            word.text.clear();
        }
        lexed.text.push_str(piece.text());
        match &piece {
            Piece::Fixed(text) => word.push(text, span),
            Piece::Plain(text) | Piece::Variable(text) => {
                let mut parts = text.split(char::is_whitespace);
                word.push(parts.next().unwrap_or_default(), span);
                for part in parts {
                    lexed.words.extend(word.take());
                    word.push(part, span);
                }
            }
        }
    }
    lexed.words.extend(word.take());
    Ok(lexed)
}

impl LexedWord {
    fn push(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        if self.text.is_empty() {
            self.span = span;
        }
        self.text.push_str(text);
        self.span.end = span.end;
    }

    fn take(&mut self) -> Option<LexedWord> {
        let word = std::mem::take(self);
        (!word.text.is_empty()).then_some(word)
    }
}

/// A step of the lexer.
enum Piece {
    /// Text that blanks may split into words.
    Plain(String),
    /// Quoted or escaped text: it belongs to one word.
    Fixed(String),
    /// A variable: blanks in its default split it too.
    Variable(String),
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Piece::Plain(text) | Piece::Fixed(text) | Piece::Variable(text) => text,
        }
    }
}

struct Lexer<'t> {
    chars: Peekable<CharIndices<'t>>,
    len: usize,
    style: Style,
    depth: usize,
    /// Whether the last piece held a `${…}` with a word inside.
    nested: bool,
}

impl Lexer<'_> {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|&(_, next)| next)
    }

    fn next(&mut self) -> Option<char> {
        self.chars.next().map(|(_, next)| next)
    }

    fn offset(&mut self) -> usize {
        self.chars.peek().map_or(self.len, |&(offset, _)| offset)
    }

    fn piece(&mut self, keeps_escapes: bool) -> Result<Piece, Unreadable> {
        match self.peek() {
            Some('\'') => self.single_quoted().map(Piece::Fixed),
            Some('"') => self.double_quoted(keeps_escapes).map(Piece::Fixed),
            Some('$') => self.variable().map(Piece::Variable),
            Some('<') => Ok(Piece::Fixed(self.less())),
            Some(escape) if escape == self.style.escape => {
                self.next();
                let kept = keeps_escapes.then_some(escape);
                Ok(Piece::Fixed(kept.into_iter().chain(self.next()).collect()))
            }
            _ => Ok(Piece::Plain(self.plain())),
        }
    }

    /// Everything up to the next character that means something.
    fn plain(&mut self) -> String {
        let mut text: String = self.next().into_iter().collect();
        while let Some(next) = self.peek() {
            if matches!(next, '\'' | '"' | '$' | '<' | '}' | '/') || next == self.style.escape {
                break;
            }
            text.push(next);
            self.next();
        }
        text
    }

    fn single_quoted(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        self.quote(&mut text);
        loop {
            match self.peek().ok_or(Unreadable)? {
                '\'' => {
                    self.quote(&mut text);
                    return Ok(text);
                }
                next => text.push(next),
            }
            self.next();
        }
    }

    fn double_quoted(&mut self, keeps_escapes: bool) -> Result<String, Unreadable> {
        let mut text = String::new();
        self.quote(&mut text);
        loop {
            match self.peek().ok_or(Unreadable)? {
                '"' => {
                    self.quote(&mut text);
                    return Ok(text);
                }
                '$' => text.push_str(&self.variable()?),
                next if next == self.style.escape => {
                    self.next();
                    text.extend(keeps_escapes.then_some(next));
                    match self.peek() {
                        None => {}
                        Some(escaped) if matches!(escaped, '"' | '$') || escaped == next => {
                            text.extend(self.next());
                        }
                        Some(_) => text.push(next),
                    }
                }
                next => {
                    text.push(next);
                    self.next();
                }
            }
        }
    }

    fn quote(&mut self, text: &mut String) {
        let quote = self.next();
        if self.style.keeps_quotes {
            text.extend(quote);
        }
    }

    /// `<`, or `<<` with the blanks after it: Docker allows `<< EOF`.
    fn less(&mut self) -> String {
        let mut text: String = self.next().into_iter().collect();
        if self.peek() == Some('<') {
            text.extend(self.next());
            while matches!(self.peek(), Some('\t' | '\r' | ' ')) {
                text.extend(self.next());
            }
        }
        text
    }

    fn variable(&mut self) -> Result<String, Unreadable> {
        let mut text: String = self.next().into_iter().collect();
        if self.peek() != Some('{') {
            self.name(&mut text);
            return Ok(text);
        }
        text.extend(self.next());
        if matches!(self.peek(), None | Some('{' | '}' | ':')) {
            return Err(Unreadable);
        }
        self.name(&mut text);
        let mut operator = self.next().ok_or(Unreadable)?;
        text.push(operator);
        let has_colon = operator == ':';
        if has_colon {
            operator = self.next().ok_or(Unreadable)?;
            text.push(operator);
        }
        match operator {
            '}' if !has_colon => return Ok(text),
            '#' | '%' if has_colon => return Err(Unreadable),
            '#' | '%' => text.push_str(&self.until('}', true)?),
            '/' if !has_colon => {
                if self.peek() == Some('/') {
                    text.extend(self.next());
                }
                text.push_str(&self.until('/', true)?);
                text.push('/');
                text.push_str(&self.until('}', true)?);
            }
            '+' | '-' | '?' => text.push_str(&self.until('}', false)?),
            _ if has_colon => text.push_str(&self.until('}', false)?),
            _ => return Err(Unreadable),
        }
        text.push('}');
        Ok(text)
    }

    /// The text up to `stop`, which is read too.
    fn until(&mut self, stop: char, keeps_escapes: bool) -> Result<String, Unreadable> {
        self.nested = true;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unreadable);
        }
        let mut text = String::new();
        while self.peek().ok_or(Unreadable)? != stop {
            text.push_str(self.piece(keeps_escapes)?.text());
        }
        self.next();
        self.depth -= 1;
        Ok(text)
    }

    fn name(&mut self, text: &mut String) {
        let Some(first) = self.peek() else { return };
        let is_part: fn(char) -> bool = match first {
            '0'..='9' => |next| next.is_ascii_digit(),
            '@' | '*' | '#' | '?' | '-' | '$' | '!' => {
                text.extend(self.next());
                return;
            }
            _ => |next| next.is_alphanumeric() || next == '_',
        };
        while self.peek().is_some_and(is_part) {
            text.extend(self.next());
        }
    }
}
