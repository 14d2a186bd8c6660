//! The lines of a Dockerfile that say what its stages stand on: few of a large tree's files stand on each other, and most
//! of what they hold has no say in it.

use std::borrow::Cow;

/// `text` with all but `FROM` and `ARG` blanked out, line by line; the text itself where lines may mean more than they
/// seem to.
pub(super) fn outline(text: &str) -> Cow<'_, str> {
    let starts_plainly = |line: &str| {
        let line = line.trim_ascii_start();
        line.is_empty() || line.starts_with(|first: char| first.is_ascii())
    };
    let may_set_escape = |line: &str| {
        let line = line.trim_ascii_start();
        line.starts_with('#') && line.to_ascii_lowercase().contains("escape")
    };
    if text.contains("<<") || text.contains('\r') || text.lines().any(may_set_escape) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len() / 2);
    // Whether the line before goes on, and was kept.
    let mut goes_on = None;
    for line in text.split_inclusive('\n') {
        if !starts_plainly(line) {
            return Cow::Borrowed(text);
        }
        let content = line.trim_ascii();
        if content.is_empty() || content.starts_with('#') {
            kept.push('\n');
            continue;
        }
        // `FR\` and `OM a` on the next line are one keyword.
        let may_be_cut = content.ends_with('\\') && !content.contains([' ', '\t']);
        if goes_on.is_none() && may_be_cut {
            return Cow::Borrowed(text);
        }
        let is_kept = goes_on.unwrap_or_else(|| says_base(content));
        kept.push_str(if is_kept { line } else { "\n" });
        goes_on = content.ends_with('\\').then_some(is_kept);
    }
    Cow::Owned(kept)
}

/// Whether an instruction may be `FROM` or `ARG`.
fn says_base(content: &str) -> bool {
    let keyword = content.split([' ', '\t', '\\']).next().unwrap_or(content);
    keyword.eq_ignore_ascii_case("from") || keyword.eq_ignore_ascii_case("arg")
}

#[cfg(test)]
mod tests {
    use super::outline;
    use crate::File;
    use corpus::{Part, Real, Verdict};
    use dockerfile::Document;

    fn file(text: &str) -> File {
        File::new("Dockerfile", &Document::parse(text.to_owned()))
    }

    #[test]
    fn only_what_stages_stand_on_is_left() {
        let text = "ARG A=1\nFROM a:$A AS b\n# c\nRUN x \\\n  FROM y\n\nfrom \\\n  b\nCOPY . .\n";
        assert_eq!(
            outline(text),
            "ARG A=1\nFROM a:$A AS b\n\n\n\n\nfrom \\\n  b\n\n"
        );
        assert_eq!(file(&outline(text)), file(text));
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
            assert_eq!(outline(text), text);
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
            assert_eq!(file(&outline(&text)), file(&text), "{text}");
        }
    }
}
