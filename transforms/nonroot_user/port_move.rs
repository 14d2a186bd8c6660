//! A server whose port is kept for root by some clusters moves to one that every account may open: in its
//! configuration, in `EXPOSE`, and in what is left for people to do.

use super::server_config::{configs, directives};
use super::servers::of_stage;
use super::subject::Subject;
use crate::image_path::below;
use crate::{FileChange, Origin};
use dockerfile::{Kind, Word};

/// What is added to a low port: 80 becomes 8080, 443 becomes 8443.
const ABOVE: u16 = 8_000;

/// A move of ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PortMove {
    /// The ports before and after.
    pub(super) ports: Vec<(u16, u16)>,
    /// The configuration files of the context, as they will be.
    pub(super) files: Vec<FileChange>,
    /// Commands for the configuration that the image brings.
    pub(super) commands: Vec<String>,
    /// The words of `EXPOSE`, and what they become.
    pub(super) exposed: Vec<(Word, String)>,
}

/// The move; `None` where the server's configuration is not known whole, or a health check asks for the port.
pub(super) fn plan(subject: &Subject<'_>, low: &[u16]) -> Option<PortMove> {
    let server = of_stage(subject)?;
    let stock = server.stock.as_ref()?;
    let configs = configs(subject);
    if configs.iter().any(|config| config.text.is_none()) || !subject.health.commands.is_empty() {
        return None;
    }
    // A first site that is taken away cannot be changed any more.
    let is_gone = subject.ran.iter().any(|ran| {
        let words = ran.words();
        let in_config = |word: &&str| {
            server
                .configs
                .iter()
                .any(|folder| below(folder, word).is_some())
        };
        matches!(ran.command.program(), Some("rm" | "unlink" | "mv" | "find"))
            && words.iter().any(in_config)
    });
    if is_gone && server.package.is_some() {
        return None;
    }
    let named: Vec<String> = server
        .listens
        .iter()
        .chain(&server.hosts)
        .cloned()
        .collect();
    let ports: Vec<(u16, u16)> = low.iter().map(|port| (*port, *port + ABOVE)).collect();
    let mut files = Vec::new();
    for config in configs {
        let Some(text) = &config.text else {
            continue;
        };
        let after = moved(text, &named, &ports);
        if after == *text {
            continue;
        }
        // What stands in the Dockerfile itself is not edited here.
        let path = config.file.clone()?;
        let before = Some(text.clone());
        files.push(FileChange {
            origin: Origin::Context,
            path,
            before,
            after,
        });
    }
    let is_replaced = |file: &&String| configs.iter().any(|config| config.place == **file);
    let kept: Vec<&str> = stock
        .files
        .iter()
        .filter(|file| !is_replaced(file))
        .map(String::as_str)
        .collect();
    let commands = ports
        .iter()
        .filter(|(before, _)| *before == stock.port && !kept.is_empty())
        .map(|(_, after)| {
            let script = stock.sed.replace("{port}", &after.to_string());
            format!("sed -i '{script}' {}", kept.join(" "))
        })
        .collect();
    Some(PortMove {
        exposed: exposed(subject, &ports),
        ports,
        files,
        commands,
    })
}

fn moved(text: &str, listens: &[String], ports: &[(u16, u16)]) -> String {
    let mut after = text.to_owned();
    let found = directives(text);
    for directive in found.iter().rev().filter(|found| found.is_one_of(listens)) {
        let Some((before, new)) = ports
            .iter()
            .find(|(port, _)| directive.port() == Some(*port))
        else {
            continue;
        };
        let end = directive.at + directive.value.len();
        let start = end - before.to_string().len();
        if after.get(start..end) == Some(before.to_string().as_str()) {
            after.replace_range(start..end, &new.to_string());
        }
    }
    after
}

fn exposed(subject: &Subject<'_>, ports: &[(u16, u16)]) -> Vec<(Word, String)> {
    let mut exposed = Vec::new();
    for (position, instruction) in subject.instructions() {
        let Kind::Expose(words) = &instruction.kind else {
            continue;
        };
        if !subject.stage.instructions.contains(&position) {
            continue;
        }
        for word in words {
            let (port, protocol) = word
                .value
                .split_at(word.value.find('/').unwrap_or(word.value.len()));
            let new = ports.iter().find(|(before, _)| port.parse() == Ok(*before));
            exposed.extend(new.map(|(_, new)| (word.clone(), format!("{new}{protocol}"))));
        }
    }
    exposed
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn only_the_port_of_a_listen_moves() {
        let text = "server {\n  listen 80;\n  listen [::]:80 default_server; # 80\n  server_name a80;\n}\n";
        let after = moved(text, &["listen".to_owned()], &[(80, 8080)]);
        assert_eq!(
            after,
            "server {\n  listen 8080;\n  listen [::]:8080 default_server; # 80\n  server_name a80;\n}\n"
        );
    }
}
