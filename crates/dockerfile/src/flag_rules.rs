//! Which flags each instruction takes, and what their values may be.

use crate::keyword::Keyword;
use crate::problem::Refusal;
use crate::{Flag, mount_rules, suggestion};

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Nothing, `true` or `false`.
    Bool,
    /// A value, once.
    Value,
    /// A value, any number of times.
    Values,
}

type Rule = (&'static str, Takes);

/// The flags of BuildKit's `instructions` package,
/// <https://github.com/moby/buildkit/blob/master/frontend/dockerfile/instructions/parse.go>.
fn rules(keyword: Keyword) -> &'static [Rule] {
    match keyword {
        Keyword::Add => &[
            ("chown", Takes::Value),
            ("chmod", Takes::Value),
            ("link", Takes::Bool),
            ("keep-git-dir", Takes::Bool),
            ("checksum", Takes::Value),
            ("unpack", Takes::Bool),
            ("exclude", Takes::Values),
        ],
        Keyword::Copy => &[
            ("chown", Takes::Value),
            ("from", Takes::Value),
            ("chmod", Takes::Value),
            ("link", Takes::Bool),
            ("exclude", Takes::Values),
            ("parents", Takes::Bool),
        ],
        Keyword::From => &[("platform", Takes::Value)],
        Keyword::Healthcheck => &[
            ("interval", Takes::Value),
            ("timeout", Takes::Value),
            ("start-period", Takes::Value),
            ("start-interval", Takes::Value),
            ("retries", Takes::Value),
        ],
        Keyword::Run => &[
            ("mount", Takes::Values),
            ("network", Takes::Value),
            ("security", Takes::Value),
            ("device", Takes::Values),
        ],
        Keyword::Arg
        | Keyword::Cmd
        | Keyword::Entrypoint
        | Keyword::Env
        | Keyword::Expose
        | Keyword::Label
        | Keyword::Maintainer
        | Keyword::Onbuild
        | Keyword::Shell
        | Keyword::Stopsignal
        | Keyword::User
        | Keyword::Volume
        | Keyword::Workdir => &[],
    }
}

/// The first flag that Docker would refuse.
pub(crate) fn check(keyword: Keyword, flags: &[Flag]) -> Option<Refusal> {
    if matches!(keyword, Keyword::Arg | Keyword::Stopsignal) {
        // Docker reads the flags of these two and never looks at them.
        return None;
    }
    let mut seen = Vec::new();
    flags.iter().find_map(|flag| {
        let rule = rules(keyword).iter().find(|(name, _)| *name == flag.name);
        let refusal = match rule {
            None => Some(unknown(keyword, flag)),
            Some(&(_, takes)) if takes != Takes::Values && seen.contains(&flag.name.as_str()) => {
                Some(twice(flag))
            }
            Some(&(_, takes)) => value(flag, takes),
        };
        seen.push(flag.name.as_str());
        refusal
    })
}

fn unknown(keyword: Keyword, flag: &Flag) -> Refusal {
    let name = keyword.name();
    let refusal = Refusal::new(format!("`{name}` takes no flag `--{}`", flag.name));
    let rules = rules(keyword);
    match suggestion::nearest(&flag.name, rules.iter().map(|&(name, _)| name)) {
        Some(known) => refusal.help(format!("did you mean `--{known}`?")),
        None if rules.is_empty() => refusal.help(format!(
            "`{name}` takes no flags; quote an argument that starts with `--`"
        )),
        None => {
            let known: Vec<String> = rules
                .iter()
                .map(|(name, _)| format!("`--{name}`"))
                .collect();
            refusal.help(format!("it takes {}", known.join(", ")))
        }
    }
}

fn twice(flag: &Flag) -> Refusal {
    Refusal::new(format!("`--{}` stands here twice", flag.name)).help("remove one of them")
}

fn value(flag: &Flag, takes: Takes) -> Option<Refusal> {
    let name = &flag.name;
    let Some(value) = &flag.value else {
        let refusal = Refusal::new(format!("`--{name}` has no value"));
        return (takes != Takes::Bool).then(|| refusal.help(format!("write `--{name}=…`")));
    };
    let value = value.value.as_str();
    if takes == Takes::Bool {
        let is_bool = value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false");
        let message = format!("`--{name}` is `true` or `false`, not `{value}`");
        return (!is_bool).then(|| Refusal::new(message));
    }
    match name.as_str() {
        "mount" => mount_rules::check(flag, value),
        "network" => one_of(name, value, &["default", "none", "host"]),
        "security" => one_of(name, value, &["sandbox", "insecure"]),
        _ => None,
    }
}

fn one_of(name: &str, value: &str, known: &[&str]) -> Option<Refusal> {
    let list: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    let message = format!("`--{name}` knows no `{value}`");
    let refusal = || Refusal::new(message).help(format!("it takes {}", list.join(", ")));
    (!known.contains(&value)).then(refusal)
}
