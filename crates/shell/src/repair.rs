//! Defects of the grammar that can be proven harmless, mended before a second parse.
//!
//! A repair never changes the length of the text, so that every place stays what it was.

/// The text with the known defects mended, or `None` when there are none in it.
pub(crate) fn repair(text: &str) -> Option<String> {
    let mut repaired = text.as_bytes().to_vec();
    let mut quote = None;
    let mut at = 0;
    let mut is_changed = false;
    while let Some(byte) = text.as_bytes().get(at).copied() {
        match (quote, byte) {
            (None, b'`') => {
                if let Some(length) = comment_by_backticks(text, at) {
                    fill(&mut repaired, at, length, b' ');
                    is_changed = true;
                    at += length;
                    continue;
                }
            }
            (None, b'\\') => {
                if is_escaped_comparison(text, at) {
                    // `-a` stands for any operator with two operands: the words are read from the text itself.
                    fill(&mut repaired, at, 1, b'-');
                    fill(&mut repaired, at + 1, 1, b'a');
                    is_changed = true;
                }
                at += 1;
            }
            (Some(b'"'), b'\\') => at += 1,
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            (None | Some(_), _) => {}
        }
        at += 1;
    }
    is_changed.then(|| String::from_utf8(repaired).ok())?
}

fn fill(bytes: &mut [u8], at: usize, length: usize, with: u8) {
    if let Some(part) = bytes.get_mut(at..at + length) {
        part.fill(with);
    }
}

/// The length of `` `# why` `` at `at`: a substitution of nothing but a comment, which the shell drops when it stands
/// as a word of its own.
pub(crate) fn comment_by_backticks(text: &str, at: usize) -> Option<usize> {
    let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
    let inner = after.trim_start_matches([' ', '\t']);
    if !before.ends_with([' ', '\t', '\n']) || !(inner.starts_with('#') || inner.starts_with('`')) {
        return None;
    }
    let length = after.find('`')?;
    let body = after.get(..length)?;
    let rest = after.get(length + 1..)?;
    let is_alone = rest.is_empty() || rest.starts_with([' ', '\t', '\n', ';', '|', '&', ')']);
    let is_plain =
        !body.contains(['\\', '\n', '$', '\'', '"']) || body.trim_start().starts_with('#');
    (is_alone && is_plain && !body.contains(['\\', '\n'])).then_some(length + 2)
}

/// Whether `\<` or `\>` at `at` is a word of its own: the comparison of `[`.
fn is_escaped_comparison(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + 1..).unwrap_or_default();
    before.ends_with(' ') && (after.starts_with("< ") || after.starts_with("> "))
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn only_what_is_harmless_is_mended() {
        for (text, repaired) in [
            ("a `# why` b", Some("a         b")),
            ("a `#` b", Some("a     b")),
            ("a `` b", Some("a    b")),
            (r"[ ${V} \< 1 ]", Some(r"[ ${V} -a 1 ]")),
            ("a x`# why` b", None),
            ("a '`# why`' b", None),
            ("a \" `# why` \" b", None),
            ("a `# why", None),
            ("a `date` b", None),
            ("a \\` `", None),
        ] {
            assert_eq!(repair(text).as_deref(), repaired, "{text}");
        }
    }
}
