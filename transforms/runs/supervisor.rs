//! The configuration of supervisord: which programs it starts, and what it says of each.

use crate::image_path::absolute;
use std::ops::Range;

/// A configuration of supervisord that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervisor {
    /// The file: its path in the build context, or in the image where it stands in the Dockerfile.
    pub file: String,
    /// Whether `file` is a path of the build context.
    pub is_in_context: bool,
    /// Whether another configuration includes it.
    pub is_included: bool,
    /// Its text.
    pub text: String,
    /// What it says, in order.
    pub entries: Vec<Entry>,
}

/// One line `key=value` of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The section: `supervisord`, `program:web`.
    pub section: String,
    /// The key, in lower case.
    pub key: String,
    /// The value, without a comment behind it.
    pub value: String,
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the line, with its line break.
    pub range: Range<usize>,
}

impl Supervisor {
    /// The value of `key` in `section`.
    #[must_use]
    pub fn value(&self, section: &str, key: &str) -> Option<&str> {
        let mut entries = self.entries.iter();
        let found = entries.find(|entry| entry.section == section && entry.key == key)?;
        Some(&found.value)
    }

    /// Its programs: the name, the command, and the folder that it runs in.
    pub fn programs(&self) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
        self.entries
            .iter()
            .filter(|entry| entry.key == "command")
            .filter_map(|entry| {
                let (_, name) = entry.section.split_once(':')?;
                let folder = self.value(&entry.section, "directory");
                Some((name, entry.value.as_str(), folder))
            })
    }
}

/// Where the configuration lies that `supervisord` is started with: what `-c` names, else where it looks by itself
/// (<https://supervisord.org/configuration.html#configuration-file>).
pub(super) fn places(words: &[&str], workdir: &str) -> Vec<String> {
    for (position, word) in words.iter().enumerate() {
        let value = match *word {
            "-c" | "--configuration" => words.get(position + 1).copied(),
            word => word
                .strip_prefix("--configuration=")
                .or_else(|| word.strip_prefix("-c").filter(|rest| rest.starts_with('/'))),
        };
        if let Some(path) = value {
            return vec![absolute(workdir, path)];
        }
    }
    vec![
        absolute(workdir, "supervisord.conf"),
        absolute(workdir, "etc/supervisord.conf"),
        "/etc/supervisord.conf".to_owned(),
        "/etc/supervisor/supervisord.conf".to_owned(),
    ]
}

/// The entries of a configuration.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut section = String::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let range = start..start + line.len();
        start = range.end;
        let is_continued = line.starts_with([' ', '\t']);
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with([';', '#']) {
            continue;
        }
        if let Some(name) = plain
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next())
        {
            name.trim().clone_into(&mut section);
            continue;
        }
        let plain = plain.split(" ;").next().unwrap_or(plain).trim_end();
        if is_continued && let Some(last) = entries.last_mut() {
            last.value = format!("{} {plain}", last.value).trim().to_owned();
            last.range.end = range.end;
            continue;
        }
        let Some((key, value)) = plain.split_once(['=', ':']) else {
            continue;
        };
        entries.push(Entry {
            section: section.clone(),
            key: key.trim().to_ascii_lowercase(),
            value: value.trim().to_owned(),
            line: number + 1,
            range,
        });
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::{entries, places};

    #[test]
    fn sections_comments_and_continued_values_are_read() {
        let text = "[supervisord]\nnodaemon=true ; stays\n# no\n[program:web]\ncommand=gunicorn\n  main:app\nuser = root\n";
        let entries = entries(text);
        let plain: Vec<(&str, &str, &str, usize)> = entries
            .iter()
            .map(|entry| {
                (
                    entry.section.as_str(),
                    entry.key.as_str(),
                    entry.value.as_str(),
                    entry.line,
                )
            })
            .collect();
        assert_eq!(
            plain,
            [
                ("supervisord", "nodaemon", "true", 2),
                ("program:web", "command", "gunicorn main:app", 5),
                ("program:web", "user", "root", 7),
            ]
        );
        assert_eq!(text.get(entries[2].range.clone()), Some("user = root\n"));
    }

    #[test]
    fn the_configuration_is_where_c_says_or_where_it_looks() {
        assert_eq!(
            places(&["supervisord", "-n", "-c", "app.conf"], "/app"),
            ["/app/app.conf"]
        );
        assert_eq!(
            places(&["supervisord", "-c/etc/s.conf"], "/"),
            ["/etc/s.conf"]
        );
        assert_eq!(places(&["supervisord"], "/app").len(), 4);
    }
}
