#![doc = include_str!("README.md")]

mod absent;
mod account;
mod code;
mod compose;
mod compose_edits;
mod created;
mod downloads;
mod grants;
mod home_leftovers;
mod intent;
mod judge;
mod keys;
mod knowledge;
mod leftovers;
mod manifests;
mod mentions;
mod modes;
mod numeric;
mod openshift;
mod ownership;
mod place;
mod platform;
mod port_move;
mod ports;
mod program;
mod redirect;
mod root_home;
mod server_config;
mod servers;
mod stages;
mod started;
mod subject;
mod supervisor;
mod sweep;
mod touches;
mod tree;
mod tree_images;
mod user_now;
mod variables;
mod weighing;
mod who;
mod writes;

#[cfg(test)]
mod pitfalls;

use crate::{Finding, OptionKind, OptionSpec, Target, Transform};

/// The transform's name, which is also that of its configuration table.
const NAME: &str = "nonroot-user";

/// The number of a new account and its group.
///
/// Above 10000, as scanners of Kubernetes manifests want it
/// (<https://avd.aquasec.com/misconfig/kubernetes/general/avd-ksv-0020/>), and away from numbers that images use.
const DEFAULT_ID: i64 = 10001;

/// The program runs as an account of its own instead of root.
pub struct NonrootUser;

impl Transform for NonrootUser {
    fn name(&self) -> &'static str {
        NAME
    }

    fn page(&self) -> &'static str {
        include_str!("README.md")
    }

    fn options(&self) -> &'static [OptionSpec] {
        &[
            OptionSpec {
                key: "uid",
                kind: OptionKind::Number(1, 4_294_967_293),
                default: "10001",
                summary: "The number of an account that is created.",
            },
            OptionSpec {
                key: "gid",
                kind: OptionKind::Number(1, 4_294_967_293),
                default: "10001",
                summary: "The number of its group.",
            },
            OptionSpec {
                key: "numbers",
                kind: OptionKind::Flag,
                default: "true",
                summary: "Whether a `USER` that names an account gets its numbers, where they are known.",
            },
            OptionSpec {
                key: "ownership",
                kind: OptionKind::Choice(&["app-dir", "data-only", "none"]),
                default: "\"app-dir\"",
                summary: "What the account owns: what the file copies below `WORKDIR`, only paths that are written, or nothing.",
            },
        ]
    }

    fn foreign_rules(&self) -> &'static [&'static str] {
        &[
            "DL3002",
            "DL3066",
            "CKV_DOCKER_3",
            "CKV_DOCKER_8",
            "DS-0002",
            "DS002",
            "AVD-DS-0002",
        ]
    }

    fn check(&self, target: &Target<'_>) -> Vec<Finding> {
        stages::findings(target)
    }
}
