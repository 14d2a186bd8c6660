//! What must hold after every fix: it does something, the file is no worse to parse, and nothing changed that the fix
//! did not name.

use dockerfile::{Breach, Document, Edit, verify};
use thiserror::Error;

/// What a fix broke, as a clause that follows the name of its transform.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Broken {
    /// Nothing changes.
    #[error("gave edits that change nothing")]
    NoEffect,
    /// Docker would refuse the result.
    #[error("left the file harder to parse than it was (line {line} of the result: {message})")]
    Problem {
        /// The line in the result.
        line: usize,
        /// What Docker would refuse.
        message: String,
    },
    /// Something else came out different.
    #[error("broke a guard ({0})")]
    Breach(Breach),
    /// A file beside the Dockerfile is not as the fix takes it to be.
    #[error("took `{path}` for another text than it has")]
    File {
        /// Its path.
        path: String,
    },
}

/// The document after `edits`, or what they break.
pub(crate) fn apply(before: &Document, edits: &[Edit]) -> Result<Document, Broken> {
    let after = verify(before, edits).map_err(|breach| match breach {
        Breach::Problem(problem) => Broken::Problem {
            line: problem.line,
            message: problem.message,
        },
        Breach::Edits
        | Breach::Directive { .. }
        | Breach::Instruction { .. }
        | Breach::Comment { .. } => Broken::Breach(breach),
    })?;
    if after.text == before.text {
        return Err(Broken::NoEffect);
    }
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockerfile::Span;

    fn edited(text: &str, old: &str, new: &str) -> Result<String, Broken> {
        let start = text.find(old).expect("the test names text that is there");
        let edit = Edit {
            span: Span::new(start, start + old.len()),
            text: new.to_owned(),
        };
        apply(&Document::parse(text), &[edit]).map(|document| document.text)
    }

    #[test]
    fn an_edit_to_one_instruction_passes() {
        let result = edited("FROM a\nUSER b\nRUN c\n", "b", "d");
        assert_eq!(result, Ok("FROM a\nUSER d\nRUN c\n".to_owned()));
    }

    #[test]
    fn a_continuation_that_swallows_the_next_instruction_is_refused() {
        let result = edited("FROM a\nRUN b\nRUN c\n", "b", "b \\");
        assert!(matches!(result, Err(Broken::Breach(_))), "{result:?}");
    }

    #[test]
    fn a_result_that_docker_refuses_is_refused() {
        let result = edited("FROM a\nRUN b\n", "RUN", "RAN");
        assert!(
            matches!(result, Err(Broken::Problem { line: 2, .. })),
            "{result:?}"
        );
    }

    #[test]
    fn an_edit_without_effect_is_refused() {
        assert_eq!(edited("FROM a\n", "a", "a"), Err(Broken::NoEffect));
    }
}
