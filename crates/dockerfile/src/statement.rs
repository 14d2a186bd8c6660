//! A joined line, split into keyword, flags and arguments, and the arguments read by the keyword.

use crate::arguments::{self, Read};
use crate::flag_rules;
use crate::keyword::Keyword;
use crate::line::Line;
use crate::problem::Refusal;
use crate::words;
use crate::{
    Command, Flag, Healthcheck, Heredoc, Instruction, Kind, Lines, Logical, Span, flags, suggestion,
};

/// What one joined line says, before its heredocs are read.
pub(crate) struct Statement {
    known: Option<Keyword>,
    keyword: Span,
    flags: Vec<Flag>,
    arguments: Span,
    read: Read,
    refusal: Option<Refusal>,
}

/// Reads a line, or the part of it that `ONBUILD` wraps.
pub(crate) fn read(line: Line<'_>, part: Span) -> Statement {
    let part = line.trim(part);
    let (keyword, rest) =
        words::at_first_blanks(part, line.text(part)).unwrap_or((part, Span::at(part.end)));
    let (flags, arguments) = flags::read(line, rest);
    let known = Keyword::named(line.text(keyword));
    let (read, refusal) = match known {
        None => (Read::Kind(Kind::Unknown), Some(unknown(line.text(keyword)))),
        Some(known) => match arguments::read(line, known, &flags, arguments) {
            Ok(read) => {
                let refusal = refusal(known, &flags, &read);
                (read, refusal)
            }
            Err(refusal) => (Read::Kind(Kind::Unknown), Some(refusal)),
        },
    };
    Statement {
        known,
        keyword,
        flags,
        arguments,
        read,
        refusal,
    }
}

fn unknown(keyword: &str) -> Refusal {
    let refusal = Refusal::new(format!("`{keyword}` is not an instruction of a Dockerfile"));
    match suggestion::nearest(keyword, Keyword::names()) {
        Some(known) => refusal.help(format!("did you mean `{known}`?")),
        None => {
            refusal.help("if it continues the line above, end that one with the escape character")
        }
    }
}

/// What Docker refuses in arguments that could be read.
fn refusal(keyword: Keyword, flags: &[Flag], read: &Read) -> Option<Refusal> {
    match read {
        // Docker never looks at the flags of this one.
        Read::Kind(Kind::Healthcheck(Healthcheck::None)) => None,
        Read::Kind(_) => flag_rules::check(keyword, flags),
        Read::Onbuild(wrapped) => flag_rules::check(keyword, flags).or_else(|| {
            let refusal = wrapped.refusal.as_ref();
            refusal.filter(|refusal| refusal.is_syntax).cloned()
        }),
    }
}

impl Statement {
    /// Why Docker refuses it.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// Whether Docker looks for heredocs in its line: a `RUN`, `COPY` or `ADD`, `ONBUILD` or not, that is not JSON.
    pub(crate) fn takes_heredocs(&self) -> bool {
        match &self.read {
            Read::Onbuild(wrapped) => wrapped.takes_heredocs(),
            Read::Kind(kind) => self.known.is_some_and(Keyword::takes_heredocs) && !is_json(kind),
        }
    }

    /// The instruction, with what the whole file adds to the line.
    pub(crate) fn into_instruction(
        self,
        span: Span,
        lines: Lines,
        logical: Logical,
        heredocs: Vec<Heredoc>,
    ) -> Instruction {
        let kind = match self.read {
            Read::Kind(kind) => kind,
            Read::Onbuild(wrapped) => {
                let keyword = logical.source_range(wrapped.keyword).unwrap_or_default();
                let span = Span::new(keyword.start, span.end);
                let inner =
                    wrapped.into_instruction(span, lines, logical.clone(), heredocs.clone());
                Kind::Onbuild(Box::new(inner))
            }
        };
        Instruction {
            span,
            lines,
            keyword: self.keyword,
            logical,
            flags: self.flags,
            arguments: self.arguments,
            heredocs,
            kind,
        }
    }
}

fn is_json(kind: &Kind) -> bool {
    match kind {
        Kind::Run(run) => matches!(run.command, Command::Exec(_)),
        Kind::Copy(transfer) | Kind::Add(transfer) => transfer.is_json,
        Kind::From(_)
        | Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
        | Kind::Cmd(_)
        | Kind::Entrypoint(_)
        | Kind::Healthcheck(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Onbuild(_)
        | Kind::Maintainer(_)
        | Kind::Unknown => false,
    }
}
