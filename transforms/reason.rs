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
    /// Something in the final stage needs a shell or a tool, and the smaller image has none.
    NeedsShell,
    /// The health check needs a shell or a tool, and the smaller image has none.
    HealthcheckNeedsShell,
    /// A probe of a caller runs a shell or a tool in the container, and the smaller image has none.
    ProbeNeedsShell,
    /// A program starts by an interpreter that the smaller image has in another place.
    InterpreterElsewhere,
    /// No image without a shell that is supported holds the language in this version.
    NoMinimalImage,
    /// The program was built for another C library than the smaller image has.
    OtherLibc,
    /// Other stages stand on the same base.
    SharedBase,
    /// An account is named, and the smaller image has none of that name.
    UserByName,
    /// A command in the image needs a tool that only the development kit has.
    NeedsJdk,
    /// The program was built with a newer C library than any smaller image has.
    NewerLibc,
    /// How the program in the image was built could not be read.
    UnknownProgram,
    /// Which images the provider has is not known here.
    UnknownProvider,
    /// A command compiles whatever its files say, which may need any tool or header of the full image.
    BuildsFromSource,
    /// A package is fetched with git, which the smaller image lacks.
    InstallsFromGit,
    /// A package compiles when it is installed, and the smaller image has no compiler.
    NeedsCompiler,
    /// The program checks certificates, and no authority's is in the image.
    NeedsCertificates,
    /// A package needs libraries of the system that cannot be listed.
    NeedsLibraries,
    /// The program makes files in `/tmp`, and the image has none.
    NeedsTemporaryFolder,
    /// The program looks up time zones, and the image has no table of them.
    NeedsTimeZones,
    /// There is no slim image of the same version.
    NoSlimTwin,
    /// The base image adds instructions of its own to this build.
    OnbuildBase,
    /// Packages would have to be installed, and those of the release have left their servers.
    PackagesArchived,
    /// The base image is pinned by its digest.
    PinnedByDigest,
    /// The file names documentation or manuals, which slim images leave out.
    ReadsDocumentation,
    /// A script from the web is run, and nobody knows what it needs.
    RunsDownloadedScript,
    /// Other Dockerfiles of the tree stand on the image, and would lose what goes with the fix.
    BaseOfOthers,
    /// The base is built by another Dockerfile of the tree, and brings an entrypoint that is not read from here.
    InheritedEntrypoint,
    /// The build argument that names the base is used for something else, too.
    SharedArgument,
    /// The smaller image is on another distribution or release.
    TwinOnOtherRelease,
    /// The tag of the base image was never published.
    UnknownTag,
    /// The base image reads the secret from its environment when it starts.
    ImageReadsSecretAtStart,
    /// An instruction that takes no mount is made from the secret.
    SecretFeedsInstruction,
    /// The secret cannot be handed to the command that needs it by an edit that is sure to keep it working.
    SecretNotMovable,
    /// A command writes the secret into a file that stays in the image.
    SecretStaysInLayer,
    /// The image is somebody's build environment: continuous integration, a dev container, a build tool.
    BuildEnvironment,
    /// The image is for developers, who want the settings that it has.
    DevelopmentImage,
    /// The program speaks to the container engine's socket.
    DockerSocket,
    /// The program is an init system, which starts services as root.
    InitSystem,
    /// The platform decides the account itself.
    ManagedPlatform,
    /// The program needs root by design, or changes the system when it starts.
    NeedsRoot,
    /// What the program needs at run time lies below `/root`.
    NeedsRootHome,
    /// The container installs packages when it starts.
    RuntimeInstall,
    /// The program starts others by a configuration file that may need root.
    Supervisor,
    /// The user is named by a variable without a value.
    UserFromVariable,
    /// The program is a web server whose configuration has to change with its account.
    WebServer,
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
        Reason::BaseOfOthers,
        Reason::BuildEnvironment,
        Reason::BuildsFromSource,
        Reason::ContextIncomplete,
        Reason::ContextNotListed,
        Reason::ContextUnknown,
        Reason::CopiedByName,
        Reason::DevelopmentImage,
        Reason::DockerSocket,
        Reason::EntrypointDropsPrivileges,
        Reason::EnvFileRead,
        Reason::FixDropped,
        Reason::HealthcheckNeedsShell,
        Reason::HistoryRead,
        Reason::IgnoreFileUnread,
        Reason::ImageReadsSecretAtStart,
        Reason::InheritedEntrypoint,
        Reason::InitSystem,
        Reason::InstallsFromGit,
        Reason::InterpreterElsewhere,
        Reason::ManagedPlatform,
        Reason::NeedsCertificates,
        Reason::NeedsCompiler,
        Reason::NeedsJdk,
        Reason::NeedsLibraries,
        Reason::NeedsRoot,
        Reason::NeedsRootHome,
        Reason::NeedsShell,
        Reason::NeedsTemporaryFolder,
        Reason::NeedsTimeZones,
        Reason::NewerLibc,
        Reason::NoMinimalImage,
        Reason::NoSlimTwin,
        Reason::NothingBuilds,
        Reason::NothingInstalls,
        Reason::OnbuildBase,
        Reason::OtherLibc,
        Reason::PackagesArchived,
        Reason::PinnedByDigest,
        Reason::ProbeNeedsShell,
        Reason::ReadByInstall,
        Reason::ReadsDocumentation,
        Reason::RunsDownloadedScript,
        Reason::RuntimeInstall,
        Reason::ScriptNotInContext,
        Reason::SecretFeedsInstruction,
        Reason::SecretNotMovable,
        Reason::SecretStaysInLayer,
        Reason::SharedArgument,
        Reason::SharedBase,
        Reason::Supervisor,
        Reason::TwinOnOtherRelease,
        Reason::UnknownBase,
        Reason::UnknownProgram,
        Reason::UnknownProvider,
        Reason::UnknownTag,
        Reason::UnreadCommand,
        Reason::UnresolvedBase,
        Reason::UnresolvedSource,
        Reason::UsedByBuild,
        Reason::UserByName,
        Reason::UserFromVariable,
        Reason::WebServer,
        Reason::Windows,
    ];

    /// Its stable name, in kebab case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::AllowListIgnoreFile => "allow-list-ignore-file",
            Reason::BaseOfOthers => "base-of-others",
            Reason::BuildEnvironment => "build-environment",
            Reason::BuildsFromSource => "builds-from-source",
            Reason::ContextIncomplete => "context-incomplete",
            Reason::ContextNotListed => "context-not-listed",
            Reason::ContextUnknown => "context-unknown",
            Reason::CopiedByName => "copied-by-name",
            Reason::DevelopmentImage => "development-image",
            Reason::DockerSocket => "docker-socket",
            Reason::EntrypointDropsPrivileges => "entrypoint-drops-privileges",
            Reason::EnvFileRead => "env-file-read",
            Reason::FixDropped => "fix-dropped",
            Reason::HealthcheckNeedsShell => "healthcheck-needs-shell",
            Reason::HistoryRead => "history-read",
            Reason::IgnoreFileUnread => "ignore-file-unread",
            Reason::ImageReadsSecretAtStart => "image-reads-secret-at-start",
            Reason::InheritedEntrypoint => "inherited-entrypoint",
            Reason::InitSystem => "init-system",
            Reason::InstallsFromGit => "installs-from-git",
            Reason::InterpreterElsewhere => "interpreter-elsewhere",
            Reason::ManagedPlatform => "managed-platform",
            Reason::NeedsCertificates => "needs-certificates",
            Reason::NeedsCompiler => "needs-compiler",
            Reason::NeedsJdk => "needs-jdk",
            Reason::NeedsLibraries => "needs-libraries",
            Reason::NeedsRoot => "needs-root",
            Reason::NeedsRootHome => "needs-root-home",
            Reason::NeedsShell => "needs-shell",
            Reason::NeedsTemporaryFolder => "needs-temporary-folder",
            Reason::NeedsTimeZones => "needs-time-zones",
            Reason::NewerLibc => "newer-libc",
            Reason::NoMinimalImage => "no-minimal-image",
            Reason::NoSlimTwin => "no-slim-twin",
            Reason::NothingBuilds => "nothing-builds",
            Reason::NothingInstalls => "nothing-installs",
            Reason::OnbuildBase => "onbuild-base",
            Reason::OtherLibc => "other-libc",
            Reason::PackagesArchived => "packages-archived",
            Reason::PinnedByDigest => "pinned-by-digest",
            Reason::ProbeNeedsShell => "probe-needs-shell",
            Reason::ReadByInstall => "read-by-install",
            Reason::ReadsDocumentation => "reads-documentation",
            Reason::RunsDownloadedScript => "runs-downloaded-script",
            Reason::RuntimeInstall => "runtime-install",
            Reason::ScriptNotInContext => "script-not-in-context",
            Reason::SecretFeedsInstruction => "secret-feeds-instruction",
            Reason::SecretNotMovable => "secret-not-movable",
            Reason::SecretStaysInLayer => "secret-stays-in-layer",
            Reason::SharedArgument => "shared-argument",
            Reason::SharedBase => "shared-base",
            Reason::Supervisor => "supervisor",
            Reason::TwinOnOtherRelease => "twin-on-other-release",
            Reason::UnknownBase => "unknown-base",
            Reason::UnknownProgram => "unknown-program",
            Reason::UnknownProvider => "unknown-provider",
            Reason::UnknownTag => "unknown-tag",
            Reason::UnreadCommand => "unread-command",
            Reason::UnresolvedBase => "unresolved-base",
            Reason::UnresolvedSource => "unresolved-source",
            Reason::UsedByBuild => "used-by-build",
            Reason::UserByName => "user-by-name",
            Reason::UserFromVariable => "user-from-variable",
            Reason::WebServer => "web-server",
            Reason::Windows => "windows",
        }
    }
}
