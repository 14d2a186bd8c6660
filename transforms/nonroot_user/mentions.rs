//! Where a text names root's home or what lies below it.

use dockerfile::{Command, Healthcheck, Kind, Word};

/// The home of root, which no other account can enter.
pub(super) const ROOT: &str = "/root";

/// The words of an instruction in which a path of this image may stand.
pub(super) fn words(kind: &Kind) -> Vec<&Word> {
    match kind {
        Kind::Env(pairs) => pairs
            .iter()
            .filter_map(|pair| pair.value.as_ref())
            .collect(),
        Kind::Workdir(word) => vec![word],
        Kind::Volume(words) => words.iter().collect(),
        Kind::Copy(transfer) | Kind::Add(transfer) => vec![&transfer.destination],
        Kind::Cmd(command) | Kind::Entrypoint(command) => in_command(command),
        Kind::Run(run) => in_command(&run.command),
        Kind::Healthcheck(Healthcheck::Cmd(command)) => in_command(command),
        Kind::Healthcheck(Healthcheck::None)
        | Kind::From(_)
        | Kind::Arg(_)
        | Kind::Label(_)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Expose(_)
        | Kind::Stopsignal(_)
        | Kind::Onbuild(_)
        | Kind::Maintainer(_)
        | Kind::Unknown => Vec::new(),
    }
}

fn in_command(command: &Command) -> Vec<&Word> {
    match command {
        Command::Exec(words) => words.iter().collect(),
        Command::Shell(word) => vec![word],
    }
}

/// A path below root's home in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The path, with `/root` at its start.
    pub(super) path: String,
    /// Whether it is written as `/root`, and not as `~` or `$HOME`.
    pub(super) is_literal: bool,
}

/// The paths below root's home in a text; with `~` and `$HOME` where a shell reads it.
pub(super) fn found(text: &str, is_shell: bool) -> Vec<Mention> {
    let mut starts: Vec<(&str, bool)> = vec![(ROOT, true)];
    if is_shell {
        starts.extend([("~", false), ("${HOME}", false), ("$HOME", false)]);
    }
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || "/._-+@".contains(sign);
    let mut found = Vec::new();
    for (start_text, is_literal) in starts {
        for (start, _) in text.match_indices(start_text) {
            let is_inside = text
                .get(..start)
                .and_then(|before| before.chars().next_back())
                .is_some_and(|sign| is_part(sign) || sign == '}');
            let rest = text.get(start + start_text.len()..).unwrap_or_default();
            let length = rest.find(|sign| !is_part(sign)).unwrap_or(rest.len());
            let tail = rest.get(..length).unwrap_or_default();
            if is_inside || !(tail.is_empty() || tail.starts_with('/')) {
                continue;
            }
            let tail = tail.trim_end_matches('/');
            found.push(Mention {
                start,
                end: start + start_text.len() + tail.len(),
                path: format!("{ROOT}{tail}"),
                is_literal,
            });
        }
    }
    found.sort_by_key(|mention| mention.start);
    found
}

/// Whether a text names a path below root's home.
pub(super) fn mentions(text: &str) -> bool {
    !found(text, true).is_empty()
}

#[cfg(test)]
mod tests {
    use super::found;

    fn paths(text: &str, is_shell: bool) -> Vec<String> {
        found(text, is_shell)
            .into_iter()
            .map(|mention| mention.path)
            .collect()
    }

    #[test]
    fn every_way_to_write_the_home_is_found() {
        assert_eq!(paths("/root/.local/bin:$PATH", false), ["/root/.local/bin"]);
        assert_eq!(
            paths(
                ". ~/.nvm/nvm.sh && $HOME/.cargo/bin/x && cat ${HOME}/a /root/",
                true
            ),
            [
                "/root/.nvm/nvm.sh",
                "/root/.cargo/bin/x",
                "/root/a",
                "/root"
            ]
        );
    }

    #[test]
    fn other_words_are_left() {
        assert!(paths("/rootfs /app/root ~alice $HOMEPAGE x~", true).is_empty());
        assert!(paths("~/x", false).is_empty());
    }
}
