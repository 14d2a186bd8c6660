//! What of the copied files becomes the account's own: by default the tree that the program lies in.

use super::account::{Account, Origin};
use super::grants::Grants;
use super::subject::Subject;
use super::tree::can_be_own;
use super::weighing::Weighing;
use crate::image_path::{absolute, below, name};
use crate::provenance::{Destination, Provenance};
use catalog::Family;
use dockerfile::{Instruction, Kind, Transfer};

pub(super) fn look(subject: &Subject<'_>, account: &Account, weighing: &mut Weighing) -> Grants {
    let family = subject.base.as_ref().and_then(|base| base.family);
    let has_tools = !matches!(family, None | Some(Family::None | Family::Windows));
    let mut grants = Grants::new(account, has_tools);
    let copies = copies(subject);
    grants.trees = trees(subject, &copies);
    unread_folder(subject, weighing);
    let ownership = subject
        .target
        .options
        .text(super::NAME, "ownership", "app-dir");
    if ownership != "app-dir" {
        for tree in &grants.trees {
            weighing.assumes(format!("the program writes nothing below `{tree}`, which stays root's by `ownership = \"{ownership}\"`"));
        }
        return grants;
    }
    for copy in &copies {
        if is_own(subject, copy, &grants.trees) && !is_replaced(copy, &copies) {
            grants.copies.push(copy.position);
        }
    }
    for copy in copies
        .iter()
        .filter(|copy| !grants.copies.contains(&copy.position))
    {
        download(subject, copy, weighing);
    }
    if !grants.copies.is_empty() {
        weighing.rests_on(if grants.trees.is_empty() {
            "the program's own files become its own".to_owned()
        } else {
            format!(
                "what is copied into {} becomes its own",
                quoted(&grants.trees)
            )
        });
    }
    if has_tools {
        working_folders(subject, &mut grants);
    }
    // `useradd --create-home` and `adduser` leave a home alone that is there already, and `WORKDIR` and `COPY` make it
    // as root's.
    let new_home = account
        .home
        .as_deref()
        .filter(|_| matches!(account.origin, Origin::New { .. }));
    if let Some(home) = new_home
        && grants.trees.iter().any(|tree| below(home, tree).is_some())
    {
        grants.folder(home);
    }
    for tree in grants.trees.clone() {
        if account.home.as_ref() == Some(&tree) {
            continue;
        }
        if has_tools {
            grants.folder(&tree);
        } else if is_interpreted(subject) {
            weighing.assumes(format!(
                "the program makes no files in `{tree}`, which root owns"
            ));
        }
    }
    grants
}

/// Folders below the tree that an earlier `WORKDIR` makes.
fn working_folders(subject: &Subject<'_>, grants: &mut Grants) {
    let of_stage = subject.stage.instructions.clone();
    for (position, instruction) in subject.instructions() {
        if !matches!(instruction.kind, Kind::Workdir(_)) || !of_stage.contains(&position) {
            continue;
        }
        let folder = crate::provenance::workdir(subject.target, subject.stage, position + 1);
        if let Some(folder) = folder.filter(|folder| {
            grants
                .trees
                .iter()
                .any(|tree| below(tree, folder).is_some_and(|rest| !rest.is_empty()))
        }) {
            grants.folder(&folder);
        }
    }
}

/// The folders that hold the program.
fn trees(subject: &Subject<'_>, copies: &[Copy<'_>]) -> Vec<String> {
    let mut trees = Vec::new();
    // The folder that a server's image works in holds the server and its configuration.
    let is_the_server_s = subject.stage.workdir.is_none()
        && super::servers::of_base(subject).is_some_and(|server| server.stock.is_some());
    if let Some(workdir) = subject
        .workdir
        .as_ref()
        .filter(|path| can_be_own(path) && !is_the_server_s)
    {
        trees.push(workdir.clone());
    }
    for path in program_files(subject) {
        let (Provenance::Context { instruction, .. } | Provenance::Elsewhere { instruction }) =
            subject.provenance(path)
        else {
            continue;
        };
        let Some(copy) = copies.iter().find(|copy| copy.position == instruction) else {
            continue;
        };
        let folder = &copy.destination.path;
        let is_folder = below(folder, path).is_some_and(|rest| !rest.is_empty());
        if is_folder && can_be_own(folder) && trees.iter().all(|tree| below(tree, folder).is_none())
        {
            trees.push(folder.as_ref().to_owned());
        }
    }
    trees
}

