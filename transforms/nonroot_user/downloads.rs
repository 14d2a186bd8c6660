//! Models and browsers that a `RUN` downloads into a cache below root's home, where the program looks for them later.

use super::root_home::is_set;
use super::subject::{Ran, Subject};
use super::weighing::Weighing;
use crate::any_of::AnyOf;
use crate::image_path::absolute;
use crate::{Reason, run_files};
use shell::Action;
use std::sync::LazyLock;

/// What code says that downloads, and the variables that name another place.
pub(super) type Call = (&'static str, &'static [&'static str]);

/// The calls of libraries and programs that do.
const CALLS: &[Call] = &[
    ("nltk.download", &["NLTK_DATA"]),
    ("nltk.downloader", &["NLTK_DATA"]),
    ("from_pretrained", HUGGING_FACE),
    ("huggingface-cli download", HUGGING_FACE),
    ("hf download", HUGGING_FACE),
    ("snapshot_download", HUGGING_FACE),
    ("hf_hub_download", HUGGING_FACE),
    ("transformers import pipeline", HUGGING_FACE),
    (
        "SentenceTransformer",
        &["HF_HOME", "SENTENCE_TRANSFORMERS_HOME"],
    ),
    ("torch.hub", &["TORCH_HOME"]),
    ("torchvision.models", &["TORCH_HOME"]),
    ("whisper.load_model", &["XDG_CACHE_HOME"]),
    ("easyocr.Reader", &["EASYOCR_MODULE_PATH", "MODULE_PATH"]),
    ("import load_dataset", HUGGING_FACE),
    ("keras.applications", &["KERAS_HOME"]),
    ("gensim.downloader", &["GENSIM_DATA_DIR"]),
    ("stanza.download", &["STANZA_RESOURCES_DIR"]),
    ("rembg", &["U2NET_HOME"]),
];

/// <https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables>
const HUGGING_FACE: &[&str] = &[
    "HF_HOME",
    "TRANSFORMERS_CACHE",
    "HF_HUB_CACHE",
    "HUGGINGFACE_HUB_CACHE",
];

/// Packages of Node.js that download a program when they are installed, where to, and the variables that say otherwise.
///
/// <https://pptr.dev/guides/configuration>, <https://docs.cypress.io/app/references/advanced-installation>
const PACKAGES: &[(&str, &str, &[&str])] = &[
    (
        "puppeteer",
        "/root/.cache/puppeteer",
        &[
            "PUPPETEER_CACHE_DIR",
            "PUPPETEER_EXECUTABLE_PATH",
            "PUPPETEER_SKIP_DOWNLOAD",
            "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD",
        ],
    ),
    (
        "cypress",
        "/root/.cache/Cypress",
        &["CYPRESS_CACHE_FOLDER", "CYPRESS_INSTALL_BINARY"],
    ),
];

static ANY_CALL: LazyLock<AnyOf> =
    LazyLock::new(|| AnyOf::new(CALLS.iter().map(|(text, _)| *text)));

/// The calls that the commands of the build hold themselves; most hold none.
pub(super) fn calls(subject: &Subject<'_>) -> Vec<Call> {
    let words = subject.words();
    if !ANY_CALL.may_be_in(words) {
        return Vec::new();
    }
    let held = CALLS.iter().filter(|(text, _)| words.contains(text));
    held.copied().collect()
}

/// What a command downloads, by those of the `calls` that it holds, or by its script.
pub(super) fn look(subject: &Subject<'_>, ran: &Ran, calls: &[Call], weighing: &mut Weighing) {
    models(subject, ran, calls, weighing);
    browsers(subject, ran, weighing);
}

fn models(subject: &Subject<'_>, ran: &Ran, calls: &[Call], weighing: &mut Weighing) {
    if ran.command.package_call().is_some() {
        return;
    }
    let is_python = ran.command.program().is_some_and(is_python);
    let script = is_python.then(|| script(subject, ran)).flatten();
    if calls.is_empty() && script.is_none() {
        return;
    }
    let script = script.unwrap_or_default();
    let text = ran.words().join(" ");
    for (call, variables) in CALLS {
        let is_held = text.contains(call) || script.contains(call);
        if is_held && !is_set(subject, ran, variables) {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!(
                    "`{call}` (line {}) downloads to a cache below `/root`, which only root can enter",
                    subject.line(ran.instruction)
                ),
            );
        }
    }
}

fn is_python(program: &str) -> bool {
    program.starts_with("python") || program.starts_with("pypy")
}

/// The text of the script of the context that a command runs.
fn script(subject: &Subject<'_>, ran: &Ran) -> Option<String> {
    let words = ran.words();
    let file = words.iter().skip(1).find(|word| word.ends_with(".py"))?;
    text(subject, ran, file)
}

/// The text of a file, seen from where a command runs.
pub(super) fn text(subject: &Subject<'_>, ran: &Ran, file: &str) -> Option<String> {
    let path = absolute(ran.folder.as_deref()?, file);
    let stage = subject.stage_of(ran.instruction);
    run_files::text(subject.target, stage, ran.instruction, &path)
}

fn browsers(subject: &Subject<'_>, ran: &Ran, weighing: &mut Weighing) {
    let Some(call) = ran.command.package_call() else {
        return;
    };
    let installs = |package: &str| match call.action {
        Action::Install => call.names(package),
        Action::InstallProject => depends_on(subject, ran, package),
        Action::Update
        | Action::Upgrade
        | Action::Remove
        | Action::Clean
        | Action::Download
        | Action::Build
        | Action::Run
        | Action::Other => false,
    };
    for (package, path, variables) in PACKAGES {
        if call.manager.is_of_node() && installs(package) && !is_set(subject, ran, variables) {
            weighing.holds_back(
                Reason::NeedsRootHome,
                format!(
                    "`{package}`, which line {} installs, looks for its program in `{path}`, and only root can enter `/root`",
                    subject.line(ran.instruction)
                ),
            );
        }
    }
}

/// Whether the `package.json` beside a command lists a package that the program needs.
fn depends_on(subject: &Subject<'_>, ran: &Ran, package: &str) -> bool {
    text(subject, ran, "package.json").is_some_and(|text| depends_on_text(&text, package))
}

/// Whether the text of a `package.json` does.
pub(super) fn depends_on_text(text: &str, package: &str) -> bool {
    let project: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let listed = project.get("dependencies");
    listed.is_some_and(|listed| listed.get(package).is_some())
}
