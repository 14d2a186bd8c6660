//! The configuration of a well-known server, as far as the file copies it from its context or writes it as a heredoc.

use super::knowledge::Server;
use super::servers::of_stage;
use super::subject::Subject;
use crate::image_path::{absolute, below, in_context, name};
use crate::provenance::Destination;
use context::{Context, EntryKind, join};
use dockerfile::{Instruction, Kind, Transfer};

/// How many files of a copied folder are looked at.
const MAX_FILES: usize = 200;

/// A file of a server's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Config {
    /// Its path in the image.
    pub(super) place: String,
    /// Its path in the context, where it comes from there.
    pub(super) file: Option<String>,
    /// Its text; `None` when it cannot be read.
    pub(super) text: Option<String>,
}

/// A directive with its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    pub(super) name: &'t str,
    pub(super) value: &'t str,
    /// Where the word starts in the text.
    pub(super) at: usize,
}

impl Directive<'_> {
    /// Whether its name is one of these, whatever its case.
    pub(super) fn is_one_of(&self, names: &[String]) -> bool {
        names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(self.name))
    }

    /// The port of `80`, `[::]:80` or `0.0.0.0:80`.
    pub(super) fn port(&self) -> Option<u16> {
        if self.value.starts_with("unix:") {
            return None;
        }
        self.value.rsplit(':').next()?.parse().ok()
    }
}

/// The directives of nginx and Apache: a name and words, up to `;`, a brace or the end of the line.
pub(super) fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let comment = line.find('#').unwrap_or(line.len());
        let mut start = line_start;
        for part in line
            .get(..comment)
            .unwrap_or_default()
            .split([';', '{', '}'])
        {
            found.extend(directive(part, start));
            start += part.len() + 1;
        }
        line_start += line.len();
    }
    found
}

fn directive(part: &str, start: usize) -> Option<Directive<'_>> {
    let name = part.split_whitespace().next()?;
    let after = part.find(name)? + name.len();
    let rest = part.get(after..)?;
    let word = rest.split_whitespace().next()?;
    let value = word.trim_matches(['"', '\'', '>']);
    Some(Directive {
        name,
        value,
        at: start + after + rest.find(word)? + word.find(value)?,
    })
}

/// Every file of the configuration of the stage's server that the stage puts there, or changes.
pub(super) fn configs<'s>(subject: &'s Subject<'_>) -> &'s [Config] {
    subject
        .configs
        .get_or_init(|| of_stage(subject).map_or_else(Vec::new, |server| all(subject, server)))
}

fn all(subject: &Subject<'_>, server: &Server) -> Vec<Config> {
    let mut folders = server.configs.clone();
    folders.extend(
        server
            .templates
            .iter()
            .map(|templates| templates.from.clone()),
    );
    let mut configs = Vec::new();
    for (position, instruction) in subject.instructions() {
        let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
            continue;
        };
        let Some(to) = subject.destination(position, transfer) else {
            continue;
        };
        for folder in &folders {
            if below(folder, &to.path).is_some() || below(&to.path, folder).is_some() {
                copied(subject, instruction, transfer, to, folder, &mut configs);
            }
        }
    }
    changed(subject, server, &mut configs);
    configs
}

fn copied(
    subject: &Subject<'_>,
    instruction: &Instruction,
    transfer: &Transfer,
    to: &Destination<'_>,
    folder: &str,
    configs: &mut Vec<Config>,
) {
    for heredoc in &instruction.heredocs {
        let place = to.of_file(&heredoc.name).into_owned();
        let text = Some(heredoc.body.clone());
        configs.push(Config {
            place,
            file: None,
            text,
        });
    }
    if !instruction.heredocs.is_empty() {
        return;
    }
    let is_within = below(folder, &to.path).is_some();
    let unread = |configs: &mut Vec<Config>| {
        if is_within {
            let place = to.path.as_ref().to_owned();
            configs.push(Config {
                place,
                file: None,
                text: None,
            });
        }
    };
    let is_from_elsewhere = instruction.flags.iter().any(|flag| flag.name == "from");
    let Some(context) = subject.target.context.filter(|_| !is_from_elsewhere) else {
        unread(configs);
        return;
    };
    for source in &transfer.sources {
        let path = in_context("", &source.value);
        if context.entries(&path).is_some() {
            walk(context, &path, to, folder, configs);
            continue;
        }
        let place = to.of_file(name(&path)).into_owned();
        if below(folder, &place).is_some() {
            let text = context.read(&path);
            let file = text.is_some().then_some(path);
            configs.push(Config { place, file, text });
        }
    }
}

