//! Arguments of a bake target that stand in another target, which it inherits from.

use crate::{Build, Caller, Memory, discover};

/// The lines on which a build is given its arguments.
pub(super) fn lines<'b>(build: &'b Build, names: &'b [&str]) -> impl Iterator<Item = usize> + 'b {
    let given = build.args.iter();
    let given = given.filter(|argument| names.contains(&argument.name.as_str()));
    given.map(|argument| argument.place.line)
}

/// Whether all targets of the file that get their arguments from the same lines build the same Dockerfile.
pub(super) fn is_for_one_dockerfile(build: &Build, text: &str, names: &[&str]) -> bool {
    let found = discover(&Memory::from([(build.place.file.clone(), text.to_owned())]));
    let own: Vec<usize> = lines(build, names).collect();
    let mut alike = found.builds.iter().filter(|other| {
        other.caller == Caller::Bake && lines(other, names).any(|line| own.contains(&line))
    });
    build.path().is_some() && alike.all(|other| other.path() == build.path())
}
