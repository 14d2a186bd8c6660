//! Files that say something wherever they lie in a tree: the walk notes where it meets them.

use crate::write::JOURNAL;

/// Files that only somebody has who runs containers in a cluster.
pub(crate) const OF_CLUSTERS: [&str; 3] = [
    "task-definition.json",
    "kustomization.yaml",
    "helmfile.yaml",
];

/// Whether a file of this name is one.
pub(crate) fn is_landmark(name: &str) -> bool {
    name == JOURNAL || OF_CLUSTERS.contains(&name)
}
