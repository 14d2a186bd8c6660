//! What the transform does to contexts of our own, measured by what Docker would send before and after.

mod cases_of_doubt;
mod contexts;

use super::Dockerignore;
use crate::{Applicability, FileChange, Finding, Options, Target, Transform, Verdict};
use context::{Ignore, MemoryContext, sent};
use dockerfile::{Document, stages};

/// A context with its Dockerfiles, all at its root; the first one is looked at.
struct Setting {
    context: MemoryContext,
    dockerfiles: Vec<&'static str>,
}

impl Setting {
    fn new<const N: usize>(dockerfile: &'static str, files: [(&str, &str); N]) -> Setting {
        let mut context = MemoryContext::from(files);
        context
            .files
            .insert("Dockerfile".to_owned(), dockerfile.to_owned());
        Setting {
            context,
            dockerfiles: vec![dockerfile],
        }
    }

    fn findings(&self) -> Vec<Finding> {
        self.findings_of("Dockerfile", 0)
    }

    fn findings_of(&self, path: &str, position: usize) -> Vec<Finding> {
        let mut documents: Vec<Document> = self
            .dockerfiles
            .iter()
            .map(|text| Document::parse(*text))
            .collect();
        let document = documents.remove(position);
        Dockerignore.check(&Target {
            path,
            path_in_context: Some(path),
            document: &document,
            stages: &stages(&document),
            context: Some(&self.context),
            surroundings: None,
            siblings: &documents,
            options: &Options::default(),
            applies_unsafe: true,
        })
    }

    /// The changes of the safe fixes, or of all fixes.
    fn changes(&self, is_unsafe_too: bool) -> Vec<FileChange> {
        let fixes = self
            .findings()
            .into_iter()
            .filter_map(|finding| match finding.verdict {
                Verdict::Fix(fix) if is_unsafe_too || fix.applicability == Applicability::Safe => {
                    Some(fix)
                }
                Verdict::Fix(_) | Verdict::Suggestion(_) | Verdict::HeldBack { .. } => None,
            });
        fixes.flat_map(|fix| fix.files).collect()
    }

    /// The context once it is at rest, as the command brings it there: one fix at a time.
    fn hardened(&self, is_unsafe_too: bool) -> Setting {
        let mut setting = Setting {
            context: self.context.clone(),
            dockerfiles: self.dockerfiles.clone(),
        };
        for _ in 0..4 {
            let Some(change) = setting.changes(is_unsafe_too).into_iter().next() else {
                return setting;
            };
            assert_eq!(
                setting.context.files.get(&change.path),
                change.before.as_ref()
            );
            assert_ne!(change.before.as_ref(), Some(&change.after));
            setting.context.files.insert(change.path, change.after);
        }
        panic!(
            "it does not come to rest: {:?}",
            setting.context.files.get(".dockerignore")
        );
    }

    fn text(&self, path: &str) -> String {
        self.context.files.get(path).cloned().unwrap_or_default()
    }

    /// The files Docker sends, without folders and ignore files.
    fn sent(&self, ignore_file: &str) -> Vec<String> {
        let ignore = Ignore::parse(&self.text(ignore_file)).unwrap();
        let paths = sent(&self.context, &ignore, 1_000, |_| true).unwrap();
        paths
            .into_iter()
            .filter(|path| {
                self.context.files.contains_key(path) && !path.ends_with(".dockerignore")
            })
            .collect()
    }

    /// What is no longer sent, after the safe fixes or all of them.
    fn lost(&self, is_unsafe_too: bool) -> Vec<String> {
        let after = self.hardened(is_unsafe_too).sent(".dockerignore");
        let mut before = self.sent(".dockerignore");
        assert!(
            after.iter().all(|path| before.contains(path)),
            "a file came back: {after:?}"
        );
        before.retain(|path| !after.contains(path));
        before
    }

    /// The codes of the reasons for holding back.
    fn reasons(&self) -> Vec<&'static str> {
        let codes = self
            .findings()
            .into_iter()
            .filter_map(|finding| match finding.verdict {
                Verdict::HeldBack { reason, .. } => Some(reason.code()),
                Verdict::Fix(_) | Verdict::Suggestion(_) => None,
            });
        codes.collect()
    }
}
