//! Who else may build the image: lines that hand over the argument and belong to no build that was read, and files that
//! could not be read at all.

use super::{callers, uses};
use crate::Target;
use ::callers::edit::without_argument;
use ::callers::{Build, Caller, Memory, Place, discover};
use dockerfile::Edit;

/// Words by which a file hands arguments to a build.
const ARGUMENTS: [&str; 4] = ["build-arg", "build_arg", "buildarg", "buildArg"];

/// A line that hands the argument to a build of which nothing else is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elsewhere {
    pub(super) place: Place,
    /// Whether it is `docker compose build`, which builds what the compose file says.
    pub(super) is_compose: bool,
}

/// The first such line of each file, where it may be about this Dockerfile.
pub(super) fn passing(target: &Target<'_>, id: &str) -> Vec<Elsewhere> {
    let Some(around) = target.surroundings else {
        return Vec::new();
    };
    let files = around.tree.files_with(&ARGUMENTS).into_iter();
    let lines = files.filter_map(|file| {
        let text = around.tree.read(&file)?;
        let line = line(&file, &text, id, around.path)?;
        let written = whole_line(&text, line);
        let services = services(&written);
        if let Some(services) = &services
            && !callers::builds(target).any(|build| {
                let is_named = services.is_empty() || services.contains(&build.name.as_str());
                build.caller == Caller::Compose && is_named
            })
        {
            return None;
        }
        let place = Place { file, line };
        Some(Elsewhere {
            place,
            is_compose: services.is_some(),
        })
    });
    lines.collect()
}

/// The line of a text with those that a backslash joins to it, and with a word for each expression of a workflow.
fn whole_line(text: &str, number: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let goes_on = |line: &&&str| line.ends_with('\\');
    let (before, after) = lines.split_at((number - 1).min(lines.len()));
    let first = before.len() - before.iter().rev().take_while(goes_on).count();
    let last = before.len() + after.iter().take_while(goes_on).count() + 1;
    let joined = lines.get(first..last.min(lines.len())).unwrap_or_default();
    let joined = joined.join(" ").replace('\\', " ");
    let mut parts = joined.split("${{");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        whole.push('$');
        whole.push_str(part.split_once("}}").map_or("", |(_, rest)| rest));
    }
    whole
}

/// The services that a line builds by compose, none for all of them; `None` for any other line.
fn services(line: &str) -> Option<Vec<&str>> {
    let (before, after) = line.split_once(" build ")?;
    if !before.contains("compose") {
        return None;
    }
    let is_value = |word: &&str| !word.starts_with('-') && !word.contains(['=', '$', '"', '\\']);
    let command = after.split(['&', ';', '|', '#']).next().unwrap_or_default();
    Some(command.split_whitespace().filter(is_value).collect())
}

/// The line of `text` that hands over the argument, unless a build that was read explains it, or all builds of the file
/// are of other Dockerfiles.
fn line(file: &str, text: &str, id: &str, dockerfile: &str) -> Option<usize> {
    let is_prose = [".md", ".rst", ".txt", ".adoc"]
        .iter()
        .any(|end| file.ends_with(end));
    if is_prose || ::callers::is_dockerfile(file) || !uses::mentions(text, id) {
        return None;
    }
    let found = discover(&Memory::from([(file.to_owned(), text.to_owned())]));
    let mut paths = found.builds.iter().map(Build::path).peekable();
    if paths.peek().is_some() && paths.all(|path| path.is_some_and(|path| path != dockerfile)) {
        return None;
    }
    let read = found.builds.iter().filter(|build| build.path().is_some());
    let explained: Vec<usize> = read
        .flat_map(|build| &build.args)
        .filter(|argument| argument.name == id)
        .map(|argument| argument.place.line)
        .collect();
    let is_said = |line: &str| !line.trim_start().starts_with(['#', '/']);
    let gives = |line: &str| is_said(line) && ARGUMENTS.iter().any(|word| line.contains(word));
    let names = |line: &str| is_said(line) && uses::mentions(line, id);
    let numbered = || (1..).zip(text.lines());
    let mut whole = numbered()
        .filter(|(_, line)| gives(line) && names(line))
        .peekable();
    if whole.peek().is_some() {
        return whole
            .find(|(number, _)| !explained.contains(number))
            .map(|(number, _)| number);
    }
    // The name may stand on a line of its own, below the word.
    let is_given = explained.is_empty() && text.lines().any(gives);
    let mut below = numbered().filter(|(_, line)| is_given && names(line));
    below.next().map(|(number, _)| number)
}

