//! Printing: colour where it is wanted, control characters made harmless where a person looks.

use crate::world::Stream;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

/// What a piece of text is, for those who see colours. The words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Error,
    Warning,
    Help,
    Place,
    Added,
    Removed,
    Hunk,
    Heading,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::Help => "1;36",
            Style::Place | Style::Heading => "1",
            Style::Added => "32",
            Style::Removed => "31",
            Style::Hunk => "36",
        }
    }
}

/// A stream, or a text that is printed later, with its habits.
pub(crate) struct Screen<'w> {
    paper: Paper<'w>,
    habits: Habits,
    /// The first error of the stream; nothing is printed after it.
    pub(crate) error: Option<io::Error>,
}

/// Where what is printed goes.
enum Paper<'w> {
    Stream(&'w mut Stream),
    Text(String),
}

/// How a screen prints.
#[derive(Clone, Copy)]
pub(crate) struct Habits {
    is_terminal: bool,
    has_colour: bool,
}

impl Habits {
    /// What `print` prints on a screen like this one.
    pub(crate) fn text(self, print: impl FnOnce(&mut Screen<'_>)) -> String {
        let mut screen = Screen {
            paper: Paper::Text(String::new()),
            habits: self,
            error: None,
        };
        print(&mut screen);
        match screen.paper {
            Paper::Text(text) => text,
            Paper::Stream(_) => String::new(),
        }
    }
}

impl<'w> Screen<'w> {
    pub(crate) fn new(stream: &'w mut Stream, has_colour: bool) -> Self {
        let is_terminal = stream.is_terminal;
        Self {
            paper: Paper::Stream(stream),
            habits: Habits {
                is_terminal,
                has_colour,
            },
            error: None,
        }
    }

    pub(crate) fn habits(&self) -> Habits {
        self.habits
    }

    /// Prints `text` as it stands, or, on a terminal, with its control characters escaped.
    pub(crate) fn print(&mut self, style: Style, text: &str) {
        let text = if self.habits.is_terminal {
            harmless(text)
        } else {
            Cow::Borrowed(text)
        };
        if self.habits.has_colour && style != Style::Plain {
            let painted = format!("\u{1b}[{}m{text}\u{1b}[0m", style.code());
            self.put(&painted);
        } else {
            self.put(&text);
        }
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) {
        self.put("\n");
    }

    /// Makes sure that everything is out.
    pub(crate) fn flush(&mut self) {
        if let Paper::Stream(stream) = &mut self.paper
            && let Err(error) = stream.writer.flush()
        {
            self.error.get_or_insert(error);
        }
    }

    /// Puts a text on as it stands: a screen with the same habits made it.
    pub(crate) fn put(&mut self, text: &str) {
        match &mut self.paper {
            Paper::Text(all) => all.push_str(text),
            Paper::Stream(stream) if self.error.is_none() => {
                self.error = stream.writer.write_all(text.as_bytes()).err();
            }
            Paper::Stream(_) => {}
        }
    }
}

/// `text` with every control character but line ends and tabs written out.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |character: char| {
        character.is_control() && character != '\n' && character != '\t' || is_direction(character)
    };
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmful(character) {
            // Writing to a text cannot fail.
            let _ = write!(result, "{}", character.escape_default());
        } else {
            result.push(character);
        }
    }
    Cow::Owned(result)
}

/// Characters that turn the direction of the text around them: a diff would read differently from what it says.
fn is_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_made_apart_is_what_the_screen_would_print() {
        let print = |screen: &mut Screen<'_>| {
            screen.print(Style::Error, "error");
            screen.print(Style::Plain, ": \u{1b}[2J");
            screen.end();
        };
        let text = |is_terminal, has_colour| {
            let mut stream = Stream {
                writer: Box::new(io::sink()),
                is_terminal,
            };
            Screen::new(&mut stream, has_colour).habits().text(print)
        };
        assert_eq!(text(false, false), "error: \u{1b}[2J\n");
        let painted = "\u{1b}[1;31merror\u{1b}[0m";
        assert_eq!(text(false, true), format!("{painted}: \u{1b}[2J\n"));
        assert_eq!(text(true, true), format!("{painted}: \\u{{1b}}[2J\n"));
    }

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(harmless("a\u{1b}[31mb\tc\r\n"), "a\\u{1b}[31mb\tc\\r\n");
        assert_eq!(harmless("RUN \u{202e}x"), "RUN \\u{202e}x");
        assert_eq!(harmless("plain äö"), "plain äö");
    }
}
