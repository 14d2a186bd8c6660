//! The keywords Docker knows.

/// A keyword that starts an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

/// Those that stand in files most often come first.
const KEYWORDS: [(&str, Keyword); 18] = [
    ("RUN", Keyword::Run),
    ("COPY", Keyword::Copy),
    ("FROM", Keyword::From),
    ("ENV", Keyword::Env),
    ("ARG", Keyword::Arg),
    ("WORKDIR", Keyword::Workdir),
    ("CMD", Keyword::Cmd),
    ("EXPOSE", Keyword::Expose),
    ("ENTRYPOINT", Keyword::Entrypoint),
    ("LABEL", Keyword::Label),
    ("ADD", Keyword::Add),
    ("USER", Keyword::User),
    ("VOLUME", Keyword::Volume),
    ("MAINTAINER", Keyword::Maintainer),
    ("SHELL", Keyword::Shell),
    ("HEALTHCHECK", Keyword::Healthcheck),
    ("ONBUILD", Keyword::Onbuild),
    ("STOPSIGNAL", Keyword::Stopsignal),
];

impl Keyword {
    /// The keyword with this name, in any case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        KEYWORDS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|&(_, keyword)| keyword)
    }

    /// Its name in upper case.
    pub(crate) fn name(self) -> &'static str {
        KEYWORDS
            .iter()
            .find(|&&(_, keyword)| keyword == self)
            .map_or("", |&(name, _)| name)
    }

    /// The names of all keywords.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        KEYWORDS.iter().map(|&(name, _)| name)
    }

    /// Whether its line may open heredocs.
    pub(crate) fn takes_heredocs(self) -> bool {
        matches!(self, Keyword::Add | Keyword::Copy | Keyword::Run)
    }
}
