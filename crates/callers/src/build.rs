//! A build: which Dockerfile, from which folder, with what, and which file says so.

use crate::Text;

/// One image build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// What kind of file says so.
    pub caller: Caller,
    /// What its caller calls it: the service, the target, the job.
    pub name: String,
    /// Where it is said.
    pub place: Place,
    /// The Dockerfile.
    pub dockerfile: Dockerfile,
    /// The build context.
    pub context: Source,
    /// The folder from which the caller counts its paths; `None` when it, or the context, depends on something that is
    /// not known for sure.
    pub folder: Option<String>,
    /// Whether the service stands in a file that another one takes it from (`extends`): that file is no project alone.
    pub is_borrowed: bool,
    /// The stage that is built; `None` for the last one.
    pub target: Option<Text>,
    /// The build arguments, in order, each name once.
    pub args: Vec<Argument>,
    /// The build secrets.
    pub secrets: Vec<Secret>,
    /// The ssh agents and keys, as written.
    pub ssh: Vec<Text>,
    /// Named contexts (`--build-context`), sorted by name.
    pub contexts: Vec<NamedContext>,
    /// The platforms; empty for the builder's own.
    pub platforms: Vec<Text>,
    /// The names the image gets.
    pub images: Vec<Text>,
    /// What was assumed where nothing says so.
    pub assumptions: Vec<String>,
}

/// What kind of file a build is found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// A compose file.
    Compose,
    /// A bake file.
    Bake,
    /// A GitHub workflow or action.
    Workflow,
    /// A GitLab pipeline.
    Gitlab,
    /// `skaffold.yaml`.
    Skaffold,
    /// A `Tiltfile`.
    Tiltfile,
    /// A `Jenkinsfile`.
    Jenkinsfile,
    /// A makefile.
    Makefile,
    /// A shell script.
    Script,
    /// The scripts of a `package.json`.
    Package,
    /// Nobody: the Dockerfile was found and nothing builds it.
    Nobody,
}

impl Caller {
    /// Its name for people and machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::Bake => "bake",
            Self::Workflow => "workflow",
            Self::Gitlab => "gitlab",
            Self::Skaffold => "skaffold",
            Self::Tiltfile => "tiltfile",
            Self::Jenkinsfile => "jenkinsfile",
            Self::Makefile => "makefile",
            Self::Script => "script",
            Self::Package => "package.json",
            Self::Nobody => "nobody",
        }
    }
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The file, below the root of the tree.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// The Dockerfile of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dockerfile {
    /// A file of the tree.
    Path(String),
    /// Its text stands in the caller.
    Inline,
    /// It is read from somewhere else: a remote context, standard input.
    Elsewhere(String),
    /// A variable without a value stands in it, or it lies outside the tree.
    Unresolved(Text),
}

/// Where the files of a context come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder of the tree; `""` is its root.
    Folder(String),
    /// A repository or an archive behind an address.
    Remote(String),
    /// An image (`docker-image://…`).
    Image(Text),
    /// The result of another build of the same caller (`target:…`, `service:…`).
    Build(String),
    /// Standard input.
    Stdin,
    /// A variable without a value stands in it, or it lies outside the tree.
    Unresolved(Text),
}

impl Source {
    /// The folder, when it is one.
    #[must_use]
    pub fn folder(&self) -> Option<&str> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Remote(_)
            | Self::Image(_)
            | Self::Build(_)
            | Self::Stdin
            | Self::Unresolved(_) => None,
        }
    }
}

/// A build argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value; `None` when it is taken from the environment of the caller.
    pub value: Option<Text>,
    /// Where it is given.
    pub place: Place,
}

/// A build secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// The id that `RUN --mount=type=secret` names.
    pub id: String,
    /// Where its value comes from.
    pub source: SecretSource,
}

/// Where the value of a secret comes from. The value itself is never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A variable of the environment.
    Env(String),
    /// A file.
    File(Text),
    /// A value in the caller, or one that it hands on.
    Inline,
    /// It is not said: the environment, then a file, both named like the id.
    Unsaid,
}

/// A named context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedContext {
    /// The name that `FROM` or `COPY --from` uses.
    pub name: String,
    /// Where its files come from.
    pub source: Source,
}

impl Build {
    /// A build of which only the place is known.
    pub(crate) fn at(caller: Caller, name: impl Into<String>, place: Place) -> Self {
        Self {
            caller,
            name: name.into(),
            place,
            dockerfile: Dockerfile::Path("Dockerfile".into()),
            context: Source::Folder(String::new()),
            folder: None,
            is_borrowed: false,
            target: None,
            args: Vec::new(),
            secrets: Vec::new(),
            ssh: Vec::new(),
            contexts: Vec::new(),
            platforms: Vec::new(),
            images: Vec::new(),
            assumptions: Vec::new(),
        }
    }

    /// The path of its Dockerfile, when it is a file of the tree.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.dockerfile {
            Dockerfile::Path(path) => Some(path),
            Dockerfile::Inline | Dockerfile::Elsewhere(_) | Dockerfile::Unresolved(_) => None,
        }
    }

    /// The variables without a value that stand anywhere in it, sorted.
    #[must_use]
    pub fn open(&self) -> Vec<String> {
        let mut open: Vec<String> = self.texts().flat_map(|text| text.open.clone()).collect();
        open.sort();
        open.dedup();
        open
    }

    /// All texts of the build in which a variable may stand.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text> {
        let dockerfile = match &self.dockerfile {
            Dockerfile::Unresolved(text) => Some(text),
            Dockerfile::Path(_) | Dockerfile::Inline | Dockerfile::Elsewhere(_) => None,
        };
        let sources = self.contexts.iter().map(|named| &named.source);
        let sources = sources
            .chain([&self.context])
            .filter_map(|source| match source {
                Source::Unresolved(text) | Source::Image(text) => Some(text),
                Source::Folder(_) | Source::Remote(_) | Source::Build(_) | Source::Stdin => None,
            });
        let args = self.args.iter().filter_map(|arg| arg.value.as_ref());
        dockerfile
            .into_iter()
            .chain(sources)
            .chain(&self.target)
            .chain(args)
            .chain(&self.ssh)
            .chain(&self.platforms)
            .chain(&self.images)
    }

    /// Sets an argument; a later one of the same name replaces an earlier one.
    pub(crate) fn set_arg(&mut self, argument: Argument) {
        self.args.retain(|other| other.name != argument.name);
        self.args.push(argument);
    }

    /// Takes the assumptions out of its texts and puts its lists in order.
    pub(crate) fn finish(mut self) -> Self {
        let mut defaults: Vec<String> = self
            .texts()
            .flat_map(|text| text.defaults.clone())
            .collect();
        defaults.sort();
        defaults.dedup();
        for name in defaults {
            self.assumptions.push(format!("`{name}` has its default"));
        }
        self.contexts
            .sort_by(|left, right| left.name.cmp(&right.name));
        self
    }
}