/// What takes the argument out of a line of compose, where every service that it builds gets the secret by `is_given` in
/// its place, and no other Dockerfile that it builds knows the argument.
pub(super) fn taken_out(
    target: &Target<'_>,
    id: &str,
    line: &Elsewhere,
    is_given: impl Fn(&Build) -> bool,
) -> Option<Vec<Edit>> {
    let around = target.surroundings?;
    let file = &line.place.file;
    let text = around.tree.read(file)?;
    let without = without_argument(&line.place, &text, id).ok()?;
    // Steps of a workflow run at the root.
    let folder = match file.starts_with(".github/") {
        true => "",
        false => ::callers::folder(file),
    };
    let is_built =
        |build: &Build| without.services.is_empty() || without.services.contains(&build.name);
    let ours: Vec<&Build> = callers::builds(target)
        .filter(|build| build.caller == Caller::Compose && is_built(build))
        .filter(|build| ::callers::folder(&build.place.file) == folder)
        .collect();
    let is_ours = |service: &String| ours.iter().any(|build| build.name == *service);
    if ours.is_empty() || !without.services.iter().all(is_ours) {
        return None;
    }
    if !ours.iter().all(|build| is_given(build)) {
        return None;
    }
    // A line without a name builds what else the files say.
    let knows = |build: &Build| {
        let own = build.path().filter(|path| *path != around.path);
        let other = own.and_then(|path| around.tree.read(path));
        match build.path() {
            Some(path) if path == around.path => false,
            Some(_) => other.is_none_or(|text| uses::mentions(&text, id)),
            None => true,
        }
    };
    for build in &ours {
        let file = &build.place.file;
        let text = around.tree.read(file)?;
        let found = discover(&Memory::from([(file.clone(), text)]));
        let mut others = found.builds.iter();
        if without.services.is_empty()
            && others.any(|other| other.caller == Caller::Compose && knows(other))
        {
            return None;
        }
    }
    let after = dockerfile::apply(&text, &without.edits);
    let is_done = self::line(file, &after, id, around.path).is_none();
    is_done.then_some(without.edits)
}

/// What to look at besides, because it could not be read.
pub(super) fn unread(target: &Target<'_>) -> Option<String> {
    let [first, more @ ..] = target.surroundings?.unread else {
        return None;
    };
    let others = match more.len() {
        0 => String::new(),
        1 => " and another file".to_owned(),
        more => format!(" and {more} other files"),
    };
    Some(format!(
        "look whether `{first}`{others} builds the image: larger than 1 MiB or not UTF-8, and so not read"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_compose_names_its_services() {
        let all = "docker compose build --build-arg TOKEN=$TOKEN";
        assert_eq!(services(all), Some(vec![]));
        let one = "\t@docker-compose -f a.yml build --build-arg TOKEN=$(TOKEN) api web && echo";
        assert_eq!(services(one), Some(vec!["api", "web"]));
        assert_eq!(services("docker build --build-arg TOKEN ."), None);
    }

    #[test]
    fn a_line_is_read_with_those_it_goes_on_in() {
        let text = "a\ndocker compose build \\\n  --build-arg TOKEN=$(TOKEN) \\\n  api\nb\n";
        let services_at = |number| services(&whole_line(text, number)).map(|found| found.join(" "));
        assert_eq!(services_at(3).as_deref(), Some("api"));
        assert_eq!([services_at(1), services_at(5)], [None, None]);
        let step = "- run: docker compose build --build-arg TOKEN=${{ secrets.TOKEN }} api";
        assert_eq!(services(&whole_line(step, 1)), Some(vec!["api"]));
    }

    #[test]
    fn a_line_that_a_build_explains_is_none_of_others() {
        let line = |text: &str| line("build.sh", text, "TOKEN", "Dockerfile");
        assert_eq!(line("docker build --build-arg TOKEN .\n"), None);
        assert_eq!(line("docker build --build-arg TOKEN api\n"), None);
        let list = "ARGS=(--build-arg TOKEN=$TOKEN)\ndocker build \"${ARGS[@]}\" .\n";
        assert_eq!(line(list), Some(1));
        assert_eq!(line(&list.replace(" .\n", " api\n")), None);
        assert_eq!(line("rake build-arg\nTOKEN=1\n"), Some(2));
        assert_eq!(line("# docker build --build-arg TOKEN\n"), None);
    }
}
