//! How a file is laid out: line endings, case, indentation, escape character, comments and blank lines.

use crate::instruction::{Break, Instruction};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// The habits of one file.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    ending: &'static str,
    escape: char,
    case: Case,
    indentation: &'static str,
    has_mark: bool,
    ends_last_line: bool,
    /// What stands between instructions; a blank line where the list is too short.
    between: Vec<&'static str>,
}

#[derive(Debug, Clone, Copy)]
enum Case {
    Upper,
    Lower,
    Mixed,
}

pub(crate) fn layout() -> impl Strategy<Value = Layout> {
    let between = select(vec![
        "",
        "",
        "\n",
        "# a comment\n",
        "\n  # indented\n\n",
        "  \t\n",
    ]);
    (
        select(vec!["\n", "\n", "\r\n"]),
        select(vec!['\\', '\\', '\\', '`']),
        prop_oneof![4 => Just(Case::Upper), 1 => Just(Case::Lower), 1 => Just(Case::Mixed)],
        select(vec!["", "    ", "\t"]),
        proptest::bool::weighted(0.05),
        proptest::bool::weighted(0.8),
        vec(between, 0..16),
    )
        .prop_map(
            |(ending, escape, case, indentation, has_mark, ends_last_line, between)| Layout {
                ending,
                escape,
                case,
                indentation,
                has_mark,
                ends_last_line,
                between,
            },
        )
}

impl Layout {
    /// The file.
    pub(crate) fn print(&self, instructions: &[Instruction]) -> String {
        let mut text = String::new();
        if self.escape != '\\' {
            text.push_str("# escape=`\n");
        }
        for (index, instruction) in instructions.iter().enumerate() {
            text.push_str(self.between.get(index).unwrap_or(&"\n"));
            self.instruction(instruction, &mut text);
        }
        if !self.ends_last_line {
            text.pop();
        }
        let text = text.replace('\n', self.ending);
        if self.has_mark {
            format!("\u{feff}{text}")
        } else {
            text
        }
    }

    fn instruction(&self, instruction: &Instruction, text: &mut String) {
        text.push_str(&self.keyword(instruction.keyword));
        for (index, word) in instruction.words.iter().enumerate() {
            self.gap(instruction.breaks.get(index).copied(), text);
            text.push_str(word);
        }
        text.push('\n');
        for line in &instruction.heredoc {
            text.push_str(line);
            text.push('\n');
        }
    }

    fn keyword(&self, keyword: &str) -> String {
        match self.case {
            Case::Upper => keyword.to_owned(),
            Case::Lower => keyword.to_lowercase(),
            Case::Mixed => keyword.char_indices().map(mixed).collect(),
        }
    }

    fn gap(&self, gap: Option<Break>, text: &mut String) {
        let between = match gap.unwrap_or(Break::Blank) {
            Break::Blank => return text.push(' '),
            Break::Blanks => return text.push_str(" \t "),
            Break::Line => "",
            Break::LineAndComment => "  # inside\n",
            Break::LineAndBlankLine => " \n",
        };
        text.push(' ');
        text.push(self.escape);
        text.push('\n');
        text.push_str(between);
        // A word at the start of a line would be glued to the one before without the blank above.
        text.push_str(self.indentation);
    }
}

fn mixed((index, letter): (usize, char)) -> char {
    if index % 2 == 0 {
        letter
    } else {
        letter.to_ascii_lowercase()
    }
}
