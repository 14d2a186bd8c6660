//! What can go wrong, with its place, what became of it, and what would help.

use crate::config::ConfigError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why one file was not done. The text is what a person reads after `error: `.
#[derive(Debug, Error)]
pub(crate) enum FileError {
    #[error("`{path}`: there is no such file or folder")]
    Missing { path: String },
    #[error("`{path}` cannot be read")]
    Unreadable { path: String, source: io::Error },
    #[error("`{path}` is a folder that holds no Dockerfile")]
    BareFolder { path: String },
    #[error("`{path}` is neither a file nor a folder")]
    NotAFile { path: String },
    #[error("`{path}` is a symbolic link to `{target}`, which lies outside of the tree")]
    LeavesTree { path: String, target: String },
    #[error("`{path}:{line}`: the file is not UTF-8 text")]
    NotText { path: String, line: usize },
    #[error("`{path}` is empty")]
    Empty { path: String },
    #[error("`{path}` has {bytes} bytes, more than any Dockerfile")]
    TooLarge { path: String, bytes: u64 },
    #[error("`{path}:{line}`: {message}")]
    Problem {
        path: String,
        line: usize,
        message: String,
        help: Option<String>,
    },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("`{path}` changed on disk after it was read, so it was not written")]
    ChangedMeanwhile { path: String },
    #[error("`{path}` has uncommitted changes, so it was not written")]
    Dirty { path: String },
    #[error("`{path}` was not written, since `{other}`, which changes with it, could not be")]
    Together { path: String, other: String },
    #[error("`{path}` could not be written")]
    Unwritable { path: String, source: io::Error },
    #[error("`git status` failed in `{folder}`, so `{path}` was not written")]
    NoGitStatus { path: String, folder: String },
    #[error("bug in harden: `{path}` did not come to rest, {transforms} kept changing it")]
    NeverRests { path: String, transforms: String },
    #[error("bug in harden: a transform broke off while it read `{path}`")]
    Panicked { path: String },
}

impl FileError {
    /// The line it is about.
    pub(crate) fn line(&self) -> Option<usize> {
        match self {
            Self::NotText { line, .. } | Self::Problem { line, .. } => Some(*line),
            Self::Config(error) => Some(error.line),
            Self::Missing { .. }
            | Self::Unreadable { .. }
            | Self::BareFolder { .. }
            | Self::NotAFile { .. }
            | Self::LeavesTree { .. }
            | Self::Empty { .. }
            | Self::TooLarge { .. }
            | Self::ChangedMeanwhile { .. }
            | Self::Dirty { .. }
            | Self::Together { .. }
            | Self::Unwritable { .. }
            | Self::NoGitStatus { .. }
            | Self::NeverRests { .. }
            | Self::Panicked { .. } => None,
        }
    }

