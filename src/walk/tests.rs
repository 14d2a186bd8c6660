use super::*;
use ignore::WalkBuilder;
use std::fs;

/// A folder with these files; a path that ends in `/` is a folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let place = folder.path().join(path);
        if path.ends_with('/') {
            fs::create_dir_all(place).expect("a folder");
            continue;
        }
        fs::create_dir_all(place.parent().expect("a folder above")).expect("a folder");
        fs::write(place, text).expect("a file");
    }
    folder
}

/// What the walk of the `ignore` crate meets, which knows git's rules, too.
fn second_opinion(root: &Path) -> Vec<String> {
    let entries = WalkBuilder::new(root).hidden(false).ignore(false).build();
    let entries = entries.map(|entry| entry.expect("the folder can be read"));
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut files: Vec<String> = files
        .map(|entry| {
            let below = entry.path().strip_prefix(root).expect("it lies below");
            crate::discover::shown(below)
        })
        .filter(|file| !file.starts_with(".git/") && !file.contains("/.git/"))
        .collect();
    files.sort();
    files
}

fn walk(root: &Path) -> Vec<String> {
    Walk::new(root, &Folders::default()).files
}

/// Compares both, and gives what the walk met below `root`.
fn met(files: &[(&str, &str)], root: &str) -> Vec<String> {
    let folder = folder(files);
    let root = folder
        .path()
        .canonicalize()
        .expect("it is there")
        .join(root);
    let met = walk(&root);
    assert_eq!(met, second_opinion(&root));
    met
}

const FILES: [(&str, &str); 9] = [
    ("a.log", ""),
    ("b.txt", ""),
    ("build/out.txt", ""),
    ("sub/a.log", ""),
    ("sub/b.txt", ""),
    ("sub/build", ""),
    ("sub/deep/build/c.txt", ""),
    ("sub/deep/keep.log", ""),
    ("z/.hidden", ""),
];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    FILES.iter().chain(more).copied().collect()
}

#[test]
fn what_git_ignores_is_left_out() {
    let files = with(&[(".git/", ""), (".gitignore", "*.log\nbuild/\n")]);
    let left = [".gitignore", "b.txt", "sub/b.txt", "sub/build", "z/.hidden"];
    assert_eq!(met(&files, ""), left);
}

#[test]
fn rules_further_down_and_exceptions_come_first() {
    let files = with(&[
        (".git/", ""),
        (".gitignore", "*.log\n/sub/b.txt\n"),
        ("sub/.gitignore", "!deep/keep.log\n!b.txt\nbuild\n"),
    ]);
    let left = [
        ".gitignore",
        "b.txt",
        "build/out.txt",
        "sub/.gitignore",
        "sub/b.txt",
        "sub/deep/keep.log",
        "z/.hidden",
    ];
    assert_eq!(met(&files, ""), left);
}

#[test]
fn rules_count_in_a_repository_only_and_end_at_it() {
    let ignore = (".gitignore", "*.log\n*.txt\n");
    assert_eq!(met(&with(&[ignore]), "").len(), FILES.len() + 1);
    let nested = with(&[(".git/", ""), ignore, ("sub/.git/", "")]);
    let left = [
        ".gitignore",
        "sub/a.log",
        "sub/b.txt",
        "sub/build",
        "sub/deep/build/c.txt",
        "sub/deep/keep.log",
        "z/.hidden",
    ];
    assert_eq!(met(&nested, ""), left);
    assert_eq!(met(&with(&[(".jj/", ""), ignore]), "").len(), 3);
}

#[test]
fn rules_from_above_the_root_count() {
    let files = with(&[(".git/", ""), (".gitignore", "*.log\n/sub/deep/build\n")]);
    assert_eq!(met(&files, "sub"), ["b.txt", "build"]);
    assert!(met(&files, "sub/deep").is_empty());
    assert_eq!(met(&files, "sub/deep/build"), ["c.txt"]);
}

#[test]
fn what_the_repository_keeps_to_itself_counts_also_in_a_linked_work_tree() {
    let own = [
        (".git/info/exclude", "*.log\nsub/build\n"),
        (".gitignore", "!keep.log\n"),
    ];
    let left = [
        ".gitignore",
        "b.txt",
        "build/out.txt",
        "sub/b.txt",
        "sub/deep/build/c.txt",
        "sub/deep/keep.log",
        "z/.hidden",
    ];
    assert_eq!(met(&with(&own), ""), left);
    let linked = folder(&with(&[
        ("main/info/exclude", "*.log\n"),
        ("main/worktrees/one/commondir", "../..\n"),
    ]));
    let root = linked.path().canonicalize().expect("it is there");
    let git = root.join("main/worktrees/one");
    fs::write(root.join(".git"), format!("gitdir: {}\n", git.display())).expect("a file");
    let met = walk(&root);
    assert_eq!(met, second_opinion(&root));
    assert!(!met.contains(&"a.log".to_owned()) && met.contains(&"b.txt".to_owned()));
}

#[test]
fn folders_are_kept_with_what_git_ignores() {
    let folder = folder(&with(&[(".git/", ""), (".gitignore", "*.log\nbuild/\n")]));
    let root = folder.path().canonicalize().expect("it is there");
    let folders = Folders::default();
    let walk = Walk::new(&root, &folders);
    assert!(!walk.files.contains(&"a.log".to_owned()));
    fs::remove_dir_all(&root).expect("the folder can be removed");
    let names = |folder: &Path| -> Vec<String> {
        let entries = folders.entries(folder).unwrap_or_default();
        entries.iter().map(|entry| entry.name.clone()).collect()
    };
    assert_eq!(
        names(&root),
        [".git", ".gitignore", "a.log", "b.txt", "build", "sub", "z"]
    );
    assert_eq!(
        names(&root.join("sub")),
        ["a.log", "b.txt", "build", "deep"]
    );
    assert!(names(&root.join("build")).is_empty());
}
