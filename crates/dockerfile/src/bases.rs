//! What stages stand on, for those who ask for no more: after the first `FROM`, nearly all lines can be passed over.

use crate::physical::{self, PhysicalLines};
use crate::reader::Extent;

/// How much of `text` must be read for its bases: all of it where an instruction may open a heredoc, whose lines only
/// a reader of the whole instruction knows.
pub(crate) fn extent(text: &str) -> Extent {
    let bytes = text.as_bytes();
    // An escape character at the end of a line may stand between both signs of `<<`.
    let may_open = |at: usize| matches!(bytes.get(at + 1), Some(b'<' | b'\\' | b'`'));
    match memchr::memchr_iter(b'<', bytes).any(may_open) {
        true => Extent::Whole,
        false => Extent::Bases,
    }
}

impl PhysicalLines<'_> {
    /// Passes over the lines before the next instruction that may be a `FROM`; the next line must not continue one.
    pub(crate) fn skip_to_from(&mut self, escape: char) {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let feeds = memchr::memchr_iter(b'\n', rest.as_bytes());
        let mut starts = std::iter::once(0).chain(feeds.map(|feed| feed + 1));
        let is_from = |start: &usize| {
            rest.get(*start..).is_some_and(may_be_from)
                && !is_continued(rest.get(..*start).unwrap_or_default(), escape)
        };
        let skipped = starts.find(is_from).unwrap_or(rest.len());
        let lines = rest.as_bytes().get(..skipped).unwrap_or_default();
        self.number += memchr::memchr_iter(b'\n', lines).count();
        self.offset += skipped;
    }
}

/// Whether the line at the start of `text` may begin a `FROM`: a line may hold nothing but an escape character, which
/// puts its keyword on the next one.
fn may_be_from(text: &str) -> bool {
    // What is neither may be a blank, or a part of one.
    let mut bytes = text.bytes();
    let first = bytes.find(|byte| byte.is_ascii_graphic() || *byte == b'\n');
    matches!(first, Some(b'f' | b'F' | b'\\' | b'`'))
}

/// Whether the last line of `lines` that is neither blank nor a comment is continued.
fn is_continued(lines: &str, escape: char) -> bool {
    let mut lines = lines.split_terminator('\n').rev();
    let last = lines.find(|line| {
        let text = line.trim_start();
        !text.is_empty() && !text.starts_with('#')
    });
    let last = last.map(|line| line.trim_end_matches('\r'));
    last.is_some_and(|line| physical::continued(line, escape).is_some())
}

#[cfg(test)]
mod tests {
    use super::extent;
    use crate::reader::Extent;
    use crate::{Document, Instruction, Kind};
    use corpus::{Part, Real, Verdict};

    /// What is read of the bases in `document`.
    fn bases(document: &Document) -> Vec<&Instruction> {
        let mut is_in_stage = false;
        let instructions = document.instructions.iter();
        let bases = instructions.filter(|instruction| {
            let is_from = matches!(instruction.kind, Kind::From(_));
            is_in_stage |= is_from;
            is_from || (!is_in_stage && matches!(instruction.kind, Kind::Arg(_)))
        });
        bases.collect()
    }

    fn assert_same_bases(text: &str) {
        let (some, all) = (Document::parse_bases(text), Document::parse(text));
        assert_eq!(bases(&some), bases(&all), "{text}");
    }

    #[test]
    fn only_what_stages_stand_on_is_read() {
        let text =
            "ARG A=1\nFROM a:$A AS b\nARG C\n# c\nRUN x \\\n  FROM y\n\nfrom \\\n  b\nCOPY . .\n";
        let document = Document::parse_bases(text);
        let lines = document.instructions.iter().map(|it| it.lines.first);
        assert_eq!(lines.collect::<Vec<_>>(), [1, 2, 8]);
        assert_same_bases(text);
    }

    #[test]
    fn lines_that_mean_more_than_they_seem_to() {
        for text in [
            "# escape=`\nFROM a\nRUN x `\n FROM b\n",
            "# check=skip=all\n # escape=`\nFROM a\nRUN x `\nFROM b\n",
            "FROM a\nRUN <<E\nFROM b\nE\n",
            "FROM a\nRUN <\\\n<E\nFROM b\nE\n",
            "# escape=`\nFROM a\nRUN <`\n\n#\n<E\nFROM b\nE\n",
            "FROM a\r\nRUN b \\\r\nFROM c\r\n",
            "\u{feff}FROM a\nRUN b\n",
            "FR\\\nOM a\nRUN b\n",
            "FR\\ \nOM a\nRUN b\n",
            "ARG\\\n A\nFROM\ta\nRUN b \\\\\nFROM c\n",
            "FROM\nARG A\nFROM a b\nARG B\nFROM a\nARG C\n",
            "FROM a\nRUN \\\n\n# c\n  from \\ \nfrom\nfrom b\n# d \\\nfrom c\n",
            "FROM a\n\u{a0}FROM b\n\t\u{b}\rFROM c\nRUN d \\\r\r\nfrom e\n\n\nfrom f",
            "RUN a\nARG b\nONBUILD FROM c\nFROM\u{a0}d\n",
        ] {
            assert_same_bases(text);
        }
    }

    #[test]
    fn a_file_with_a_heredoc_is_read_whole() {
        assert_eq!(extent("RUN a < b <c"), Extent::Bases);
        assert_eq!(extent("RUN a << b"), Extent::Whole);
        assert_eq!(extent("RUN a <\\\n< b"), Extent::Whole);
    }

    #[test]
    fn lines_in_any_order() {
        let lines = [
            "FROM a\n",
            "RUN b \\\n",
            "\\\n",
            "# c \\\n",
            "\n",
            " from d\n",
            "F\\\n",
            "ROM e\r\n",
            "RUN \\\\\n",
            "fi \\ \r\n",
            "ARG g\n",
        ];
        let orders = lines
            .iter()
            .flat_map(|first| lines.map(|second| [first, second]));
        for [first, second] in orders {
            for third in lines {
                for fourth in lines {
                    assert_same_bases(&format!("FROM z\n{first}{second}{third}{fourth}FROM y"));
                }
            }
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
            assert_same_bases(&text);
        }
    }
}
