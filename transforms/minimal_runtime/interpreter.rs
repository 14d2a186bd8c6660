//! Languages whose interpreter an image without a shell holds, and how a command of the file calls it there.

use super::Held;
use crate::image_path::name;
use crate::table::table;
use crate::{Reason, Target};
use catalog::{Distroless, Holds, ImageName, SNAPSHOT, distroless_target};
use dockerfile::{Command, Editor, Healthcheck, New, Setting, Span, Stage, Word};
use serde::Deserialize;
use std::sync::LazyLock;

/// A language, by the images that bring its interpreter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Language {
    images: Vec<String>,
    pub(super) holds: Holds,
    pub(super) names: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    modules: Vec<String>,
    #[serde(default)]
    needs_shell: Vec<String>,
    #[allow(dead_code, reason = "the file must name its source")]
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    language: Vec<Language>,
}

static ALL: LazyLock<Languages> =
    LazyLock::new(|| table(tables::text!("minimal_runtime/data/interpreters")));

/// The language that the image `name` brings.
pub(super) fn language(name: &ImageName) -> Option<&'static Language> {
    let name = name.official()?;
    let mut all = ALL.language.iter();
    all.find(|language| language.images.iter().any(|image| image == name))
}

impl Language {
    /// The image without a shell that holds the version which `tag` names.
    pub(super) fn image(
        &self,
        image: &str,
        tag: Option<&str>,
    ) -> Result<&'static Distroless, Held> {
        let version = tag.and_then(|tag| self.version(tag));
        let found =
            version.and_then(|version| distroless_target(self.holds, Some(&version), SNAPSHOT));
        found.ok_or_else(|| {
            let detail =
                format!("no supported image without a shell has exactly the version of `{image}`");
            (Reason::NoMinimalImage, detail)
        })
    }

    /// The part of the version that decides what runs: `22` of Node.js and Java, `3.13` of Python.
    fn version(&self, tag: &str) -> Option<String> {
        let start = tag.split(['-', '_', '+']).next()?;
        let parts = if self.holds == Holds::Python { 2 } else { 1 };
        let numbers: Vec<&str> = start.split('.').take(parts).collect();
        let is_version = numbers.len() == parts
            && numbers.iter().all(|number| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            });
        is_version.then(|| numbers.join("."))
    }

    /// Whether `word` calls the interpreter.
    fn is_called(&self, word: &str) -> bool {
        let name = name(word);
        self.names.iter().any(|own| own == name)
            || (self.holds == Holds::Python && name.starts_with("python3."))
    }

    /// The names under which it is called.
    pub(super) fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}

/// What a command says once its interpreter stands in the entrypoint of `image`; the words that it starts with.
pub(super) fn edit<'s>(
    target: &Target<'_>,
    stage: &'s Stage,
    language: &Language,
    image: &Distroless,
    editor: &mut Editor<'_>,
) -> Result<Vec<&'s str>, Held> {
    let path = image
        .entrypoint
        .first()
        .map_or("", |program| program.as_str());
    if let Some(setting) = &stage.healthcheck
        && let Healthcheck::Cmd(Command::Exec(words)) = &setting.value
        && let Some(first) = words
            .first()
            .filter(|first| language.is_called(&first.value))
    {
        editor.replace(first, path);
    }
    let entrypoint = stage.entrypoint.as_ref();
    if let Some(setting) = entrypoint {
        let words = exec(target, setting)?;
        if let Some(cmd) = &stage.cmd {
            exec(target, cmd)?;
        }
        let Some(first) = words.first() else {
            return Err(unknown());
        };
        if !language.is_called(&first.value) {
            return Err(language.other(&first.value));
        }
        if words.len() == 1 && stage.cmd.is_none() {
            return Err(unknown());
        }
        editor.replace(first, path);
        return Ok(values(words));
    }
    let setting = stage.cmd.as_ref().ok_or_else(unknown)?;
    let words = exec(target, setting)?;
    let Some(first) = words.first() else {
        return Err(unknown());
    };
    if language
        .files
        .iter()
        .any(|end| first.value.ends_with(end.as_str()))
    {
        return Ok(values(words));
    }
    if language.modules.contains(&first.value) {
        let text = format!("\"-m\", \"{}\"", first.value);
        editor.replace_span(first.span, &text);
        return Ok(Vec::new());
    }
    if !language.is_called(&first.value) {
        return Err(language.other(&first.value));
    }
    let rest = words.get(1..).unwrap_or_default();
    let next = rest.first().ok_or_else(unknown)?;
    // `java -jar app.jar`: the entrypoint says `-jar` already.
    let brought = image.entrypoint.get(1).map(String::as_str);
    let kept = match brought {
        Some(flag) if next.value == flag => rest.get(1).ok_or_else(unknown)?,
        Some(_) => {
            editor.insert_before(
                setting.instruction,
                New::instruction("ENTRYPOINT", [format!("[\"{path}\"]")]),
            );
            next
        }
        None => next,
    };
    let gone = Span::new(first.span.start, kept.span.start);
    let text = target.document.slice(gone);
    if text.contains('\n') || !first.is_contiguous || !kept.is_contiguous {
        let detail = format!("`{}` stands on more than one line", first.value);
        return Err((Reason::UnreadCommand, detail));
    }
    editor.replace_span(gone, "");
    Ok(values(rest))
}

impl Language {
    /// Why another program than the interpreter cannot start.
    fn other(&self, program: &str) -> Held {
        let called = name(program);
        let is_script = crate::runs::is_script_name(program) || called == "sh" || called == "bash";
        if is_script || self.needs_shell.iter().any(|own| own == called) {
            let detail = format!("`{program}` is or needs a shell");
            return (Reason::NeedsShell, detail);
        }
        let detail = format!(
            "`{program}` is started by an interpreter that the image without a shell has elsewhere"
        );
        (Reason::InterpreterElsewhere, detail)
    }
}

fn unknown() -> Held {
    let detail = "neither `ENTRYPOINT` nor `CMD` names a program".to_owned();
    (Reason::UnknownProgram, detail)
}

fn values(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.value.as_str()).collect()
}

/// The words of a command in exec form.
fn exec<'s>(target: &Target<'_>, setting: &'s Setting<Command>) -> Result<&'s [Word], Held> {
    match &setting.value {
        Command::Exec(words) => Ok(words),
        Command::Shell(_) => {
            let instruction = target.document.instructions.get(setting.instruction);
            let line = instruction.map_or(0, |at| at.lines.first);
            let detail = format!("the command on line {line} is in shell form");
            Err((Reason::NeedsShell, detail))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        serde_json::from_str::<Languages>(tables::text!("minimal_runtime/data/interpreters"))
            .unwrap();
    }

    #[test]
    fn only_a_version_that_is_named_counts() {
        let version = |image, tag| language(&ImageName::new(image)).unwrap().version(tag);
        assert_eq!(version("node", "22.3-slim").as_deref(), Some("22"));
        assert_eq!(version("node", "lts"), None);
        assert_eq!(version("python", "3.13.1-slim").as_deref(), Some("3.13"));
        assert_eq!(version("python", "3"), None);
        assert_eq!(
            version("eclipse-temurin", "21.0.2_13-jre").as_deref(),
            Some("21")
        );
        assert_eq!(version("openjdk", "8u342"), None);
    }
}
