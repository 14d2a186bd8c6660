//! Variables whose value is a place that the program writes to.

use super::grants::Grants;
use super::subject::Subject;
use super::weighing::Weighing;
use super::writes::written;
use crate::image_path::{absolute, below, joined};

/// Parts of a variable's name that say that its value is written to.
const WRITTEN: &[&str] = &[
    "DATA",
    "LOG",
    "LOGS",
    "CACHE",
    "UPLOAD",
    "UPLOADS",
    "STORAGE",
    "STORE",
    "MEDIA",
    "DB",
    "DATABASE",
    "SQLITE",
    "STATE",
    "OUTPUT",
    "TMP",
    "TEMP",
    "TMPDIR",
    "SPOOL",
    "WORK",
    "PERSIST",
    "DOWNLOAD",
    "DOWNLOADS",
    "HISTORY",
    "DATADIR",
    "LOGDIR",
    "CACHEDIR",
    "WORKDIR",
    "RESULTS",
    "REPORTS",
    "BACKUP",
    "BACKUPS",
];

/// Parts of a name that say that its value is a folder; it is written to when nothing in the file fills it.
const FOLDER: &[&str] = &[
    "DIR",
    "HOME",
    "FOLDER",
    "DIRECTORY",
    "ROOT",
    "PATH",
    "LOCATION",
];

/// Variables that name tools, and what they read.
const READ: &[&str] = &[
    "JAVA",
    "PATH",
    "PYTHONPATH",
    "GOPATH",
    "GOROOT",
    "NODE",
    "CLASSPATH",
    "VIRTUAL",
    "CONDA",
    "LD",
    "LIBRARY",
    "SSL",
    "CERT",
    "SRC",
    "SOURCE",
    "VERSION",
    "URL",
    "BIN",
    "LIB",
    "INCLUDE",
    "MAVEN",
    "GRADLE",
    "ANDROID",
    "CUDA",
    "PKG",
    "CMAKE",
    "STATIC",
];

/// Variables that are written to though their name does not say so.
const WRITTEN_NAMES: &[&str] = &[
    "HF_HOME",
    "TORCH_HOME",
    "MPLCONFIGDIR",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
    "DOTNET_CLI_HOME",
    "GRADLE_USER_HOME",
    "DATABASE_URL",
];

/// Variables that name where a tool is installed, which it reads.
const READ_NAMES: &[&str] = &[
    "BUN_INSTALL",
    "CARGO_HOME",
    "DENO_INSTALL",
    "NVM_DIR",
    "PHP_INI_DIR",
    "PIPX_BIN_DIR",
    "PIPX_HOME",
    "PLAYWRIGHT_BROWSERS_PATH",
    "POETRY_HOME",
    "PUPPETEER_CACHE_DIR",
    "RUSTUP_HOME",
    "SDKMAN_DIR",
    "UV_INSTALL_DIR",
    "UV_PYTHON_INSTALL_DIR",
];

pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    for (name, setting) in &subject.stage.env {
        let value = match setting.value.strip_prefix("sqlite://") {
            // `sqlite:////data/app.db` is absolute, `sqlite:///app.db` is not.
            Some(rest) => rest.strip_prefix('/').unwrap_or(rest),
            None => setting.value.as_str(),
        };
        if !setting.is_known()
            || !value.starts_with('/')
            || value.contains([' ', ':', ';', ',', '$'])
        {
            continue;
        }
        let path = absolute("/", value);
        let has_part = |parts: &[&str]| {
            name.split('_')
                .any(|part| parts.contains(&part.to_ascii_uppercase().as_str()))
        };
        let is_named = WRITTEN_NAMES.contains(&name.as_str());
        let is_read = has_part(READ) || READ_NAMES.contains(&name.as_str());
        let is_written = || has_part(WRITTEN) || (has_part(FOLDER) && !is_filled(subject, &path));
        if is_named || (!is_read && is_written()) {
            written(
                &path,
                &format!("`{name}` in line {}", subject.line(setting.instruction)),
                grants,
                weighing,
            );
        }
    }
}

/// Whether an instruction puts something at `path`, so that the program finds it there.
fn is_filled(subject: &Subject<'_>, path: &str) -> bool {
    let mut copies = subject.destinations().flatten();
    let is_copied =
        copies.any(|to| below(path, &to.path).is_some() || below(&to.path, path).is_some());
    is_copied
        || subject.ran.iter().any(|ran| {
            let mut words = ran.each_word().skip(1);
            ran.folder.as_deref().is_some_and(|folder| {
                words.any(|word| below(path, &joined(folder, word)).is_some())
            })
        })
}
