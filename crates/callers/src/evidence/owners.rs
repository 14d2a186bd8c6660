//! `CODEOWNERS`: who is asked when a file changes.
//!
//! <https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners>,
//! and, for sections, <https://docs.gitlab.com/user/project/codeowners/reference/>.

use super::glob;

/// A `CODEOWNERS` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owners {
    /// The file.
    pub file: String,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

/// One line that names owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its line, counted from 1.
    pub line: usize,
    /// What it is about.
    pub pattern: String,
    /// The owners; with none, what it matches has no owner.
    pub owners: Vec<String>,
}

/// The places where the file is looked for; the first that is there counts.
pub(crate) const PLACES: [&str; 4] = [
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
];

impl Owners {
    /// Reads the text of `file`.
    pub(crate) fn read(file: &str, text: &str) -> Self {
        let mut rules = Vec::new();
        let mut of_section: Vec<String> = Vec::new();
        for (text, line) in text.lines().zip(1..) {
            let words = words(text);
            let Some((pattern, owners)) = words.split_first() else {
                continue;
            };
            if pattern.starts_with('[') || pattern.starts_with("^[") {
                // `[Two words][2] @owner`: owners follow the last bracket.
                let end = words.iter().rposition(|word| word.ends_with(']'));
                let rest = end.and_then(|end| words.get(end + 1..));
                of_section = rest.unwrap_or_default().to_vec();
                continue;
            }
            let owners = if owners.is_empty() {
                &of_section
            } else {
                owners
            };
            rules.push(Rule {
                line,
                pattern: pattern.clone(),
                owners: owners.to_vec(),
            });
        }
        Self {
            file: file.to_owned(),
            rules,
        }
    }

    /// The last rule about `path`, which is the one that counts.
    #[must_use]
    pub fn rule(&self, path: &str) -> Option<&Rule> {
        let mut rules = self.rules.iter().rev();
        rules.find(|rule| glob::matches(&rule.pattern, path))
    }

    /// The owners of `path`.
    #[must_use]
    pub fn of(&self, path: &str) -> &[String] {
        self.rule(path).map_or(&[], |rule| &rule.owners)
    }
}

/// The words of a line, up to a comment; `\ ` is a blank in a word.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => word.extend(letters.next()),
            '#' if word.is_empty() => break,
            letter if letter.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            letter => word.push(letter),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_counts() {
        let text = "# all\n*  @all # here\n/web/ @web @design\n/web/my\\ app @app\n/web/free\n\n[Two Words][2] @section\n/db/\n";
        let owners = Owners::read("CODEOWNERS", text);
        assert_eq!(owners.of("a/Dockerfile"), ["@all"]);
        assert_eq!(owners.of("web/Dockerfile"), ["@web", "@design"]);
        assert_eq!(owners.of("web/my app/Dockerfile"), ["@app"]);
        assert_eq!(owners.of("web/free"), [""; 0]);
        assert_eq!(owners.of("db/a"), ["@section"]);
        assert_eq!(owners.rule("db/a").map(|rule| rule.line), Some(8));
    }
}
