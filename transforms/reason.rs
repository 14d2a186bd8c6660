//! Why nothing is proposed: a closed list, so that reasons can be counted.

/// A reason for holding back. Its name is stable: it stands in JSON and in ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// The entrypoint starts as root on purpose and changes to another user itself.
    EntrypointDropsPrivileges,
    /// The fix broke a guard of harden itself, and was dropped: a bug of ours.
    FixDropped,
    /// The catalogue knows nothing of the base image.
    UnknownBase,
    /// The base image is named by a variable without a default.
    UnresolvedBase,
    /// The image is a Windows image.
    Windows,
    /// The base image reads the secret from its environment when it starts.
    ImageReadsSecretAtStart,
    /// An instruction that takes no mount is made from the secret.
    SecretFeedsInstruction,
    /// The secret cannot be handed to the command that needs it by an edit that is sure to keep it working.
    SecretNotMovable,
    /// A script that decides the matter is not in the build context, or cannot be read.
    ScriptNotInContext,
    /// A command line could not be read whole.
    UnreadCommand,
    /// The ignore file lists what is allowed, and such a file is never edited.
    AllowListIgnoreFile,
    /// Files that the Dockerfile names are not in the build context, so that nothing can be proven of it.
    ContextIncomplete,
    /// The build context cannot be listed, or is too large.
    ContextNotListed,
    /// Nothing says which folder the image is built from.
    ContextUnknown,
    /// An instruction takes the file from the context by its name.
    CopiedByName,
    /// A tool of the build reads `.env`.
    EnvFileRead,
    /// A tool of the build reads the history in `.git`.
    HistoryRead,
    /// The ignore file cannot be read as Docker reads it.
    IgnoreFileUnread,
    /// The build does not make again what would be left out.
    NothingBuilds,
    /// The build does not install the packages that would be left out.
    NothingInstalls,
    /// The installation of packages may read the file.
    ReadByInstall,
    /// An instruction copies a path that only the build knows.
    UnresolvedSource,
    /// A command of the Dockerfile names what would be left out.
    UsedByBuild,
}

impl Reason {
    /// Every reason, in the order of the names.
    pub const ALL: &[Reason] = &[
        Reason::AllowListIgnoreFile,
        Reason::ContextIncomplete,
        Reason::ContextNotListed,
        Reason::ContextUnknown,
        Reason::CopiedByName,
        Reason::EntrypointDropsPrivileges,
        Reason::EnvFileRead,
        Reason::FixDropped,
        Reason::HistoryRead,
        Reason::IgnoreFileUnread,
        Reason::NothingBuilds,
        Reason::NothingInstalls,
        Reason::ReadByInstall,
        Reason::ImageReadsSecretAtStart,
        Reason::ScriptNotInContext,
        Reason::SecretFeedsInstruction,
        Reason::SecretNotMovable,
        Reason::UnknownBase,
        Reason::UnreadCommand,
        Reason::UnresolvedBase,
        Reason::UnresolvedSource,
        Reason::UsedByBuild,
        Reason::Windows,
    ];

    /// Its stable name, in kebab case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::AllowListIgnoreFile => "allow-list-ignore-file",
            Reason::ContextIncomplete => "context-incomplete",
            Reason::ContextNotListed => "context-not-listed",
            Reason::ContextUnknown => "context-unknown",
            Reason::CopiedByName => "copied-by-name",
            Reason::EntrypointDropsPrivileges => "entrypoint-drops-privileges",
            Reason::EnvFileRead => "env-file-read",
            Reason::FixDropped => "fix-dropped",
            Reason::HistoryRead => "history-read",
            Reason::IgnoreFileUnread => "ignore-file-unread",
            Reason::NothingBuilds => "nothing-builds",
            Reason::NothingInstalls => "nothing-installs",
            Reason::ReadByInstall => "read-by-install",
            Reason::ImageReadsSecretAtStart => "image-reads-secret-at-start",
            Reason::SecretFeedsInstruction => "secret-feeds-instruction",
            Reason::SecretNotMovable => "secret-not-movable",
            Reason::ScriptNotInContext => "script-not-in-context",
            Reason::UnknownBase => "unknown-base",
            Reason::UnreadCommand => "unread-command",
            Reason::UnresolvedBase => "unresolved-base",
            Reason::UnresolvedSource => "unresolved-source",
            Reason::UsedByBuild => "used-by-build",
            Reason::Windows => "windows",
        }
    }
}
