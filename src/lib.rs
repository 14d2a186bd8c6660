//! What the `harden` command does: flags, files, colour, exit codes.
//!
//! The rooms below know what a Dockerfile is and what hardening means; everything that touches the world is here.

mod args;
mod around;
mod batch;
mod below;
mod beside;
mod chains;
mod choice;
mod config;
mod crew;
mod diff;
mod discover;
mod disk;
mod entry;
mod error;
mod explain;
mod folders;
mod git;
mod group;
mod harden_all;
mod harden_batch;
mod joined;
mod json;
mod landmark;
mod list_builds;
mod mask;
mod name;
mod neighbourhood;
mod places;
mod plural;
mod recent;
mod report;
mod run;
mod screen;
mod sets;
mod settings;
mod show;
mod skip;
mod source;
mod summary;
mod tree;
mod usage;
mod walk;
mod world;
mod write;

pub use args::Args;
pub use run::run;
pub use world::{Stream, World};
pub use write::BeforeStep;
