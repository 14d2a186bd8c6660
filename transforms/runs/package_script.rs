//! The scripts of a `package.json`: which one a command calls, and what it runs.

/// A call of a package script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// The script's name.
    pub(super) name: String,
    /// The folder of the `package.json`, where the call names one.
    pub(super) folder: Option<String>,
}

/// The script that `words` call, if they call one: `npm start`, `yarn serve`, `pnpm run start:prod`.
pub(super) fn called(words: &[&str]) -> Option<Call> {
    let (program, rest) = words.split_first()?;
    let manager = crate::image_path::name(program);
    if !["npm", "yarn", "pnpm", "bun"].contains(&manager) {
        return None;
    }
    let mut folder = None;
    let mut plain = Vec::new();
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        if let Some(value) = ["--prefix=", "--cwd=", "--dir="]
            .iter()
            .find_map(|flag| word.strip_prefix(flag))
        {
            folder = Some(value.to_owned());
        } else if ["--prefix", "--cwd", "--dir", "-C"].contains(word) {
            folder = rest.next().map(|value| (*value).to_owned());
        } else if *word == "--" {
            break;
        } else if !word.starts_with('-') {
            plain.push(*word);
        }
    }
    let name = match (manager, plain.as_slice()) {
        (_, ["run" | "run-script", name, ..]) => (*name).to_owned(),
        (_, [name @ ("start" | "test" | "restart" | "stop"), ..]) => (*name).to_owned(),
        // Yarn, pnpm and bun take the name of a script as a command of their own.
        ("yarn" | "pnpm", [name, ..]) if !COMMANDS.contains(name) => (*name).to_owned(),
        (_, _) => return None,
    };
    Some(Call { name, folder })
}

/// Commands of yarn and pnpm that are not the name of a script.
const COMMANDS: &[&str] = &[
    "add",
    "audit",
    "bin",
    "cache",
    "config",
    "create",
    "dlx",
    "exec",
    "global",
    "info",
    "init",
    "install",
    "link",
    "list",
    "login",
    "node",
    "outdated",
    "pack",
    "prune",
    "publish",
    "rebuild",
    "remove",
    "set",
    "store",
    "up",
    "upgrade",
    "version",
    "why",
    "workspace",
    "workspaces",
];

/// What the script `name` of a `package.json` runs: its `pre` script, itself, its `post` script.
pub(super) fn lines(text: &str, name: &str) -> Option<Vec<String>> {
    let package: serde_json::Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let scripts = package.get("scripts")?;
    let script = |name: &str| {
        scripts
            .get(name)
            .and_then(|line| line.as_str())
            .map(str::to_owned)
    };
    let main = match script(name) {
        Some(main) => main,
        // Without a script, `npm start` runs the server beside it.
        None if name == "start" => "node server.js".to_owned(),
        None => return None,
    };
    let around = [
        script(&format!("pre{name}")),
        Some(main),
        script(&format!("post{name}")),
    ];
    Some(around.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::{called, lines};

    fn name(words: &[&str]) -> Option<String> {
        called(words).map(|call| call.name)
    }

    #[test]
    fn every_manager_has_its_way_to_call_a_script() {
        assert_eq!(name(&["npm", "start"]).as_deref(), Some("start"));
        assert_eq!(
            name(&["npm", "run", "-s", "serve:prod"]).as_deref(),
            Some("serve:prod")
        );
        assert_eq!(name(&["yarn", "serve"]).as_deref(), Some("serve"));
        assert_eq!(name(&["yarn", "install"]), None);
        assert_eq!(name(&["npm", "ci"]), None);
        assert_eq!(name(&["node", "server.js"]), None);
    }

    #[test]
    fn a_script_brings_the_ones_around_it() {
        let text = r#"{"scripts": {"prestart": "tsc", "start": "node dist"}}"#;
        assert_eq!(
            lines(text, "start"),
            Some(vec!["tsc".to_owned(), "node dist".to_owned()])
        );
        assert_eq!(lines(text, "serve"), None);
        assert_eq!(
            lines(r#"{"scripts": {}}"#, "start"),
            Some(vec!["node server.js".to_owned()])
        );
    }
}