fn walk(
    context: &dyn Context,
    root: &str,
    to: &Destination<'_>,
    folder: &str,
    configs: &mut Vec<Config>,
) {
    let mut folders = vec![(root.to_owned(), to.path.as_ref().to_owned())];
    let mut looked = 0;
    while let Some((current, copied_to)) = folders.pop() {
        for entry in context.entries(&current).unwrap_or_default().iter() {
            looked += 1;
            if looked > MAX_FILES {
                return;
            }
            let place = absolute(&copied_to, &entry.name);
            match entry.kind {
                EntryKind::Folder => folders.push((join(&current, &entry.name), place)),
                EntryKind::File | EntryKind::Link if below(folder, &place).is_some() => {
                    let path = join(&current, &entry.name);
                    let text = context.read(&path);
                    configs.push(Config {
                        place,
                        file: Some(path),
                        text,
                    });
                }
                EntryKind::File | EntryKind::Link | EntryKind::Other => {}
            }
        }
    }
}

/// What a `RUN` puts there, or changes so that it may write elsewhere.
fn changed(subject: &Subject<'_>, server: &Server, configs: &mut Vec<Config>) {
    for ran in &subject.ran {
        let words = ran.words();
        let targets = ran.command.redirections.iter().filter_map(|redirection| {
            let target = redirection.target.as_ref()?.literal()?;
            redirection.kind.writes().then_some(target)
        });
        let Some(path) = words.iter().skip(1).copied().chain(targets).find(|word| {
            server
                .configs
                .iter()
                .any(|folder| below(folder, word).is_some())
        }) else {
            continue;
        };
        let text = words.join(" ").to_ascii_lowercase();
        let puts = matches!(
            ran.command.program(),
            Some(
                "cp" | "mv"
                    | "tar"
                    | "unzip"
                    | "curl"
                    | "wget"
                    | "git"
                    | "install"
                    | "rsync"
                    | "envsubst"
            )
        );
        let names_directive = server
            .writes
            .iter()
            .chain(&server.listens)
            .any(|directive| text.contains(&directive.to_ascii_lowercase()));
        if puts || names_directive {
            let place = path.to_owned();
            configs.push(Config {
                place,
                file: None,
                text: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::directives;

    #[test]
    fn directives_of_both_servers_are_read_with_their_place() {
        let nginx = "# listen 1;\npid /run/nginx.pid;\nserver { listen [::]:80 default_server; }\n";
        let found = directives(nginx);
        let listen = found.iter().find(|found| found.name == "listen").unwrap();
        assert_eq!((listen.value, listen.port()), ("[::]:80", Some(80)));
        assert_eq!(nginx.get(listen.at..listen.at + 7), Some("[::]:80"));
        assert_eq!(found[0].value, "/run/nginx.pid");

        let found = directives("<VirtualHost *:80>\n");
        assert_eq!(
            (found[0].name, found[0].value, found[0].port()),
            ("<VirtualHost", "*:80", Some(80))
        );

        let apache = "Listen 80\nPidFile \"logs/httpd.pid\"\n";
        let found = directives(apache);
        assert_eq!((found[0].name, found[0].port()), ("Listen", Some(80)));
        assert_eq!((found[1].value, found[1].at), ("logs/httpd.pid", 19));
    }
}
