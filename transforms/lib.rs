//! What hardening is: every folder is one transform, the few files beside them are what they share.
//!
//! A [`Target`] goes in, a [`Finding`] for each weakness comes out, with a [`Fix`] where the evidence allows one.
//! Nothing here reads a disk, a clock or the environment.

pub mod dockerignore;
pub mod maintainer_label;
pub mod minimal_runtime;
pub mod nonroot_user;
pub mod production_env;
pub mod secret_mounts;
pub mod slim_base;

mod accounts;
mod any_of;
mod attempt;
pub mod base_image;
mod cargo_lock;
mod closest;
pub mod expand;
mod finding;
mod guard;
mod harden;
mod ignores;
pub mod image_path;
mod line_map;
mod options;
mod plan;
mod planned;
pub mod provenance;
mod reason;
mod run_files;
pub mod run_script;
pub mod runs;
mod secret;
pub mod surroundings;
mod table;
mod tag_spelling;
mod target;
mod transform;
mod work;

pub use closest::closest;
pub use finding::{Applicability, FileChange, Finding, Fix, Origin, Verdict};
pub use harden::{MAX_ROUNDS, harden};
pub use options::{OptionKind, OptionSpec, OptionValue, Options};
pub use plan::{Bug, Outcome, Plan, Status, UnknownName};
pub use reason::Reason;
pub use secret::Secret;
pub use surroundings::{Child, InTree, Surroundings, shipped};
pub use target::Target;
pub use transform::Transform;

/// Every transform, in running order.
///
/// The base image comes first, since it decides which users and shells exist; then the user; then secrets; then the
/// rest; the ignore file last, since it looks at what the Dockerfile copies in the end.
pub const ALL: &[&dyn Transform] = &[
    &slim_base::SlimBase,
    &minimal_runtime::MinimalRuntime,
    &nonroot_user::NonrootUser,
    &secret_mounts::SecretMounts,
    &production_env::ProductionEnv,
    &maintainer_label::MaintainerLabel,
    &dockerignore::Dockerignore,
];
