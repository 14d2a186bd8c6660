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

/// The kind of each byte.
static KINDS: [Kind; 256] = {
    let mut kinds = [Kind::More; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        #[allow(
            clippy::indexing_slicing,
            reason = "worked out while compiling, where a place that is not there is an error"
        )]
        let kind = &mut kinds[byte as usize];
        *kind = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Kind::Itself,
            b'-' | b'_' | b'.' | b'/' | b'=' | b':' | b',' | b'+' | b'@' | b'%' => Kind::Itself,
            b'*' | b'?' | b'^' => Kind::Pattern,
            b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => Kind::End,
            _ => Kind::More,
        };
        byte += 1;
    }
    kinds
};

pub(super) fn kind(byte: u8) -> Kind {
    KINDS.get(usize::from(byte)).copied().unwrap_or(Kind::More)
}

pub(super) fn ends_word(byte: u8) -> bool {
    kind(byte) == Kind::End
}

/// Whether a variable's name may hold it.
pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
