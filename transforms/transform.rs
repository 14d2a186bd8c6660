//! What every transform offers: its name, its page, its options, and a look at a target.

use crate::{Finding, OptionSpec, Target};

/// One kind of hardening. Its folder holds its page, its code and its cases.
pub trait Transform: Sync {
    /// The name people write: a noun for what the file gains, in kebab case.
    fn name(&self) -> &'static str;

    /// The page that `harden --explain` prints, in Markdown. Its first paragraph is one sentence.
    fn page(&self) -> &'static str;

    /// The keys of its configuration table.
    fn options(&self) -> &'static [OptionSpec] {
        &[]
    }

    /// The rules of other tools that it answers to (`DL3002`, `CKV_DOCKER_3`, `DS-0002`): a comment that silences one
    /// of them silences its findings too.
    fn foreign_rules(&self) -> &'static [&'static str] {
        &[]
    }

    /// What it finds in `target`, in the order of the file. A finding carries its fix or the reason for having none.
    fn check(&self, target: &Target<'_>) -> Vec<Finding>;
}
