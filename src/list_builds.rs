//! `--list-builds`: who builds which Dockerfile, as a table or for programs.

use crate::args::{Args, Format};
use crate::chains::chains;
use crate::error::RunError;
use crate::screen::{Screen, Style};
use crate::tree::DiskTree;
use crate::walk::Walks;
use crate::world::World;
use callers::{Callers, Chains, discover, listing};
use serde::Serialize;
use std::path::Path;

/// The version of the format. A field may be added without a new one.
const VERSION: u32 = 1;

/// What was found in one folder.
pub(crate) struct Listed {
    root: String,
    callers: Callers,
    chains: Chains,
}

/// The builds in each folder that the arguments name.
pub(crate) fn list(args: &Args, world: &World) -> Result<Vec<Listed>, RunError> {
    let folders = args.paths.iter();
    folders.map(|path| listed(path, world)).collect()
}

fn listed(path: &Path, world: &World) -> Result<Listed, RunError> {
    let root = crate::discover::shown(path);
    let folder = world.folder.join(path).canonicalize().ok();
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        return Err(RunError::NoFolder { path: root });
    };
    let tree = DiskTree::new(&Walks::default(), folder);
    let callers = discover(&tree);
    let (chains, _) = chains(&tree, &callers.builds);
    Ok(Listed {
        root,
        callers,
        chains,
    })
}

/// Prints the builds; paths are counted from the folder that was named.
pub(crate) fn show(screen: &mut Screen<'_>, listed: &[Listed], format: Format) {
    match format {
        Format::Text => {
            for one in listed {
                if listed.len() > 1 {
                    line(screen, Style::Heading, &format!("{}:", one.root));
                }
                for row in listing::table(&one.callers, &one.chains).lines() {
                    line(screen, Style::Plain, row);
                }
            }
        }
        Format::Json => {
            let result = Whole {
                version: VERSION,
                tool: Tool {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                },
                trees: listed.iter().map(tree).collect(),
            };
            // Texts and numbers can always be written as JSON.
            let json = serde_json::to_string_pretty(&result).unwrap_or_default();
            line(screen, Style::Plain, &json);
        }
    }
}

/// Prints what could not be read or decided; `true` when there is anything.
pub(crate) fn problems(screen: &mut Screen<'_>, listed: &[Listed]) -> bool {
    let mut has_any = false;
    for one in listed {
        for problem in one.callers.problems.iter().chain(&one.chains.problems) {
            let (place, message) = (&problem.place, &problem.message);
            let text = format!("warning: `{}:{}`: {message}", place.file, place.line);
            line(screen, Style::Plain, &text);
            has_any = true;
        }
    }
    has_any
}

fn line(screen: &mut Screen<'_>, style: Style, text: &str) {
    for text in text.lines() {
        screen.print(style, text);
        screen.end();
    }
}

#[derive(Serialize)]
struct Whole<'l> {
    version: u32,
    tool: Tool,
    trees: Vec<TreeOut<'l>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct TreeOut<'l> {
    root: &'l str,
    builds: Vec<BuildOut<'l>>,
    problems: Vec<ProblemOut<'l>>,
}

#[derive(Serialize)]
struct BuildOut<'l> {
    caller: &'static str,
    name: &'l str,
    file: &'l str,
    line: usize,
    /// The path of the Dockerfile; nothing when it is no file of the tree.
    dockerfile: Option<&'l str>,
    dockerfile_as_written: String,
    /// The folder of the context; nothing when it is no folder of the tree.
    context: Option<&'l str>,
    context_as_written: String,
    target: Option<&'l str>,
    args: Vec<Pair<'l>>,
    secrets: Vec<&'l str>,
    ssh: Vec<&'l str>,
    contexts: Vec<Pair<'l>>,
    platforms: Vec<&'l str>,
    images: Vec<&'l str>,
    bases: Vec<BaseOut<'l>>,
    unresolved: Vec<String>,
    assumptions: &'l [String],
}

#[derive(Serialize)]
struct Pair<'l> {
    name: &'l str,
    value: Option<String>,
}

#[derive(Serialize)]
struct BaseOut<'l> {
    stage: usize,
    image: &'l str,
    dockerfile: &'l str,
}

#[derive(Serialize)]
struct ProblemOut<'l> {
    file: &'l str,
    line: usize,
    message: &'l str,
}

fn tree(listed: &Listed) -> TreeOut<'_> {
    let problems = listed.callers.problems.iter();
    let problems = problems.chain(&listed.chains.problems);
    TreeOut {
        root: &listed.root,
        builds: (0..listed.callers.builds.len())
            .filter_map(|at| build(listed, at))
            .collect(),
        problems: problems
            .map(|problem| ProblemOut {
                file: &problem.place.file,
                line: problem.place.line,
                message: &problem.message,
            })
            .collect(),
    }
}

fn build(listed: &Listed, at: usize) -> Option<BuildOut<'_>> {
    let build = listed.callers.builds.get(at)?;
    let args = build.args.iter().map(|argument| Pair {
        name: &argument.name,
        value: listing::shown_value(argument),
    });
    let contexts = build.contexts.iter().map(|named| Pair {
        name: &named.name,
        value: Some(listing::source(&named.source)),
    });
    let links = listed.chains.links.iter().filter(|link| link.build == at);
    let bases = links.map(|link| BaseOut {
        stage: link.stage,
        image: &link.image.text,
        dockerfile: &link.base,
    });
    Some(BuildOut {
        caller: build.caller.name(),
        name: &build.name,
        file: &build.place.file,
        line: build.place.line,
        dockerfile: build.path(),
        dockerfile_as_written: listing::dockerfile(&build.dockerfile),
        context: build.context.folder(),
        context_as_written: listing::source(&build.context),
        target: build.target.as_ref().map(|target| target.text.as_str()),
        args: args.collect(),
        secrets: build
            .secrets
            .iter()
            .map(|secret| secret.id.as_str())
            .collect(),
        ssh: written(&build.ssh),
        contexts: contexts.collect(),
        platforms: written(&build.platforms),
        images: written(&build.images),
        bases: bases.collect(),
        unresolved: build.open(),
        assumptions: &build.assumptions,
    })
}

fn written(texts: &[callers::Text]) -> Vec<&str> {
    texts.iter().map(|text| text.text.as_str()).collect()
}
