//! One instruction, read into its parts: keyword, flags, arguments and heredocs, each with its place.
//!
//! The parts are what Docker sees after joining continuation lines; every part also says where it stands in the source.

use crate::{Heredoc, ImageReference, Lines, Logical, Span};

/// One instruction of a Dockerfile.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruction {
    /// From the first byte of its first line (indentation included) to the end of its last line,
    /// heredoc bodies included, the final line ending not.
    pub span: Span,
    /// The lines it covers.
    pub lines: Lines,
    /// Where the keyword stands in [`logical`](Self::logical).
    pub keyword: Span,
    /// Everything after joining continuation lines, keyword included, with the way back to the source.
    pub logical: Logical,
    /// Leading `--name[=value]` words, in order.
    pub flags: Vec<Flag>,
    /// Where the arguments after keyword and flags stand in [`logical`](Self::logical), trimmed.
    pub arguments: Span,
    /// The heredocs its line opens, in order; those of an `ONBUILD` are also in what it wraps.
    pub heredocs: Vec<Heredoc>,
    /// The arguments, read by the rules of this keyword.
    pub kind: Kind,
}

impl Instruction {
    /// The keyword as written.
    #[must_use]
    pub fn keyword(&self) -> &str {
        self.logical.slice(self.keyword)
    }

    /// Where the keyword stands in the source.
    #[must_use]
    pub fn keyword_place(&self) -> Span {
        let place = self.logical.source_range(self.keyword);
        place.unwrap_or_default()
    }

    /// The arguments after keyword and flags, as written.
    #[must_use]
    pub fn arguments(&self) -> &str {
        self.logical.slice(self.arguments)
    }

    /// The first flag with this name, written without dashes.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| flag.name == name)
    }
}

/// A piece of an instruction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// What [`raw`](Self::raw) gives, where it is not the same as `value`.
    pub(crate) raw: Option<Box<str>>,
    /// The text after Docker removed quotes and escapes; variables (`$x`, `${x}`) are still there. Where Docker removes
    /// nothing (shell-form commands, stage names), or could not read the quotes, it is the same as `raw`.
    pub value: String,
    /// Where it stands in [`Instruction::logical`].
    pub logical: Span,
    /// Where it stands in the source, from its first to its last byte.
    pub span: Span,
    /// Whether the source between those bytes is exactly `raw`. When it is not, the word runs over a
    /// continuation and must not be edited.
    pub is_contiguous: bool,
}

impl Word {
    /// The text as it stands in the joined line: quotes, escapes and variables untouched.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.as_deref().unwrap_or(&self.value)
    }
}

/// What an instruction says, by its keyword.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `FROM [--platform=…] image [AS name]`.
    From(Box<From>),
    /// `ARG name[=default]…`.
    Arg(Vec<Pair>),
    /// `ENV key=value…` or `ENV key value`.
    Env(Vec<Pair>),
    /// `LABEL key=value…` or `LABEL key value`.
    Label(Vec<Pair>),
    /// `RUN`.
    Run(Run),
    /// `COPY`.
    Copy(Transfer),
    /// `ADD`.
    Add(Transfer),
    /// `CMD`.
    Cmd(Command),
    /// `ENTRYPOINT`.
    Entrypoint(Command),
    /// `HEALTHCHECK NONE` or `HEALTHCHECK [flags] CMD …`.
    Healthcheck(Healthcheck),
    /// `SHELL ["…"]`.
    Shell(Vec<Word>),
    /// `USER name[:group]`: the whole argument as one word.
    User(Word),
    /// `WORKDIR path`: the whole argument as one word.
    Workdir(Word),
    /// `EXPOSE port[/protocol]…`.
    Expose(Vec<Word>),
    /// `VOLUME path…` in either form.
    Volume(Vec<Word>),
    /// `STOPSIGNAL signal`.
    Stopsignal(Word),
    /// `ONBUILD` and the instruction it wraps (its spans point into the same document).
    Onbuild(Box<Instruction>),
    /// `MAINTAINER name`: the whole argument as one word.
    Maintainer(Word),
    /// A keyword Docker does not know, or arguments that do not fit the keyword. A problem says why, except under
    /// `ONBUILD`: what that wraps is refused only by a build on top of this image.
    Unknown,
}

/// The parts of a `FROM`.
#[derive(Debug, Clone, PartialEq)]
pub struct From {
    /// The value of `--platform`, if any.
    pub platform: Option<Word>,
    /// The image as written.
    pub image: Word,
    /// The image, split; holes stay as `${…}`.
    pub reference: ImageReference,
    /// The name after `AS`.
    pub alias: Option<Word>,
}

/// One `key=value` of an `ARG`, `ENV` or `LABEL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub key: Word,
    /// The value; `None` for an `ARG` without default.
    pub value: Option<Word>,
    /// From the first byte of the key to the last of the value.
    pub span: Span,
    /// Whether it stands in the old form without `=` (`ENV key value`), where the value is the rest of the line.
    pub is_legacy: bool,
}

/// One leading `--name[=value]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The whole flag as written, dashes included.
    pub word: Word,
    /// The name without dashes, as Docker compares it.
    pub name: String,
    /// The value after `=`, if there is a `=`.
    pub value: Option<Word>,
    /// For `--mount`: its keys, in order.
    pub options: Vec<FlagOption>,
}

impl Flag {
    /// For `--mount`: the value of the first option with one of `keys`, which Docker takes for the same.
    #[must_use]
    pub fn option(&self, keys: &[&str]) -> Option<&str> {
        let mut options = self.options.iter();
        let option = options.find(|option| keys.contains(&option.key.as_str()))?;
        option.value.as_deref()
    }
}

/// One `key[=value]` inside the value of `--mount`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagOption {
    /// The key in lower case, as Docker compares it.
    pub key: String,
    /// The value, if there is a `=`.
    pub value: Option<String>,
    /// The whole option in the source.
    pub word: Word,
}

/// A command in exec form (a JSON array) or shell form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `["program", "argument"]`: `value` of each word is the decoded string, its span has the quotes.
    Exec(Vec<Word>),
    /// The rest of the line, for the stage's shell.
    Shell(Word),
}

/// The parts of a `RUN`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What it runs. When it opens heredocs, their bodies are in [`Instruction::heredocs`].
    pub command: Command,
}

/// The parts of a `COPY` or `ADD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// What is copied, in order; a source that is a heredoc (`<<NAME`) is in [`Instruction::heredocs`] instead.
    pub sources: Vec<Word>,
    /// Where to.
    pub destination: Word,
    /// Whether the arguments are a JSON array.
    pub is_json: bool,
}

/// The parts of a `HEALTHCHECK`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Healthcheck {
    /// `NONE`: no check, also none of the base's.
    None,
    /// `CMD …`.
    Cmd(Command),
}
