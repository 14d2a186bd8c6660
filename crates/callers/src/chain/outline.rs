//! The lines of a Dockerfile that say what its stages stand on: few of a large tree's files stand on each other, and most
//! of what they hold has no say in it.

/// The lines of a Dockerfile that are part of a `FROM` or an `ARG`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) text: String,
    /// The number that each of them has in the Dockerfile, counted from 1.
    pub(super) lines: Vec<usize>,
}

impl Outline {
    /// That of `text`; `None` where lines may mean more than they seem to.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.contains("<<") || text.contains('\r') {
            return None;
        }
        let mut outline = Self {
            text: String::new(),
            lines: Vec::new(),
        };
        // Whether the line before goes on, and was kept.
        let mut goes_on = None;
        for (line, number) in text.split_inclusive('\n').zip(1..) {
            let content = line.trim_ascii();
            let Some(first) = content.bytes().next() else {
                continue;
            };
            if !first.is_ascii() || (first == b'#' && may_set_escape(content)) {
                return None;
            }
            if first == b'#' {
                continue;
            }
            // `FR\` and `OM a` on the next line are one keyword.
            let may_be_cut = content.ends_with('\\') && !content.contains([' ', '\t']);
            if goes_on.is_none() && may_be_cut {
                return None;
            }
            let is_kept = goes_on.unwrap_or_else(|| says_base(content));
            if is_kept {
                outline.text.push_str(line);
                outline.lines.push(number);
            }
            goes_on = content.ends_with('\\').then_some(is_kept);
        }
        Some(outline)
    }
}

/// Whether a comment may say which character goes on over the end of a line.
fn may_set_escape(comment: &str) -> bool {
    comment.contains('=') && comment.to_ascii_lowercase().contains("escape")
}

/// Whether an instruction may be `FROM` or `ARG`.
fn says_base(content: &str) -> bool {
    let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\\');
    let keyword = content.as_bytes().split(ends).next();
    keyword.is_some_and(|keyword| {
        keyword.eq_ignore_ascii_case(b"from") || keyword.eq_ignore_ascii_case(b"arg")
    })
}

#[cfg(test)]
mod tests {
    use super::Outline;
    use crate::File;
    use corpus::{Part, Real, Verdict};
    use dockerfile::Document;

    fn file(text: &str) -> File {
        File::new("Dockerfile", &Document::parse(text.to_owned()))
    }

    #[test]
    fn only_what_stages_stand_on_is_left() {
        let text = "ARG A=1\nFROM a:$A AS b\n# c\nRUN x \\\n  FROM y\n\nfrom \\\n  b\nCOPY . .\n";
        let outline = Outline {
            text: "ARG A=1\nFROM a:$A AS b\nfrom \\\n  b\n".to_owned(),
            lines: vec![1, 2, 7, 8],
        };
        assert_eq!(Outline::of(text), Some(outline));
        assert_eq!(File::read("Dockerfile", text), file(text));
    }

    #[test]
    fn lines_that_may_mean_more_are_all_left() {
        for text in [
            "# escape=`\nFROM a\nRUN x `\n FROM b\n",
            "# check=skip=all\n # escape=`\nFROM a\n",
            "FROM a\nRUN <<E\nFROM b\nE\n",
            "FROM a\r\nRUN b\r\n",
            "\u{feff}FROM a\nRUN b\n",
            "FR\\\nOM a\nRUN b\n",
        ] {
            assert_eq!(Outline::of(text), None, "{text}");
        }
    }

    #[test]
    fn real_files_stand_on_the_same() {
        let Some(files) = corpus::read::<Real>(Part::Dockerfiles) else {
            return;
        };
        let broken = [Part::Tricky, Part::Mutants].map(corpus::read::<Verdict>);
        let broken = broken.into_iter().flatten().flatten();
        let texts = files.into_iter().map(|file| file.content);
        for text in texts.chain(broken.filter_map(|verdict| verdict.content)) {
            assert_eq!(File::read("Dockerfile", &text), file(&text), "{text}");
        }
    }
}
