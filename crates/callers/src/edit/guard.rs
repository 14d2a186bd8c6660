//! What has to hold after an edit: the build says what was asked for, and no other build says anything new, but those
//! that share its lines and build the same.

use super::EditError;
use crate::{Argument, Build, Caller, Callers, Memory, discover};
use dockerfile::Edit;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// The file that was read last before an edit, and what it says: each of its builds may be edited.
    static BEFORE: RefCell<Option<(Memory, Rc<Callers>)>> = RefCell::default();
}

/// An error unless the file can be read after the edits, says of the build what `is_so` asks for, and says of every other
/// build what it said before; those for which `may_share` holds may change in the same way.
///
/// It may say things in another place once more.
pub(super) fn holds_after(
    build: &Build,
    text: &str,
    edits: &[Edit],
    (is_so, may_share): (impl Fn(&Build) -> bool, impl Fn(&Build, &Build) -> bool),
) -> Result<(), EditError> {
    let before = said_before(&build.place.file, text);
    let after = discover(&alone(&build.place.file, dockerfile::apply(text, edits)));
    // Other callers have no names of their own for their builds.
    let has_name = matches!(build.caller, Caller::Compose | Caller::Bake);
    let is_same =
        |other: &&Build| other.caller == build.caller && (!has_name || other.name == build.name);
    let mut same = after.builds.iter().filter(is_same);
    let holds = if has_name {
        let mut same = same.peekable();
        same.peek().is_some() && same.all(&is_so)
    } else {
        same.any(&is_so)
    };
    if has_name && !before.builds.iter().any(|other| is_same(&other)) {
        return Err(EditError::Apart(build.name.clone()));
    }
    if !holds || after.problems.len() > before.problems.len() {
        return Err(EditError::Twice(build.name.clone()));
    }
    let is_it = |other: &&Build| {
        other.caller == build.caller
            && other.name == build.name
            && other.place.line == build.place.line
    };
    let it = before.builds.iter().find(is_it).unwrap_or(build);
    let mut pairs = before.builds.iter().zip(&after.builds);
    let is_kept = before.builds.len() == after.builds.len()
        && pairs.all(|(other, after)| {
            let may_change = is_it(&other) || (may_share(it, other) && is_so(after));
            may_change || gets(other) == gets(after)
        });
    if is_kept {
        Ok(())
    } else {
        Err(EditError::Shared(build.name.clone()))
    }
}

/// What the file says as it stands.
fn said_before(file: &str, text: &str) -> Rc<Callers> {
    let known = BEFORE.with_borrow(|before| {
        let (tree, said) = before.as_ref()?;
        let is_it = tree.get(file).is_some_and(|known| known == text);
        is_it.then(|| Rc::clone(said))
    });
    known.unwrap_or_else(|| {
        let tree = alone(file, text.to_owned());
        let said = Rc::new(discover(&tree));
        BEFORE.set(Some((tree, Rc::clone(&said))));
        said
    })
}

/// A tree with one file.
fn alone(file: &str, text: String) -> Memory {
    Memory::from([(file.to_owned(), text)])
}

/// Whether two builds are of the same Dockerfile.
pub(super) fn same_dockerfile(one: &Build, other: &Build) -> bool {
    one.path().is_some() && one.path() == other.path()
}

/// Whether two builds are of the same Dockerfile and the same context.
pub(super) fn same_context(one: &Build, other: &Build) -> bool {
    same_dockerfile(one, other) && one.context == other.context
}

/// What a build is handed over, places left out.
fn gets(build: &Build) -> impl PartialEq + '_ {
    let value = |argument: &Argument| argument.value.clone();
    let args = build.args.iter();
    let args = args.map(|argument| (argument.name.clone(), value(argument)));
    let args: Vec<_> = args.collect();
    (args, &build.secrets, &build.ssh)
}
