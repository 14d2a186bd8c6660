//! The JSON arrays of `CMD`, `COPY` and their like, as Docker decides what is one.

use crate::Span;

/// One string of an array.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The decoded text.
    pub(crate) value: String,
    /// The string in the text, quotes included.
    pub(crate) span: Span,
}

/// What the arguments are, read as JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// An array of strings.
    Strings(Vec<Item>),
    /// An array with something else in it, which Docker refuses.
    Mixed,
    /// Not an array in JSON: the arguments are taken as plain text.
    Not,
}

/// How deep arrays and objects may nest in Go's `encoding/json`, which Docker reads with.
const MAX_DEPTH: usize = 10_000;

/// Reads `text`; `at` is where it starts.
pub(crate) fn read(text: &str, at: usize) -> Json {
    let start = text.len() - text.trim_start().len();
    let mut reader = Reader {
        bytes: text.as_bytes(),
        offset: start,
    };
    if !reader.take(b'[') {
        return Json::Not;
    }
    reader.array(text, at).unwrap_or(Json::Not)
}

struct Reader<'t> {
    bytes: &'t [u8],
    offset: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.offset).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.offset += usize::from(found);
        found
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.offset += 1;
        }
    }

    /// The rest of the outer array, and the end of the text after it.
    fn array(&mut self, text: &str, at: usize) -> Option<Json> {
        let mut items = Vec::new();
        let mut is_mixed = false;
        self.skip_blanks();
        if !self.take(b']') {
            loop {
                self.skip_blanks();
                if self.peek() == Some(b'"') {
                    let start = self.offset;
                    let value = self.string(text)?;
                    let span = Span::new(at + start, at + self.offset);
                    items.push(Item { value, span });
                } else {
                    self.other(text)?;
                    is_mixed = true;
                }
                self.skip_blanks();
                if self.take(b']') {
                    break;
                }
                self.take(b',').then_some(())?;
            }
        }
        self.skip_blanks();
        let is_whole = self.offset == self.bytes.len();
        is_whole.then_some(if is_mixed {
            Json::Mixed
        } else {
            Json::Strings(items)
        })
    }

    fn string(&mut self, text: &str) -> Option<String> {
        self.take(b'"').then_some(())?;
        let mut value = String::new();
        loop {
            let start = self.offset;
            while self
                .peek()
                .is_some_and(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\')
            {
                self.offset += 1;
            }
            value.push_str(text.get(start..self.offset)?);
            if self.take(b'"') {
                return Some(value);
            }
            self.take(b'\\').then_some(())?;
            value.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.offset += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode()?,
            _ => return None,
        })
    }

    /// The character of `\uXXXX`, or of two of them; a lone half of a pair becomes U+FFFD.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if (0xd800..0xdc00).contains(&first) {
            let before = self.offset;
            if self.take(b'\\') && self.take(b'u') {
                let second = self.hex()?;
                if (0xdc00..0xe000).contains(&second) {
                    return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                }
            }
            self.offset = before;
        }
        Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.offset..self.offset + 4)?;
        let mut value = 0;
        for &digit in digits {
            value = value * 16 + char::from(digit).to_digit(16)?;
        }
        self.offset += 4;
        Some(value)
    }

    /// Any value that is not a string of the outer array. It is only checked, and without recursion.
    fn other(&mut self, text: &str) -> Option<()> {
        let mut open = Vec::new();
        loop {
            self.skip_blanks();
            let opened = match self.peek()? {
                b'[' | b'{' => {
                    let bracket = self.peek()?;
                    self.offset += 1;
                    open.push(bracket);
                    (open.len() < MAX_DEPTH).then_some(())?;
                    self.skip_blanks();
                    let closer = if bracket == b'[' { b']' } else { b'}' };
                    if self.peek() != Some(closer) {
                        self.key(text, &open)?;
                        continue;
                    }
                    true
                }
                _ => false,
            };
            if !opened {
                self.scalar(text)?;
            }
            if self.close(text, &mut open)? {
                return Some(());
            }
        }
    }

    /// Closes what ends after a value; whether the whole value ended.
    fn close(&mut self, text: &str, open: &mut Vec<u8>) -> Option<bool> {
        while let Some(&bracket) = open.last() {
            self.skip_blanks();
            if self.take(b',') {
                self.skip_blanks();
                self.key(text, open)?;
                return Some(false);
            }
            let closer = if bracket == b'[' { b']' } else { b'}' };
            self.take(closer).then_some(())?;
            open.pop();
        }
        Some(true)
    }

    /// The `"key":` before a value of an object; nothing in an array.
    fn key(&mut self, text: &str, open: &[u8]) -> Option<()> {
        if open.last() == Some(&b'{') {
            self.string(text)?;
            self.skip_blanks();
            self.take(b':').then_some(())?;
        }
        Some(())
    }

    fn scalar(&mut self, text: &str) -> Option<()> {
        if self.peek() == Some(b'"') {
            return self.string(text).map(drop);
        }
        for word in ["true", "false", "null"] {
            if self.bytes.get(self.offset..)?.starts_with(word.as_bytes()) {
                self.offset += word.len();
                return Some(());
            }
        }
        self.number(text)
    }

    fn number(&mut self, text: &str) -> Option<()> {
        let start = self.offset;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        // Go refuses a number that is too large, and with it the array.
        let number: f64 = text.get(start..self.offset)?.parse().ok()?;
        number.is_finite().then_some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.offset;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.offset += 1;
        }
        (self.offset > start).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        match read(text, 0) {
            Json::Strings(items) => items.into_iter().map(|item| item.value).collect(),
            other @ (Json::Mixed | Json::Not) => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn strings_are_decoded() {
        assert_eq!(values("[]"), [""; 0]);
        assert_eq!(values(r#" [ "a" , "b\n\"" ] "#), ["a", "b\n\""]);
        assert_eq!(values(r#"["\u00e4\ud83d\ude00\ud83d"]"#), ["ä😀\u{fffd}"]);
    }

    #[test]
    fn spans_have_the_quotes() {
        let Json::Strings(items) = read(r#"["a","b"]"#, 10) else {
            panic!()
        };
        assert_eq!(items[1].span, Span::new(15, 18));
    }

    #[test]
    fn an_array_of_other_things_is_refused() {
        for text in [
            "[1]",
            r#"["a", null]"#,
            r#"[["a"], {"b": [true, -1.5e3]}]"#,
            "[[], {}]",
        ] {
            assert_eq!(read(text, 0), Json::Mixed, "{text}");
        }
    }

    #[test]
    fn everything_else_is_plain_text() {
        for text in [
            "['a']",
            "[ -e x ] || y",
            "[\"a\"] b",
            "[\"a\",]",
            "[\"\t\"]",
            "[01]",
            "[1e999]",
            "[",
            "[{a:1}]",
        ] {
            assert_eq!(read(text, 0), Json::Not, "{text}");
        }
    }
}