/// A file that `ADD` downloads can be read by root alone: <https://docs.docker.com/reference/dockerfile/#add>.
fn download(subject: &Subject<'_>, copy: &Copy<'_>, weighing: &mut Weighing) {
    let is_download =
        copy.transfer.sources.iter().any(|source| {
            source.value.starts_with("http://") || source.value.starts_with("https://")
        });
    let path = &copy.destination.path;
    let is_seen_to = copy
        .instruction
        .flags
        .iter()
        .any(|flag| flag.name == "chmod" || flag.name == "chown")
        || subject.ran.iter().any(|ran| {
            matches!(
                ran.command.program(),
                Some("chmod" | "rm" | "chown" | "mv" | "install")
            ) && ran.words().iter().skip(1).any(|word| {
                ran.folder
                    .as_ref()
                    .is_some_and(|folder| below(path, &absolute(folder, word)).is_some())
            })
        });
    if is_download && !is_seen_to {
        weighing.assumes(format!(
            "the program does not read `{path}`, which line {} downloads for root alone",
            subject.line(copy.position)
        ));
    }
}

/// The files that the started commands name, as absolute paths.
pub(super) fn program_files<'s>(subject: &'s Subject<'_>) -> &'s [String] {
    subject.program_files.get_or_init(|| named_files(subject))
}

fn named_files(subject: &Subject<'_>) -> Vec<String> {
    let folder = subject.workdir.as_deref().unwrap_or("/");
    let mut files = Vec::new();
    for started in &subject.runs.commands {
        for word in started.words() {
            let is_path = word.contains('/') || has_program_ending(word);
            if is_path
                && !word.starts_with('-')
                && !word.contains("://")
                && !word.contains(['$', ' ', '='])
            {
                files.push(absolute(folder, word));
            }
        }
    }
    files
}

fn has_program_ending(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && [
                "py", "js", "mjs", "cjs", "ts", "rb", "php", "jar", "war", "dll", "sh", "pl", "exs",
            ]
            .contains(&ending)
    })
}

/// Whether the program is text that an interpreter runs, which likes to write beside itself.
pub(super) fn is_interpreted(subject: &Subject<'_>) -> bool {
    subject.runs.commands.iter().any(|started| {
        let program = started.program();
        [
            "python", "node", "ruby", "php", "perl", "gunicorn", "uvicorn", "flask", "bundle",
            "rails", "npm", "yarn",
        ]
        .iter()
        .any(|known| program.starts_with(known))
    })
}

/// A `COPY` or `ADD` of the stage or of one it is built on.
struct Copy<'s> {
    position: usize,
    instruction: &'s Instruction,
    transfer: &'s Transfer,
    destination: &'s Destination<'s>,
    is_from_context: bool,
}

fn copies<'s>(subject: &'s Subject<'_>) -> Vec<Copy<'s>> {
    let found = subject
        .instructions()
        .filter_map(|(position, instruction)| {
            let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                return None;
            };
            let destination = subject.destination(position, transfer)?;
            let is_from_context = instruction.flags.iter().all(|flag| flag.name != "from");
            Some(Copy {
                position,
                instruction,
                transfer,
                destination,
                is_from_context,
            })
        });
    found.collect()
}

