//! What our stages say of the final image, beside what BuildKit says of the same 4,000 real files.

use corpus::{Image, Part, Real, Verdict};
use dockerfile::{
    Base, Command, Document, Escape, Expansion, Setting, Stage, Variable, expand, final_stage,
    stages,
};

#[test]
fn the_final_image_is_buildkits() {
    let Some((files, verdicts)) = corpus() else {
        return;
    };
    let (mut compared, mut with_holes) = (0, 0);
    let mut differing = Vec::new();
    for (file, verdict) in files.iter().zip(&verdicts) {
        let Some(expected) = &verdict.image else {
            continue;
        };
        compared += 1;
        let document = Document::parse(file.content.as_str());
        let stages = stages(&document);
        let stage = final_stage(&stages).unwrap_or_else(|| panic!("{}: no stage", file.id));
        with_holes += usize::from(has_holes(stage));
        let (actual, expected) = (image(stage), normal(expected));
        if actual != expected {
            let id = &file.id;
            differing.push(format!(
                "{id}\n  ours     {actual:?}\n  BuildKit {expected:?}"
            ));
        }
    }
    println!(
        "final images: {} of {compared} equal, {with_holes} of them with a variable that only the base image or the \
         build can set; different:\n{}",
        compared - differing.len(),
        differing.join("\n"),
    );
    assert!(compared > 3_900);
    assert!(differing.len() * 1_000 <= compared * 5);
}

#[test]
fn stage_names_and_bases_are_buildkits() {
    let Some((files, verdicts)) = corpus() else {
        return;
    };
    let mut compared = 0;
    for (file, verdict) in files
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| verdict.ok)
    {
        let document = Document::parse(file.content.as_str());
        let stages = stages(&document);
        let ours: Vec<_> = stages
            .iter()
            .map(|stage| {
                let dockerfile::Kind::From(from) = &document.instructions[stage.from].kind else {
                    panic!("{}: a stage without `FROM`", file.id);
                };
                (stage.name.clone(), from.image.raw().to_owned())
            })
            .collect();
        let theirs: Vec<_> = verdict
            .stages
            .iter()
            .map(|stage| (stage.name.clone(), stage.base.clone()))
            .collect();
        assert_eq!(ours, theirs, "{}", file.id);
        for stage in &stages {
            if let Base::Stage(below) = stage.base {
                assert!(below < stage.index, "{}", file.id);
            }
        }
        compared += stages.len();
    }
    println!("stages: {compared} equal");
    assert!(compared > 4_000);
}

fn corpus() -> Option<(Vec<Real>, Vec<Verdict>)> {
    Some((
        corpus::read(Part::Dockerfiles)?,
        corpus::read(Part::Verdicts)?,
    ))
}

/// The fields that BuildKit's record has, an empty one the same as none.
fn normal(image: &Image) -> Image {
    let full = |words: &Option<Vec<String>>| words.clone().filter(|words| !words.is_empty());
    Image {
        user: image.user.clone().filter(|user| !user.is_empty()),
        entrypoint: full(&image.entrypoint),
        cmd: full(&image.cmd),
        working_dir: image.working_dir.clone().filter(|dir| !dir.is_empty()),
        exposed_ports: image
            .exposed_ports
            .clone()
            .filter(|ports| !ports.is_empty()),
        volumes: image.volumes.clone().filter(|volumes| !volumes.is_empty()),
    }
}

/// Whether our stage says of some field that it is not wholly known.
fn has_holes(stage: &Stage) -> bool {
    let lists = stage.ports.iter().chain(&stage.volumes);
    let mut settings = lists.chain(&stage.user).chain(&stage.workdir);
    settings.any(|setting| setting.value.contains("${") && !setting.is_known())
}

/// Our stage as BuildKit's record of an image. BuildKit was asked for Linux images, with bases that set nothing.
fn image(stage: &Stage) -> Image {
    let set = |settings: &[Setting<String>]| {
        let empty = || serde_json::Value::Object(serde_json::Map::new());
        let names = settings.iter().map(without_holes);
        let names = names.filter(|name| !name.is_empty());
        Some(names.map(|name| (name, empty())).collect())
    };
    let command = |command: &Setting<Command>| match &command.value {
        Command::Exec(words) => words.iter().map(|word| word.value.clone()).collect(),
        Command::Shell(line) => {
            let shell = stage.shell_at(command.instruction);
            let default = || vec!["/bin/sh".to_owned(), "-c".to_owned()];
            let mut words = shell.map_or_else(default, |shell| shell.value.clone());
            words.push(line.raw().to_owned());
            words
        }
    };
    normal(&Image {
        user: stage.user.as_ref().map(without_holes),
        entrypoint: stage.entrypoint.as_ref().map(command),
        cmd: stage.cmd.as_ref().map(command),
        working_dir: stage.workdir.as_ref().map(|dir| linux_workdir(stage, dir)),
        exposed_ports: set(&stage.ports),
        volumes: set(&stage.volumes),
    })
}

/// On Linux `C:\x` is a relative path; and a `WORKDIR` that turns out empty changes nothing.
fn linux_workdir(stage: &Stage, workdir: &Setting<String>) -> String {
    let path = without_holes(workdir);
    if path.is_empty() {
        let above = stage.workdir_at(workdir.instruction);
        above.map_or_else(|| "/".to_owned(), |above| linux_workdir(stage, above))
    } else if path.starts_with('/') {
        path
    } else {
        format!("/{path}")
    }
}

/// The text that remains when the variables without a value are empty.
fn without_holes(setting: &Setting<String>) -> String {
    if setting.is_known() {
        return setting.value.clone();
    }
    let empty = |_: &str| Variable::Set(Expansion::default());
    expand(&setting.value, Escape::Backslash, &empty)
        .map_or_else(|_| setting.value.clone(), |expansion| expansion.text)
}
