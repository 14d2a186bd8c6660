//! What a byte means in a word.

/// The kinds of byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It means itself, in the file and to the program.
    Itself,
    /// It may stand in a word without more ado, and may make a pattern of it.
    Pattern,
    /// No word goes on over it.
    End,
    /// It means more.
    More,
}

/// The kind of `byte`; the compiler makes a table of it.
pub(super) const fn kind(byte: u8) -> Kind {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Kind::Itself,
        b'-' | b'_' | b'.' | b'/' | b'=' | b':' | b',' | b'+' | b'@' | b'%' => Kind::Itself,
        b'*' | b'?' | b'^' => Kind::Pattern,
        b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => Kind::End,
        _ => Kind::More,
    }
}

pub(super) const fn ends_word(byte: u8) -> bool {
    matches!(kind(byte), Kind::End)
}

/// Whether a variable's name may hold it.
pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
