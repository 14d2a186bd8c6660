//! How an image is run: evidence from compose services and Kubernetes manifests.

use crate::{Place, Text};

/// A container that somebody runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    /// Who runs it.
    pub runner: Runner,
    /// Its name there.
    pub name: String,
    /// Where it is said.
    pub place: Place,
    /// The image it runs; `None` when it is built and not named.
    pub image: Option<Text>,
    /// The user it is made to run as.
    pub user: Option<Text>,
    /// Whether the runner refuses to run it as root.
    pub run_as_non_root: Option<bool>,
    /// Whether its root file system is read-only.
    pub is_read_only: Option<bool>,
    /// The ports: `published:target` in compose, `containerPort` in Kubernetes.
    pub ports: Vec<Text>,
    /// The volumes and mounts: `source:target`, or the mount path.
    pub volumes: Vec<Text>,
    /// Whether it gets its variables from a file when it starts (`env_file`).
    pub has_env_file: bool,
    /// Whether the runner checks its health.
    pub has_healthcheck: bool,
    /// The commands that the runner starts inside it: to ask for its health, after it starts, before it stops. Each in
    /// words; what is for a shell stands behind `/bin/sh -c`.
    pub probes: Vec<Vec<String>>,
}

/// Who runs a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runner {
    /// A compose file.
    Compose,
    /// A Kubernetes manifest.
    Kubernetes,
}

impl Container {
    /// A container of which only the place is known.
    pub(crate) fn at(runner: Runner, name: impl Into<String>, place: Place) -> Self {
        Self {
            runner,
            name: name.into(),
            place,
            image: None,
            user: None,
            run_as_non_root: None,
            is_read_only: None,
            ports: Vec::new(),
            volumes: Vec::new(),
            has_env_file: false,
            has_healthcheck: false,
            probes: Vec::new(),
        }
    }
}
