//! What the files around a Dockerfile say of it: who builds it, who runs its image, and which images stand on which.

mod below;
mod fresh;
mod shipped;

pub use below::{Child, InTree, children};
pub use fresh::refresh;
pub use shipped::shipped;

use callers::{Build, Container, Tree};

/// What the files around a Dockerfile say of it.
///
/// All paths are counted from the root of the tree: the work tree of git, or the folder that was named.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The path of the Dockerfile.
    pub path: &'a str,
    /// The root of its build context, `""` for the root of the tree; `None` when it lies outside, or is not known.
    pub context: Option<&'a str>,
    /// The files of the tree, those that a plan changes as it leaves them.
    pub tree: &'a dyn Tree,
    /// The builds of this Dockerfile, by file and line. Where nobody builds it, the one that is assumed.
    pub builds: &'a [Build],
    /// The containers that run one of its images, by file and line.
    pub containers: &'a [Container],
    /// A file that says what runs in a cluster (Kubernetes, OpenShift, ECS); `None` when the tree has none.
    pub manifest: Option<&'a str>,
    /// The files of the tree that may build images, by their names, and cannot be read.
    pub unread: &'a [String],
    /// The images of the tree that its stages stand on, where all builds agree.
    pub bases: &'a [InTree],
    /// The stages of other Dockerfiles that stand on an image of this one.
    pub children: &'a [Child],
}

impl<'a> Surroundings<'a> {
    /// The image of the tree that the stage with this number stands on.
    #[must_use]
    pub fn base(&self, stage: usize) -> Option<&'a InTree> {
        self.bases.iter().find(|base| base.stage == stage)
    }
}