    /// The message for programs, which know path and line already.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Problem { message, .. } => message.clone(),
            Self::Config(error) => error.message.clone(),
            Self::NotText { .. } => "the file is not UTF-8 text".to_owned(),
            Self::Unreadable { source, .. } | Self::Unwritable { source, .. } => {
                format!("{self}: {source}")
            }
            Self::Missing { .. }
            | Self::BareFolder { .. }
            | Self::NotAFile { .. }
            | Self::LeavesTree { .. }
            | Self::Empty { .. }
            | Self::TooLarge { .. }
            | Self::ChangedMeanwhile { .. }
            | Self::Dirty { .. }
            | Self::Together { .. }
            | Self::NoGitStatus { .. }
            | Self::NeverRests { .. }
            | Self::Panicked { .. } => self.to_string(),
        }
    }

    /// What became of the file, or the cause.
    pub(crate) fn detail(&self) -> Option<String> {
        match self {
            Self::Problem { .. } | Self::NotText { .. } | Self::TooLarge { .. } => {
                Some("the file was left as it was".to_owned())
            }
            Self::Unreadable { source, .. } | Self::Unwritable { source, .. } => {
                Some(source.to_string())
            }
            Self::NeverRests { .. } | Self::Panicked { .. } => {
                Some("the file was left as it was".to_owned())
            }
            Self::Config(_) => Some("the files it is for were left as they were".to_owned()),
            Self::LeavesTree { .. } => {
                Some("harden changes nothing through such a link".to_owned())
            }
            Self::Missing { .. }
            | Self::BareFolder { .. }
            | Self::NotAFile { .. }
            | Self::Empty { .. }
            | Self::ChangedMeanwhile { .. }
            | Self::Dirty { .. }
            | Self::Together { .. }
            | Self::NoGitStatus { .. } => None,
        }
    }

    /// What to do next.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Missing { .. } => None,
            Self::BareFolder { .. } => Some(
                "harden looks for `Dockerfile`, `Dockerfile.*`, `*.Dockerfile`, `*.dockerfile` and \
                 `Containerfile*`; name a file to read it whatever it is called"
                    .to_owned(),
            ),
            Self::LeavesTree { target, .. } => {
                Some(format!("run harden where `{target}` is at home"))
            }
            Self::NotText { .. } => Some(
                "Docker reads Dockerfiles as UTF-8; save the file in that encoding".to_owned(),
            ),
            Self::Empty { .. } => Some("a Dockerfile starts with `FROM`".to_owned()),
            Self::Problem { help, .. } => help.clone(),
            Self::Config(error) => error.help.clone(),
            Self::ChangedMeanwhile { path } => {
                Some(format!("run `harden --write {}` again", shell_word(path)))
            }
            Self::Dirty { path } => Some(format!(
                "commit them, or run `harden --write --allow-dirty {}`",
                shell_word(path)
            )),
            Self::NoGitStatus { path, .. } => Some(format!(
                "to write without asking git, run `harden --write --allow-dirty {}`",
                shell_word(path)
            )),
            Self::NeverRests { .. } | Self::Panicked { .. } => Some(report_it()),
            Self::Unreadable { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::Together { .. }
            | Self::Unwritable { .. } => None,
        }
    }
}

/// Where bugs of ours are reported.
pub(crate) fn report_it() -> String {
    format!(
        "report it, with the file if you can share it: <{}/issues/new>",
        env!("CARGO_PKG_REPOSITORY")
    )
}

/// `path` as a word of a shell command.
pub(crate) fn shell_word(path: &str) -> String {
    let is_plain =
        |character: char| character.is_alphanumeric() || "/._-+@%:,=~".contains(character);
    let start = if path.starts_with('-') { "./" } else { "" };
    if path.chars().all(is_plain) && !path.starts_with('~') {
        format!("{start}{path}")
    } else {
        format!("'{start}{}'", path.replace('\'', "'\\''"))
    }
}

/// Why the whole run could not start or end.
#[derive(Debug, Error)]
pub(crate) enum RunError {
    #[error("`{one}` and `{other}` exclude each other")]
    Exclusive {
        one: &'static str,
        other: &'static str,
    },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("there is no transform called `{name}`")]
    UnknownTransform {
        name: String,
        suggestion: Option<&'static str>,
    },
    #[error("`--context {path}`: there is no such folder")]
    NoContext { path: String },
    #[error("`{path}`: there is no such folder")]
    NoFolder { path: String },
    #[error("standard input cannot be read")]
    Input { source: io::Error },
    #[error("`{path}` cannot be written")]
    Output { path: PathBuf, source: io::Error },
    #[error("`-` stands for one file, and was given together with others")]
    InputAndFiles,
}

impl RunError {
    /// What to do next.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Exclusive { one, other } => Some(format!("leave out `{one}` or `{other}`")),
            Self::UnknownTransform { suggestion, .. } => Some(match suggestion {
                Some(name) => format!("did you mean `{name}`? `harden --list` shows them all"),
                None => "`harden --list` shows them all".to_owned(),
            }),
            Self::Config(error) => error.help.clone(),
            Self::InputAndFiles => {
                Some("run harden once for `-` and once for the files".to_owned())
            }
            Self::NoFolder { .. } => {
                Some("`--list-builds` looks into folders: name one".to_owned())
            }
            Self::NoContext { .. } | Self::Input { .. } | Self::Output { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_path_with_blanks_is_quoted() {
        assert_eq!(shell_word("api/Dockerfile"), "api/Dockerfile");
        assert_eq!(shell_word("my api/Dockerfile"), "'my api/Dockerfile'");
        assert_eq!(shell_word("it's"), "'it'\\''s'");
        assert_eq!(shell_word("-x"), "./-x");
    }
}
