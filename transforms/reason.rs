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
    /// A script that decides the matter is not in the build context, or cannot be read.
    ScriptNotInContext,
    /// A command line could not be read whole.
    UnreadCommand,
}

impl Reason {
    /// Every reason, in the order of the names.
    pub const ALL: &[Reason] = &[
        Reason::EntrypointDropsPrivileges,
        Reason::FixDropped,
        Reason::ScriptNotInContext,
        Reason::UnknownBase,
        Reason::UnreadCommand,
        Reason::UnresolvedBase,
        Reason::Windows,
    ];

    /// Its stable name, in kebab case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::EntrypointDropsPrivileges => "entrypoint-drops-privileges",
            Reason::FixDropped => "fix-dropped",
            Reason::ScriptNotInContext => "script-not-in-context",
            Reason::UnknownBase => "unknown-base",
            Reason::UnreadCommand => "unread-command",
            Reason::UnresolvedBase => "unresolved-base",
            Reason::Windows => "windows",
        }
    }
}
