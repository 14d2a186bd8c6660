//! Hardening a text in a build context that holds only the Dockerfile.

use context::{Context, Entry, EntryKind};
use dockerfile::Document;
use transforms::{ALL, Options, Plan, Target};

/// A build context that holds only the Dockerfile.
struct Alone<'t>(&'t str);

impl Context for Alone<'_> {
    fn entries(&self, folder: &str) -> Option<std::sync::Arc<[Entry]>> {
        let entry = Entry {
            name: "Dockerfile".to_owned(),
            kind: EntryKind::File,
        };
        folder.is_empty().then(|| std::sync::Arc::from([entry]))
    }

    fn read(&self, file: &str) -> Option<String> {
        (file == "Dockerfile").then(|| self.0.to_owned())
    }
}

/// What everything that harden has makes of `text`.
pub fn plan(text: &str, applies_unsafe: bool) -> Plan {
    let document = Document::parse(text);
    let stages = dockerfile::stages(&document);
    let target = Target {
        path: "Dockerfile",
        path_in_context: Some("Dockerfile"),
        document: &document,
        stages: &stages,
        context: Some(&Alone(text)),
        surroundings: None,
        siblings: &[],
        options: &Options::default(),
        applies_unsafe,
    };
    transforms::harden(&target, ALL)
}
