//! What tests of edits share: the argument of one build becomes a secret.

use callers::{Build, Memory, discover, edit};
use dockerfile::Edit;

/// The text of `file` after `names` became secrets in its only build that has them, or why not.
pub fn moved(file: &str, text: &str, names: &[&str]) -> Result<String, String> {
    let tree = Memory::from([(file.to_owned(), text.to_owned())]);
    let found = discover(&tree);
    let has = |build: &&Build| {
        build
            .args
            .iter()
            .any(|arg| names.contains(&arg.name.as_str()))
    };
    let Some(build) = found.builds.iter().find(has) else {
        return Err("no build has the argument".into());
    };
    let edits = edit::args_to_secrets(build, text, names).map_err(|error| error.to_string())?;
    Ok(apply(text, &edits))
}

pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::new();
    let mut at = 0;
    for edit in edits {
        assert!(edit.span.start >= at, "edits overlap: {edits:?}");
        result += text.get(at..edit.span.start).unwrap_or_default();
        result += &edit.text;
        at = edit.span.end;
    }
    result + text.get(at..).unwrap_or_default()
}

pub fn check(file: &str, before: &str, names: &[&str], after: &str) {
    assert_eq!(moved(file, before, names).as_deref(), Ok(after));
    // What the edit leaves is read again: the arguments are gone, the secrets are there.
    let tree = Memory::from([(file.to_owned(), after.to_owned())]);
    let found = discover(&tree);
    assert_eq!(found.problems, []);
    for name in names {
        let is_arg = |build: &Build| build.args.iter().any(|arg| arg.name == *name);
        let is_secret = |build: &Build| build.secrets.iter().any(|secret| secret.id == *name);
        assert!(
            !found.builds.iter().any(is_arg),
            "{name} is still an argument"
        );
        assert!(found.builds.iter().any(is_secret), "{name} is no secret");
    }
}
