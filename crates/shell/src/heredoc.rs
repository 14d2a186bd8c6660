//! Heredocs, found before the text is parsed.
//!
//! The grammar reads heredocs in ways no shell does: a body that starts with a blank hides its variables, one that
//! starts with `\$` becomes words of the command. So bodies are blanked out and `<<` becomes a plain `<`, each byte in
//! its place, and the bodies are read on their own.

use crate::{Span, Why};

/// A heredoc in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The first byte of `<<`.
    pub(crate) operator: usize,
    pub(crate) delimiter: Span,
    pub(crate) body: Span,
    pub(crate) strips_tabs: bool,
}

/// What the scanner stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    Command,
    Backtick,
    Double,
    Braces,
    Arithmetic,
}

/// The text without its heredocs, and where they were; `None` when it has none.
pub(crate) fn take_out(text: &str) -> Result<Option<(String, Vec<Place>)>, Why> {
    if !text.contains("<<") {
        return Ok(None);
    }
    let places = Scanner::new(text).scan()?;
    let mut bytes = text.as_bytes().to_vec();
    for place in &places {
        let after = place.operator + 1..place.delimiter.start;
        for range in [after, place.body.start..end_of_line(text, place.body.end)] {
            if let Some(part) = bytes.get_mut(range) {
                part.fill(b' ');
            }
        }
    }
    Ok(String::from_utf8(bytes).ok().map(|text| (text, places)))
}

fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find('\n').unwrap_or(rest.len())
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    contexts: Vec<Context>,
    places: Vec<Place>,
    /// How many of `places` have their body.
    read: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            contexts: Vec::new(),
            places: Vec::new(),
            read: 0,
        }
    }

    fn scan(mut self) -> Result<Vec<Place>, Why> {
        while let Some(byte) = self.byte(0) {
            let context = self.contexts.last().copied().unwrap_or(Context::Command);
            let in_command = matches!(context, Context::Command | Context::Backtick);
            match byte {
                b'\\' => self.at += 1,
                b'\'' if self.opens_single(context) => self.skip_past("'"),
                b'"' if context == Context::Double => drop(self.contexts.pop()),
                b'"' => self.contexts.push(Context::Double),
                b'`' if self.contexts.contains(&Context::Backtick) => {
                    while self
                        .contexts
                        .pop()
                        .is_some_and(|open| open != Context::Backtick)
                    {}
                }
                b'`' => self.contexts.push(Context::Backtick),
                b'$' if self.starts_with("$((") => self.open(3, &[Context::Arithmetic; 2]),
                b'$' if self.starts_with("$(") => self.open(2, &[Context::Command]),
                b'$' if self.starts_with("${") => self.open(2, &[Context::Braces]),
                b'}' if context == Context::Braces => drop(self.contexts.pop()),
                b'(' if context == Context::Arithmetic => self.contexts.push(context),
                b')' if context == Context::Arithmetic => drop(self.contexts.pop()),
                b'(' if in_command && self.starts_with("((") => {
                    self.open(2, &[Context::Arithmetic; 2]);
                }
                b'(' if in_command => self.contexts.push(Context::Command),
                b')' if context == Context::Command => drop(self.contexts.pop()),
                b'#' if in_command && self.starts_word() => {
                    self.at = end_of_line(self.text, self.at) - 1;
                }
                b'<' if in_command && self.starts_with("<<<") => self.at += 2,
                b'<' if in_command && self.starts_with("<<") => self.operator()?,
                b'\n' if self.read < self.places.len() => self.bodies(in_command)?,
                _ => {}
            }
            self.at += 1;
        }
        if self.read < self.places.len() {
            self.bodies(true)?;
        }
        Ok(self.places)
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn starts_with(&self, start: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        rest.starts_with(start.as_bytes())
    }

    fn starts_word(&self) -> bool {
        let before = self
            .at
            .checked_sub(1)
            .and_then(|at| self.text.as_bytes().get(at));
        before.is_none_or(|byte| b" \t\n;|&()".contains(byte))
    }

    /// A single quote opens a quotation, but not between double quotes.
    fn opens_single(&self, context: Context) -> bool {
        context != Context::Double
            && !(context == Context::Braces && self.contexts.contains(&Context::Double))
    }

    fn skip_past(&mut self, end: &str) {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        self.at += 1 + rest.find(end).unwrap_or(rest.len());
    }

    fn open(&mut self, length: usize, contexts: &[Context]) {
        self.contexts.extend(contexts);
        self.at += length - 1;
    }

    /// Reads `<<`, `-` and the delimiter.
    fn operator(&mut self) -> Result<(), Why> {
        let operator = self.at;
        self.at += 2;
        let strips_tabs = self.byte(0) == Some(b'-');
        self.at += usize::from(strips_tabs);
        while matches!(self.byte(0), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        let start = self.at;
        while let Some(byte) = self.byte(0) {
            match byte {
                b'\\' => self.at += 1,
                b'\'' | b'"' => self.skip_past(if byte == b'"' { "\"" } else { "'" }),
                b' ' | b'\t' | b'\n' | b';' | b'|' | b'&' | b'(' | b')' | b'<' | b'>' | b'`' => {
                    break;
                }
                _ => {}
            }
            self.at += 1;
        }
        let delimiter = Span::new(start, self.at.min(self.text.len()));
        if delimiter.start >= delimiter.end {
            return Err(Why::new(
                "a heredoc without a delimiter",
                Span::new(operator, start),
            ));
        }
        let body = Span::default();
        self.places.push(Place {
            operator,
            delimiter,
            body,
            strips_tabs,
        });
        self.at = delimiter.end - 1;
        Ok(())
    }

    /// Reads the bodies of the heredocs of the line that ends here.
    fn bodies(&mut self, in_command: bool) -> Result<(), Why> {
        let mut at = (self.at + 1).min(self.text.len());
        for place in self.places.iter_mut().skip(self.read) {
            let opened = Span::new(place.operator, place.delimiter.end);
            if !in_command {
                return Err(Why::new("a heredoc in a quotation", opened));
            }
            let name = crate::unquote::unquote(place.delimiter.of(self.text)).literal;
            let name =
                name.ok_or_else(|| Why::new("a heredoc with an expansion for delimiter", opened))?;
            let start = at;
            place.body = loop {
                let end = end_of_line(self.text, at);
                let line = self.text.get(at..end).unwrap_or_default();
                let line = if place.strips_tabs {
                    line.trim_start_matches('\t')
                } else {
                    line
                };
                let is_rest = end >= self.text.len();
                if line == name {
                    let body = Span::new(start, at);
                    at = (end + 1).min(self.text.len());
                    break body;
                }
                if is_rest {
                    return Err(Why::new("a heredoc is never closed", opened));
                }
                at = end + 1;
            };
        }
        self.read = self.places.len();
        // The scan goes on at the line break behind the last delimiter.
        let ends_in_break = at > self.at + 1 && self.text.as_bytes().get(at - 1) == Some(&b'\n');
        self.at = if ends_in_break { at - 2 } else { at };
        Ok(())
    }
}

/// The body as the inside of a string that the shell reads alike: `"` means nothing in a heredoc, so it is blanked,
/// but in the `$( )` and `${ }` of the body it keeps its meaning.
pub(crate) fn as_string(body: &str) -> String {
    let mut string = String::with_capacity(body.len() + 2);
    string.push('"');
    let mut depth = 0_usize;
    let mut in_backticks = false;
    let mut characters = body.chars().peekable();
    while let Some(character) = characters.next() {
        let is_outside = depth == 0 && !in_backticks;
        let next = characters.peek().copied();
        match character {
            '\\' => match characters.next() {
                Some('"') if is_outside => string.push_str("  "),
                Some(next) => string.extend([character, next]),
                None => string.push(' '),
            },
            '"' if is_outside => string.push(' '),
            '$' if matches!(next, Some('(' | '{')) => {
                depth += 1;
                string.push(character);
                string.extend(characters.next());
            }
            '(' | '{' if depth > 0 => {
                depth += 1;
                string.push(character);
            }
            ')' | '}' => {
                depth = depth.saturating_sub(1);
                string.push(character);
            }
            '`' => {
                in_backticks = !in_backticks;
                string.push(character);
            }
            _ => string.push(character),
        }
    }
    string.push('"');
    string
}
