//! Whether a `RUN` reads a variable: by its own text, by a program that looks into its environment, or by a file of the
//! build context that it starts or reads. The programs are in `data/readers.toml`.

use super::uses::mentions;
use super::{names, program};
use crate::table::table;
use crate::{Target, run_script};
use dockerfile::Instruction;
use serde::Deserialize;
use std::cell::LazyCell;
use std::sync::LazyLock;

/// Whether a `RUN` reads the variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It does.
    Yes,
    /// It does not, as far as its text and the files it names show.
    No,
    /// It starts something that could not be read.
    Unknown,
}

#[derive(Debug, Deserialize)]
struct Table {
    reader: Vec<Reader>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reader {
    programs: Vec<String>,
    environment: Vec<String>,
    files: Vec<String>,
    #[allow(
        dead_code,
        reason = "says where the row comes from; a test asks for it"
    )]
    source: String,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| table(tables::text!("secret_mounts/data/readers")));

/// Whether the `RUN` reads `name`.
pub(super) fn reads(target: &Target<'_>, instruction: &Instruction, name: &str) -> Reading {
    let named = mentions(instruction.arguments(), name)
        || instruction
            .heredocs
            .iter()
            .any(|heredoc| mentions(&heredoc.body, name));
    if named {
        return Reading::Yes;
    }
    let Some(script) = run_script::script(instruction) else {
        return Reading::Unknown;
    };
    let code = LazyCell::new(|| program::code(target, name));
    let readings = script.commands.iter().map(|command| {
        let reading = command_reads(target, command, name);
        // What it runs reads what it likes.
        if reading == Reading::No && runs_code(command) {
            *code
        } else {
            reading
        }
    });
    readings.fold(Reading::No, |known, next| match (known, next) {
        (Reading::Yes, _) | (_, Reading::Yes) => Reading::Yes,
        (Reading::Unknown, _) | (_, Reading::Unknown) => Reading::Unknown,
        (Reading::No, Reading::No) => Reading::No,
    })
}

fn command_reads(target: &Target<'_>, command: &shell::Command, name: &str) -> Reading {
    let Some(program) = command.program() else {
        return Reading::Unknown;
    };
    if let Some(reader) = TABLE
        .reader
        .iter()
        .find(|reader| reader.programs.iter().any(|known| known == program))
    {
        let from_environment = names::matches_any(&reader.environment, &name.to_ascii_uppercase());
        let from_file = reader
            .files
            .iter()
            .any(|file| file_mentions(target, file, name) == Reading::Yes);
        if from_environment || from_file {
            return Reading::Yes;
        }
        return Reading::No;
    }
    let arguments = command.arguments().iter().filter_map(|word| word.literal());
    match program {
        "make" => file_mentions(target, "Makefile", name),
        "sh" | "bash" | "dash" | "ash" | "python" | "python3" | "node" | "ruby" | "php"
        | "perl" | "." | "source" => match arguments.clone().find(|word| !word.starts_with('-')) {
            Some(script)
                if !arguments
                    .clone()
                    .any(|word| word == "-m" || word == "-c" || word == "-e") =>
            {
                file_mentions(target, script, name)
            }
            Some(_) | None => Reading::No,
        },
        _ if command
            .name()
            .is_some_and(|written| written.starts_with("./") || written.ends_with(".sh")) =>
        {
            file_mentions(target, command.name().unwrap_or_default(), name)
        }
        _ => Reading::No,
    }
}

/// Programs that start code of the context, or load it.
const RUNNERS: [&str; 16] = [
    "make",
    "django-admin",
    "flask",
    "alembic",
    "celery",
    "rails",
    "rake",
    "next",
    "nuxt",
    "vite",
    "webpack",
    "gatsby",
    "ng",
    "astro",
    "mix",
    "artisan",
];

/// Programs that run the file they are given, or what stands behind an option.
const INTERPRETERS: [&str; 13] = [
    "sh", "bash", "dash", "ash", "python", "python3", "node", "deno", "ruby", "php", "perl", ".",
    "source",
];

/// Managers of packages that start code when they are asked to.
const MANAGERS: [&str; 15] = [
    "npm", "npx", "yarn", "pnpm", "bun", "bunx", "bundle", "bundler", "poetry", "uv", "pipenv",
    "composer", "cargo", "gradle", "gradlew",
];

/// Whether it starts code of the build context, which may read any variable.
fn runs_code(command: &shell::Command) -> bool {
    let Some(program) = command.program() else {
        return false;
    };
    let is_asked = |word: &shell::Word| {
        ["run", "exec", "build", "test", "run-script", "generate"]
            .iter()
            .any(|asked| word.is(asked))
    };
    let is_written = command
        .name()
        .is_some_and(|written| written.starts_with("./") || written.ends_with(".sh"));
    let is_managed = MANAGERS.contains(&program) && command.arguments().iter().any(is_asked);
    let mut words = command.arguments().iter();
    let first = words.find_map(|word| word.literal().filter(|it| !it.starts_with('-')));
    // `mix local.hex`, `mix deps.get` and `python -m pip` get tools and packages.
    let is_fetched = first.is_some_and(|it| {
        it.starts_with("local.") || ["deps.get", "pip", "venv", "ensurepip"].contains(&it)
    });
    let is_interpreted = INTERPRETERS.contains(&program) && first.is_some();
    let is_run = is_interpreted || RUNNERS.contains(&program);
    is_written || is_managed || (is_run && !is_fetched)
}

/// Whether a file of the build context holds the name; its folder in the image is not known here, so it is looked for by
/// its path and by its bare name.
fn file_mentions(target: &Target<'_>, file: &str, name: &str) -> Reading {
    let Some(context) = target.context else {
        return Reading::Unknown;
    };
    let path = file.trim_start_matches("./").trim_start_matches('/');
    let bare = path.rsplit('/').next().unwrap_or(path);
    match context.read(path).or_else(|| context.read(bare)) {
        Some(text) if mentions(&text, name) => Reading::Yes,
        Some(_) => Reading::No,
        None => Reading::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_code_is_told_from_what_gets_packages() {
        let runs = |text: &str| {
            let script = shell::Script::parse(text);
            let mut commands = script.commands.iter();
            commands.any(|command| runs_code(command))
        };
        for text in [
            "npm run build",
            "bundle exec rake assets:precompile",
            "python manage.py migrate",
            "python -c 'import shop'",
            "make",
            "mix compile",
            "./build.sh",
        ] {
            assert!(runs(text), "{text}");
        }
        for text in [
            "npm ci",
            "python3 -V",
            "python -m pip install .",
            "curl -fsSL https://example.com/install.sh | bash",
            ". $NVM_DIR/nvm.sh",
            "mix local.hex --force",
            "apt-get update",
        ] {
            assert!(!runs(text), "{text}");
        }
    }

    #[test]
    fn every_reader_has_a_source() {
        assert!(
            TABLE
                .reader
                .iter()
                .all(|reader| reader.source.starts_with("https://"))
        );
        assert!(
            TABLE
                .reader
                .iter()
                .all(|reader| !reader.programs.is_empty())
        );
    }
}
