//! What the gems of a `Gemfile.lock` need when they run.

use super::knowledge::{self, Need};
use crate::{Reason, Target, run_files};
use dockerfile::Stage;

/// The packages of Debian that gems need when they run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Gems {
    /// The packages.
    pub(super) packages: Vec<String>,
    /// Whether the lock file was read.
    pub(super) is_read: bool,
}

/// What the gems need that the `RUN` at `position` installs.
pub(super) fn needs(
    target: &Target<'_>,
    stage: &Stage,
    position: usize,
) -> Result<Gems, super::Held> {
    let Some(text) = run_files::text(target, stage, position, "Gemfile.lock") else {
        return Ok(Gems::default());
    };
    let mut gems = Gems {
        is_read: true,
        ..Gems::default()
    };
    for name in names(&text) {
        match knowledge::ruby().need(name) {
            Need::Packages(packages) => gems.packages.extend(packages.iter().cloned()),
            Need::Heavy => {
                let detail = format!("`{name}` needs libraries that the slim image lacks");
                return Err((Reason::NeedsLibraries, detail));
            }
            Need::Nothing | Need::Unknown => {}
        }
    }
    Ok(gems)
}

/// The gems of a lock file: the lines that stand in by four blanks below `specs:`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?;
        let is_gem = !name.starts_with(' ') && name.contains(" (");
        is_gem.then(|| name.split(' ').next())?
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn gems_are_told_from_what_they_ask_for() {
        let lock = "GEM\n  remote: https://rubygems.org/\n  specs:\n    pg (1.5.6)\n    rails (7.1.3)\n      rack (>= 2)\n\n\
                    PLATFORMS\n  ruby\n\nDEPENDENCIES\n  pg\n";
        assert_eq!(names(lock).collect::<Vec<_>>(), ["pg", "rails"]);
    }
}
