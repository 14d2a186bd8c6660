//! Which images of a tree stand on which.

mod trees;

use callers::{Build, Chains, File, Memory, discover, is_dockerfile};
use dockerfile::Document;
use std::fmt::Write;

fn chains(tree: &Memory) -> (Vec<Build>, Chains) {
    let dockerfiles = tree.iter().filter(|(path, _)| is_dockerfile(path));
    let files: Vec<File> = dockerfiles
        .map(|(path, text)| File::new(path, &Document::parse(text.as_str())))
        .collect();
    let builds = discover(tree).builds;
    let chains = Chains::new(&builds, &files);
    (builds, chains)
}

/// One line for each link: who stands on whom, as which build, under which assumption.
fn shown(tree: &Memory) -> String {
    let (builds, chains) = chains(tree);
    let mut shown = String::new();
    for link in &chains.links {
        let Some(build) = builds.get(link.build) else {
            continue;
        };
        let target = link
            .base_target
            .as_ref()
            .map(|target| format!(" ({target})"));
        let _ = write!(
            shown,
            "{} stage {} on {}{} as `{}`, built as `{}`",
            link.path,
            link.stage,
            link.base,
            target.unwrap_or_default(),
            link.image,
            build.name
        );
        for default in &link.image.defaults {
            let _ = write!(shown, ", `{default}` has its default");
        }
        if let Some(assumption) = &link.assumption {
            let _ = write!(shown, ", {assumption}");
        }
        shown.push('\n');
    }
    for problem in &chains.problems {
        let place = &problem.place;
        let _ = writeln!(
            shown,
            "problem: {}:{}: {}",
            place.file, place.line, problem.message
        );
    }
    shown
}

#[test]
fn chains_of_every_tree() {
    let mut all = String::new();
    for name in trees::names() {
        let _ = writeln!(all, "{name}\n{}", shown(&trees::tree(&name)));
    }
    trees::snapshot("chains", &all);
}

#[test]
fn the_graph_answers() {
    let (_, chains) = chains(&trees::tree("chain-of-four"));
    let base = "images/runtime/Dockerfile";
    assert!(
        chains
            .bases("apps/shop/Dockerfile", 0)
            .any(|link| link.base == base)
    );
    assert_eq!(chains.children(base).count(), 1);
}

#[test]
fn circles_and_doubles_are_reported() {
    let tree = |files: &[(&str, &str)]| -> Memory {
        let files = files.iter();
        files
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    };
    let circle = tree(&[
        ("a/Dockerfile", "FROM b\n"),
        ("b/Dockerfile", "FROM a\n"),
        ("on-it/Dockerfile", "FROM a\n"),
        ("build.sh", "docker build -t a a\ndocker build -t b b\n"),
    ]);
    assert_eq!(
        shown(&circle),
        "a/Dockerfile stage 0 on b/Dockerfile as `b`, built as `build.sh`\n\
         b/Dockerfile stage 0 on a/Dockerfile as `a`, built as `build.sh`\n\
         on-it/Dockerfile stage 0 on a/Dockerfile as `a`, built as `Dockerfile`\n\
         problem: a/Dockerfile:1: its base is `b/Dockerfile`, which stands on it in a circle\n\
         problem: b/Dockerfile:1: its base is `a/Dockerfile`, which stands on it in a circle\n"
    );
    let double = tree(&[
        ("a/Dockerfile", "FROM scratch\n"),
        ("b/Dockerfile", "FROM scratch\n"),
        ("c/Dockerfile", "FROM base AS x\nFROM x\n"),
        (
            "build.sh",
            "docker build -t base a\ndocker build -t base:latest b\n",
        ),
    ]);
    assert_eq!(
        shown(&double),
        "problem: c/Dockerfile:1: the base `base` is built by `a/Dockerfile`, `b/Dockerfile`\n"
    );
}
