//! The arguments of an instruction, read by the rules of its keyword.

use crate::keyword::Keyword;
use crate::line::Line;
use crate::problem::Refusal;
use crate::statement::{self, Statement};
use crate::{
    Flag, Kind, Run, Span, Word, command, healthcheck, pairs, stage_start, transfer, words,
};

/// What the arguments say.
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all are of the large kind, and none lives longer than its line"
)]
pub(crate) enum Read {
    /// Everything but `ONBUILD`.
    Kind(Kind),
    /// What `ONBUILD` wraps.
    Onbuild(Box<Statement>),
}

/// Reads `arguments`, which are trimmed.
pub(crate) fn read(
    line: Line<'_>,
    keyword: Keyword,
    flags: &[Flag],
    arguments: Span,
) -> Result<Read, Refusal> {
    let whole = || exactly_one(line, keyword, arguments);
    let kind = match keyword {
        Keyword::From => Kind::From(Box::new(stage_start::read(line, flags, arguments)?)),
        Keyword::Arg => Kind::Arg(pairs::arg(line, arguments)?),
        Keyword::Env => Kind::Env(pairs::env_or_label(line, keyword, arguments)?),
        Keyword::Label => Kind::Label(pairs::env_or_label(line, keyword, arguments)?),
        Keyword::Run => Kind::Run(Run {
            command: command::read(line, keyword, arguments)?,
        }),
        Keyword::Copy => Kind::Copy(transfer::read(line, keyword, arguments)?),
        Keyword::Add => Kind::Add(transfer::read(line, keyword, arguments)?),
        Keyword::Cmd => Kind::Cmd(command::read(line, keyword, arguments)?),
        Keyword::Entrypoint => Kind::Entrypoint(command::read(line, keyword, arguments)?),
        Keyword::Healthcheck => Kind::Healthcheck(healthcheck::read(line, flags, arguments)?),
        Keyword::Shell => Kind::Shell(command::shell(line, arguments)?),
        Keyword::User => Kind::User(line.unquoted(whole()?)),
        Keyword::Workdir => Kind::Workdir(line.unquoted(whole()?)),
        Keyword::Stopsignal => Kind::Stopsignal(line.unquoted(whole()?)),
        Keyword::Maintainer => Kind::Maintainer(line.plain(whole()?)),
        Keyword::Expose => Kind::Expose(ports(line, arguments)?),
        Keyword::Volume => Kind::Volume(volumes(line, arguments)?),
        Keyword::Onbuild => return onbuild(line, arguments),
    };
    Ok(Read::Kind(kind))
}

fn exactly_one(line: Line<'_>, keyword: Keyword, arguments: Span) -> Result<Span, Refusal> {
    if line.text(arguments).is_empty() {
        return Err(Refusal::new(format!(
            "`{}` has no argument",
            keyword.name()
        )));
    }
    Ok(arguments)
}

fn ports(line: Line<'_>, arguments: Span) -> Result<Vec<Word>, Refusal> {
    exactly_one(line, Keyword::Expose, arguments)?;
    let words = words::between_blanks(line.text(arguments), arguments.start);
    Ok(words.into_iter().map(|word| line.unquoted(word)).collect())
}

fn volumes(line: Line<'_>, arguments: Span) -> Result<Vec<Word>, Refusal> {
    let (words, _) = command::list(line, Keyword::Volume, arguments)?;
    if words.is_empty() {
        return Err(Refusal::new("`VOLUME` names no path"));
    }
    if words
        .iter()
        .any(|word| word.value.trim().is_empty() && word.raw().starts_with('"'))
    {
        return Err(Refusal::new("`VOLUME` names an empty path").help("remove the empty string"));
    }
    Ok(words)
}

fn onbuild(line: Line<'_>, arguments: Span) -> Result<Read, Refusal> {
    if line.text(arguments).is_empty() {
        return Err(Refusal::new("`ONBUILD` wraps no instruction"));
    }
    let split = words::at_first_blanks(arguments, line.text(arguments));
    let first = split.map_or(arguments, |(first, _)| first);
    let keyword = Keyword::named(line.text(first));
    if let Some(keyword @ (Keyword::Onbuild | Keyword::From | Keyword::Maintainer)) = keyword {
        let message = format!("`ONBUILD` cannot wrap `{}`", keyword.name());
        return Err(Refusal::new(message));
    }
    Ok(Read::Onbuild(Box::new(statement::read(line, arguments))))
}
