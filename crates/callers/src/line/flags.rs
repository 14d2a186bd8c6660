//! Splits the words of a build command into flags with values and the rest.

use crate::Text;

/// A flag with its value, and the words it was written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flag {
    /// Its long name without dashes.
    pub(crate) name: String,
    /// Its value; empty for a switch.
    pub(crate) value: Text,
    /// The position of its word.
    pub(crate) at: usize,
    /// How many words it takes.
    pub(crate) words: usize,
}

/// Long flags that take a value, of `docker build`, `buildx build`, `podman build`, `buildah` and kaniko together.
/// A name that is not here and has no `=` is a switch.
const WITH_VALUE: [&str; 78] = [
    "add-host",
    "allow",
    "annotation",
    "arch",
    "attest",
    "authfile",
    "build-arg",
    "build-arg-file",
    "build-context",
    "builder",
    "cache-dir",
    "cache-from",
    "cache-repo",
    "cache-to",
    "cache-ttl",
    "call",
    "cap-add",
    "cap-drop",
    "cert-dir",
    "cgroup-parent",
    "context",
    "context-sub-path",
    "cpu-period",
    "cpu-quota",
    "cpu-shares",
    "cpuset-cpus",
    "cpuset-mems",
    "creds",
    "custom-platform",
    "destination",
    "device",
    "digest-file",
    "dns",
    "dockerfile",
    "env",
    "file",
    "format",
    "from",
    "git",
    "iidfile",
    "ignorefile",
    "image-name-with-digest-file",
    "ipc",
    "isolation",
    "jobs",
    "label",
    "logfile",
    "manifest",
    "memory",
    "memory-swap",
    "metadata-file",
    "network",
    "no-cache-filter",
    "oci-layout-path",
    "os",
    "output",
    "pid",
    "platform",
    "policy",
    "progress",
    "project",
    "provenance",
    "registry-mirror",
    "retry",
    "runtime",
    "sbom",
    "secret",
    "security-opt",
    "set",
    "shm-size",
    "snapshot-mode",
    "ssh",
    "tag",
    "target",
    "timestamp",
    "ulimit",
    "userns",
    "verbosity",
];

/// The long name of a short flag that takes a value.
fn long_name(short: char, is_kaniko: bool) -> Option<&'static str> {
    match (short, is_kaniko) {
        ('c', true) => Some("context"),
        ('d', true) => Some("destination"),
        ('f', true) => Some("dockerfile"),
        ('v', true) => Some("verbosity"),
        ('f', false) => Some("file"),
        ('t', false) => Some("tag"),
        ('o', false) => Some("output"),
        ('m', false) => Some("memory"),
        ('c', false) => Some("cpu-shares"),
        ('v', false) => Some("volume"),
        _ => None,
    }
}

/// The flags among `words`, and the positions of the words that belong to none.
pub(crate) fn flags(words: &[Text], is_kaniko: bool) -> (Vec<Flag>, Vec<usize>) {
    let (mut flags, mut rest) = (Vec::new(), Vec::new());
    let mut at = 0;
    let mut is_over = false;
    while let Some(word) = words.get(at) {
        let written = word.text.as_str();
        let mut length = 1;
        let next = || words.get(at + 1).cloned().unwrap_or_default();
        if is_over || !written.starts_with('-') || written == "-" {
            rest.push(at);
        } else if written == "--" {
            is_over = true;
        } else if let Some(long) = written.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, word.with(value)),
                None if WITH_VALUE.contains(&long) => {
                    length = 2;
                    (long, next())
                }
                None => (long, Text::default()),
            };
            flags.push(Flag {
                name: name.to_owned(),
                value,
                at,
                words: length,
            });
        } else if let Some((name, value)) = short(written.trim_start_matches('-'), is_kaniko) {
            let value = match value.strip_prefix('=').unwrap_or(value) {
                "" => {
                    length = 2;
                    next()
                }
                value => word.with(value),
            };
            flags.push(Flag {
                name: name.to_owned(),
                value,
                at,
                words: length,
            });
        }
        at += length;
    }
    (flags, rest)
}

/// The first flag with a value in a cluster (`-qt name`), and what follows it in the same word.
fn short(letters: &str, is_kaniko: bool) -> Option<(&'static str, &str)> {
    let mut rest = letters.chars();
    while let Some(letter) = rest.next() {
        if let Some(name) = long_name(letter, is_kaniko) {
            return Some((name, rest.as_str()));
        }
    }
    None
}