fn is_own(subject: &Subject<'_>, copy: &Copy<'_>, trees: &[String]) -> bool {
    if copy
        .instruction
        .flags
        .iter()
        .any(|flag| flag.name == "chown")
    {
        return false;
    }
    let path = &copy.destination.path;
    let is_in_tree = trees.iter().any(|tree| below(tree, path).is_some());
    if copy.is_from_context {
        // The mode of a file in a context may keep everybody else from reading it.
        return is_in_tree
            || brings_included(subject, copy)
            || program_files(subject)
                .iter()
                .any(|file| lands_at(copy, file));
    }
    is_in_tree
        && !copy
            .transfer
            .sources
            .iter()
            .all(|source| is_build_product(subject, &source.value, copy))
}

/// Whether the copy brings a file that a supervisor's configuration includes, and that the account reads.
fn brings_included(subject: &Subject<'_>, copy: &Copy<'_>) -> bool {
    let supervisors = subject.runs.supervisors.iter();
    let mut included = supervisors.filter(|file| file.is_included && file.is_in_context);
    included.any(|supervisor| {
        let file = absolute("/", &supervisor.file);
        let mut sources = copy.transfer.sources.iter();
        sources.any(|source| below(&absolute("/", &source.value), &file).is_some())
    })
}

/// Whether the copy is of single files and one of them lands at `file`.
fn lands_at(copy: &Copy<'_>, file: &str) -> bool {
    let path = &copy.destination.path;
    copy.transfer.sources.iter().any(|source| {
        let source = name(source.value.trim_end_matches('/'));
        path == file && !copy.destination.is_folder || absolute(path, source) == file
    })
}

/// Whether a build stage made it to be run and not to be written: a binary, an archive, a virtual environment.
fn is_build_product(subject: &Subject<'_>, source: &str, copy: &Copy<'_>) -> bool {
    let source = name(source.trim_end_matches('/'));
    let is_archive = [".jar", ".war", ".so", ".dll", ".phar"]
        .iter()
        .any(|ending| source.ends_with(ending));
    let is_environment = [
        "venv",
        ".venv",
        "env",
        "site-packages",
        "bin",
        "node_modules",
    ]
    .contains(&source);
    let is_program = program_files(subject)
        .iter()
        .any(|file| lands_at(copy, file));
    is_archive || is_environment || is_program
}

/// Whether a later copy of a whole folder writes the same files again.
fn is_replaced(copy: &Copy<'_>, copies: &[Copy<'_>]) -> bool {
    copy.is_from_context
        && copies.iter().any(|later| {
            later.position > copy.position
                && later.is_from_context
                && copy
                    .transfer
                    .sources
                    .iter()
                    .all(|source| writes_again(later, copy, &source.value))
        })
}

fn writes_again(later: &Copy<'_>, copy: &Copy<'_>, source: &str) -> bool {
    let source = absolute("/", source);
    let target = copy.destination.of_file(name(&source));
    later.transfer.sources.iter().any(|whole| {
        let whole = absolute("/", &whole.value);
        let rest = below(&whole, &source).filter(|rest| !rest.is_empty());
        rest.is_some_and(|rest| absolute(&later.destination.path, rest) == target)
    })
}

/// A program whose working directory is nobody's in particular could write there as root: text that an interpreter runs,
/// and Java, whose logs are for the working directory unless somebody says otherwise.
fn unread_folder(subject: &Subject<'_>, weighing: &mut Weighing) {
    let Some(folder) = &subject.workdir else {
        weighing.assumes("the program can write where it must, though `WORKDIR` holds a variable without a value");
        return;
    };
    let family = subject.base.as_ref().and_then(|base| base.family);
    let is_bare = subject.is_scratch() || family == Some(Family::None);
    let mut commands = subject.runs.commands.iter();
    let is_java = commands.any(|started| started.program() == "java");
    if !can_be_own(folder) && !is_bare && (is_interpreted(subject) || is_java) {
        weighing.assumes(format!(
            "the program writes nothing in its working directory `{folder}`, which stays root's"
        ));
    }
}

fn quoted(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(" and ")
}
