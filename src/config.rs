//! The configuration of the files below a folder: `harden.toml`, and what it extends.

mod file;
mod nearest;
mod value;

pub(crate) use file::ConfigError;
pub(crate) use nearest::Nearest;

use crate::discover::shown;
use file::{Contents, Layer};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::fs;
use std::path::{Path, PathBuf};

/// What the file is called.
pub(crate) const NAME: &str = "harden.toml";

/// More files than this in a row of `extend` are a circle.
const MAX_EXTENDED: usize = 16;

/// A `harden.toml` with all that it extends.
#[derive(Debug)]
pub(crate) struct Config {
    /// The one it builds on.
    base: Option<Box<Config>>,
    own: Layer,
    exclude: Gitignore,
    overrides: Vec<(Gitignore, Layer)>,
}

impl Config {
    /// Reads `file`, which people know as `path`.
    pub(crate) fn load(file: &Path, path: &str) -> Result<Self, ConfigError> {
        Self::load_extended(file, path, 0)
    }

    fn load_extended(file: &Path, path: &str, depth: usize) -> Result<Self, ConfigError> {
        let error = |line, message: String| ConfigError {
            path: path.to_owned(),
            line,
            message,
            help: None,
        };
        let text = fs::read(file)
            .map_err(|cause| error(1, format!("the file cannot be read: {cause}")))?;
        let text = String::from_utf8(text)
            .map_err(|_| error(1, "the file is not UTF-8 text".to_owned()))?;
        let contents = Contents::read(&text, path)?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let base = match &contents.extend {
            None => None,
            Some((line, _)) if depth == MAX_EXTENDED => {
                return Err(error(
                    *line,
                    "the files extend one another in a circle".to_owned(),
                ));
            }
            Some((line, extended)) => {
                let file = folder.join(extended);
                if !file.is_file() {
                    return Err(error(
                        *line,
                        format!("there is no file `{extended}` to extend"),
                    ));
                }
                let path = shown(&Path::new(path).with_file_name(extended));
                Some(Box::new(Self::load_extended(&file, &path, depth + 1)?))
            }
        };
        let matcher = |(line, patterns): &(usize, Vec<String>)| {
            matcher(folder, patterns).map_err(|cause| error(*line, cause.to_string()))
        };
        let overrides = contents.overrides.iter();
        Ok(Self {
            base,
            exclude: matcher(&contents.exclude)?,
            overrides: overrides
                .map(|(paths, layer)| Ok((matcher(paths)?, layer.clone())))
                .collect::<Result<_, ConfigError>>()?,
            own: contents.layer,
        })
    }

    /// What it says for `file`, an absolute path.
    pub(crate) fn layer(&self, file: &Path) -> Layer {
        let mut layer = self
            .base
            .as_ref()
            .map(|base| base.layer(file))
            .unwrap_or_default();
        layer.add(&self.own);
        for (paths, own) in &self.overrides {
            if matches(paths, file) {
                layer.add(own);
            }
        }
        layer
    }

    /// Whether `file`, an absolute path, is left out.
    pub(crate) fn excludes(&self, file: &Path) -> bool {
        matches(&self.exclude, file) || self.base.as_ref().is_some_and(|base| base.excludes(file))
    }
}

/// A matcher for patterns as in a `.gitignore` of `folder`.
fn matcher(folder: &Path, patterns: &[String]) -> Result<Gitignore, ignore::Error> {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        builder.add_line(None, pattern)?;
    }
    builder.build()
}

fn matches(matcher: &Gitignore, file: &Path) -> bool {
    file.starts_with(matcher.path()) && matcher.matched_path_or_any_parents(file, false).is_ignore()
}

/// The path of the configuration file of `folder`.
fn file_in(folder: &Path) -> PathBuf {
    folder.join(NAME)
}
