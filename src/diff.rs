//! A change as a unified diff that `git apply` accepts.

use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};
use std::fmt::Write as _;

/// How many unchanged lines are shown around a change.
const LINES_AROUND: usize = 3;

/// The diff of one file; `before` is `None` for a file that is created. `name` has `/` between parts.
pub(crate) fn diff(name: &str, before: Option<&str>, after: &str) -> String {
    let old: Vec<&str> = before.unwrap_or_default().split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut text = header(name, before.is_none());
    for group in group_diff_ops(
        capture_diff_slices(Algorithm::Histogram, &old, &new),
        LINES_AROUND,
    ) {
        let mut body = String::new();
        let mut old_lines = Count::default();
        let mut new_lines = Count::default();
        for op in &group {
            let (tag, old_range, new_range) = op.as_tag_tuple();
            old_lines.add(&old_range);
            new_lines.add(&new_range);
            let removed = old.get(old_range).unwrap_or_default();
            let added = new.get(new_range).unwrap_or_default();
            match tag {
                DiffTag::Equal => put(&mut body, ' ', removed),
                DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                    put(&mut body, '-', removed);
                    put(&mut body, '+', added);
                }
            }
        }
        // Writing to a text cannot fail.
        let _ = writeln!(text, "@@ -{} +{} @@", old_lines.shown(), new_lines.shown());
        text.push_str(&body);
    }
    text
}

/// The lines of one side of a hunk.
#[derive(Default)]
struct Count {
    start: Option<usize>,
    lines: usize,
}

impl Count {
    fn add(&mut self, range: &std::ops::Range<usize>) {
        self.start.get_or_insert(range.start);
        self.lines += range.len();
    }

    /// `3,2`, or `3` for a single line; an empty side is named by the line before it.
    fn shown(&self) -> String {
        let start = self.start.unwrap_or_default();
        match self.lines {
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            lines => format!("{},{lines}", start + 1),
        }
    }
}

fn put(body: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        body.push(sign);
        body.push_str(line);
        if !line.ends_with('\n') {
            body.push_str("\n\\ No newline at end of file\n");
        }
    }
}

fn header(name: &str, is_new: bool) -> String {
    let old = quoted(&format!("a/{name}"));
    let new = quoted(&format!("b/{name}"));
    // Without the tab a name with a blank would end there: git writes it so too.
    let tab = if name.contains(' ') { "\t" } else { "" };
    if is_new {
        format!("diff --git {old} {new}\nnew file mode 100644\n--- /dev/null\n+++ {new}{tab}\n")
    } else {
        format!("diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n")
    }
}

/// `name` as git writes it: in quotes when a character in it would be read otherwise.
fn quoted(name: &str) -> String {
    if !name.contains(|character: char| character.is_control() || "\"\\".contains(character)) {
        return name.to_owned();
    }
    let mut text = String::from('"');
    for character in name.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            control if control.is_control() => {
                let mut bytes = [0; 4];
                for byte in control.encode_utf8(&mut bytes).bytes() {
                    // Writing to a text cannot fail.
                    let _ = write!(text, "\\{byte:03o}");
                }
            }
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_has_its_mode_and_no_old_side() {
        let expected = "diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n";
        assert_eq!(diff("x", None, "a\nb\n"), expected);
    }

    #[test]
    fn a_missing_last_newline_is_marked() {
        let expected = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n";
        assert_eq!(diff("x", Some("a"), "b"), expected);
    }

    #[test]
    fn carriage_returns_belong_to_the_lines() {
        let diff = diff("x", Some("a\r\nb\rc\r\n"), "a\r\nd\rc\r\n");
        assert!(
            diff.ends_with("@@ -1,2 +1,2 @@\n a\r\n-b\rc\r\n+d\rc\r\n"),
            "{diff:?}"
        );
    }

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(quoted("a/plain"), "a/plain");
        assert_eq!(quoted("a/t\tq\"\u{7f}"), "\"a/t\\tq\\\"\\177\"");
        assert!(header("my file", false).contains("--- a/my file\t\n"));
    }
}
