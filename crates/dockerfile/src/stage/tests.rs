use super::*;
use crate::Document;

/// The stages of a document without problems.
fn read(text: &str) -> Vec<Stage> {
    let document = Document::parse(text);
    assert_eq!(document.problems, [], "{text}");
    stages(&document)
}

fn last(text: &str) -> Stage {
    read(text).pop().unwrap()
}

fn values(settings: &[Setting<String>]) -> Vec<&str> {
    settings
        .iter()
        .map(|setting| setting.value.as_str())
        .collect()
}

fn value(setting: &Option<Setting<String>>) -> &str {
    setting.as_ref().map_or("", |setting| &setting.value)
}

#[test]
fn a_stage_is_built_on_what_its_name_means_then() {
    let on = |text: &str| match last(text).base {
        Base::Scratch => "scratch".to_owned(),
        Base::Stage(below) => format!("stage {below}"),
        Base::Image(image) => image.text,
        Base::Unresolved(image) => format!("? {}", image.text),
    };
    for (text, expected) in [
        ("FROM a", "a"),
        ("FROM scratch", "scratch"),
        ("FROM a AS b\nFROM b", "stage 0"),
        ("FROM a AS B\nFROM b", "stage 0"),
        ("FROM a AS b\nFROM c AS b\nFROM b", "stage 1"),
        ("FROM a AS b\nFROM b AS b", "stage 0"),
        ("FROM a\nFROM 0", "0"),
        ("FROM b\nFROM a AS b", "a"),
        ("ARG T=1\nFROM a:$T", "a:1"),
        ("ARG T=1\nARG T=2\nFROM a:$T", "a:2"),
        ("ARG T=1\nARG U=${T}2\nFROM a:$U", "a:12"),
        ("ARG S=b\nFROM a AS b\nFROM $S", "stage 0"),
        ("ARG T\nFROM a:$T", "? a:${T}"),
        ("ARG T\nFROM a:${T:-3}", "a:3"),
        ("FROM a:${T:-3}", "a:3"),
        ("FROM a-$TARGETARCH", "? a-${TARGETARCH}"),
        ("FROM a-${TARGETARCH:-amd64}", "? a-${TARGETARCH:-amd64}"),
        ("FROM a\nARG T=1\nFROM a:$T", "? a:${T}"),
    ] {
        assert_eq!(on(text), expected, "{text}");
    }
}

#[test]
fn a_stage_has_all_that_the_stages_below_it_set() {
    let stage = last(
        "FROM a AS one\nUSER 1\nWORKDIR /w\nENV E=1\nARG G=2\nEXPOSE 80\nVOLUME /v\nSHELL [\"s\"]\nSTOPSIGNAL INT
ENTRYPOINT [\"e\"]\nCMD [\"c\"]\nHEALTHCHECK NONE
FROM one AS two\nFROM two\nENV F=$E$G",
    );
    assert_eq!(value(&stage.user), "1");
    assert_eq!(stage.user.map(|user| user.instruction), Some(1));
    assert_eq!(value(&stage.workdir), "/w");
    assert_eq!(stage.env["F"].value, "12");
    assert_eq!(values(&stage.ports), ["80/tcp"]);
    assert_eq!(values(&stage.volumes), ["/v"]);
    assert_eq!(value(&stage.stopsignal), "INT");
    assert!(stage.shell.is_some() && stage.entrypoint.is_some());
    assert!(stage.cmd.is_some() && stage.healthcheck.is_some());
    assert_eq!(stage.name, None);
}

#[test]
fn an_entrypoint_drops_a_command_that_its_stage_did_not_set() {
    for (text, has_cmd) in [
        ("FROM a\nCMD c\nENTRYPOINT e", true),
        ("FROM a\nENTRYPOINT e\nCMD c", true),
        ("FROM a AS b\nCMD c\nFROM b\nENTRYPOINT e", false),
        ("FROM a AS b\nCMD c\nFROM b\nENTRYPOINT e\nCMD d", true),
        ("FROM a AS b\nCMD c\nFROM b\nUSER 1", true),
        ("FROM a\nONBUILD CMD c\nENTRYPOINT e", false),
        ("FROM a AS b\nONBUILD CMD c\nFROM b\nENTRYPOINT e", true),
    ] {
        assert_eq!(last(text).cmd.is_some(), has_cmd, "{text}");
    }
}

#[test]
fn onbuild_works_in_the_stages_built_on_its_own() {
    let stages = read("FROM a AS b\nONBUILD USER 1\nFROM b AS c\nFROM c\nUSER 2\nFROM c");
    let users: Vec<&str> = stages.iter().map(|stage| value(&stage.user)).collect();
    assert_eq!(users, ["", "1", "2", "1"]);
}

#[test]
fn arguments_and_environment_shadow_each_other_in_order() {
    for (text, expected) in [
        ("ARG X=1\nFROM a\nENV Y=$X", "${X}"),
        ("ARG X=1\nFROM a\nARG X\nENV Y=$X", "1"),
        ("ARG X=1\nFROM a\nARG X=2\nENV Y=$X", "2"),
        ("FROM a\nARG X\nENV Y=$X", "${X}"),
        ("FROM a\nARG X\nENV Y=${X:-3}", "3"),
        ("FROM a\nENV Y=${X:-3}", "${X:-3}"),
        ("FROM scratch\nENV Y=${X:-3}", "3"),
        ("FROM scratch\nENV Y=${PATH:-3}", "${PATH:-3}"),
        ("FROM a\nENV X=1\nARG X=2\nENV Y=$X", "2"),
        ("FROM a\nARG X=2\nENV X=1\nENV Y=$X", "1"),
        ("FROM a\nENV X=1\nARG X\nENV Y=$X", "1"),
        ("FROM a\nARG X=1 Z=${X}2\nENV Y=$Z", "12"),
        ("FROM a\nENV X=1\nENV X=2 Y=$X", "1"),
        (
            "FROM a\nARG TARGETARCH\nENV Y=${TARGETARCH:-x}",
            "${TARGETARCH:-x}",
        ),
        ("FROM a\nENV X=$Q\nENV Y=${X}", "${Q}"),
        ("FROM a AS b\nARG X=1\nFROM b\nENV Y=$X", "1"),
        ("FROM a\nENV Y 1 2 $X", "1 2 ${X}"),
        ("FROM a\nENV X='$Q' Y=$Q\nENV Y=$X", "$Q"),
    ] {
        assert_eq!(last(text).env["Y"].value, expected, "{text}");
    }
}

#[test]
fn what_the_file_does_not_say_is_named() {
    let stage = last("FROM a\nARG B\nUSER $A:$B\nWORKDIR app\nVOLUME $A /v\nEXPOSE $A 1");
    assert_eq!(
        stage.user.map(|user| user.unknown),
        Some(vec!["A".to_owned(), "B".to_owned()])
    );
    let workdir = stage.workdir.unwrap();
    assert_eq!(
        (workdir.value.as_str(), workdir.is_known()),
        ("/app", false)
    );
    assert_eq!(workdir.unknown, ["WORKDIR"]);
    assert_eq!(values(&stage.volumes), ["${A}", "/v"]);
    assert_eq!(
        stage
            .ports
            .iter()
            .map(Setting::is_known)
            .collect::<Vec<_>>(),
        [false, true]
    );
    assert_eq!(stage.args["B"], None);
    assert!(
        last("FROM scratch\nWORKDIR app")
            .workdir
            .unwrap()
            .is_known()
    );
    assert_eq!(value(&last("FROM scratch").workdir), "/");
}

#[test]
fn values_that_double_line_by_line_end() {
    let text = format!("FROM a\nENV A=x\n{}", "ENV A=$A\"$A\"\n".repeat(5_000));
    let value = &last(&text).env["A"];
    assert!(value.value.len() < 10_000 && !value.is_known());
}

#[test]
fn ports_and_volumes_come_once_and_sorted() {
    let stage = last(
        "FROM a\nENV P=\"9 8/udp\"\nEXPOSE 80 $P\nEXPOSE 8-9 80/TCP\nVOLUME [\"/b\", \"/a\"]\nVOLUME /b c",
    );
    assert_eq!(values(&stage.ports), ["8/tcp", "8/udp", "80/tcp", "9/tcp"]);
    assert_eq!(values(&stage.volumes), ["/a", "/b", "c"]);
    assert_eq!(values(&last("FROM a\nVOLUME [/a]").volumes), ["[/a]"]);
}

#[test]
fn the_state_before_each_instruction_can_be_told() {
    let stages = read(
        "FROM a AS b\nUSER 1\nENV X=1\nFROM b\nRUN x\nUSER 2\nENV X=2\nSHELL [\"s\"]\nWORKDIR /w\nRUN y",
    );
    let stage = &stages[1];
    let user = |at| stage.user_at(at).map(|user| user.value.as_str());
    assert_eq!(
        (user(4), user(5), user(6)),
        (Some("1"), Some("1"), Some("2"))
    );
    let x = |at| stage.env_at(at).remove("X").map(|x| x.value);
    assert_eq!((x(6), x(7)), (Some("1".to_owned()), Some("2".to_owned())));
    assert!(stage.shell_at(7).is_none() && stage.shell_at(8).is_some());
    assert!(stage.workdir_at(8).is_none() && stage.workdir_at(9).is_some());
    let word = stage.scope_at(6).expand("$X$Y").unwrap();
    assert_eq!(
        (word.text.as_str(), word.unknown),
        ("1${Y}", vec!["Y".to_owned()])
    );
}

#[test]
fn the_stage_that_ships_is_the_last_or_the_one_named() {
    let stages = read("FROM a AS one\nFROM one AS Two\nFROM scratch AS two");
    assert_eq!(final_stage(&stages).map(|stage| stage.index), Some(2));
    assert_eq!(
        target_stage(&stages, "ONE").map(|stage| stage.index),
        Some(0)
    );
    assert_eq!(
        target_stage(&stages, "two").map(|stage| stage.index),
        Some(2)
    );
    assert_eq!(target_stage(&stages, "0"), None);
    assert_eq!(stages[1].root(&stages), &stages[0].base);
    assert_eq!(final_stage(&super::stages(&Document::parse(""))), None);
}

#[test]
fn uses_of_a_stage_are_found_by_name_and_number() {
    let document = Document::parse(
        "FROM a AS one\nFROM b\nCOPY --from=ONE x y\nCOPY --from=0 x y\nCOPY --from=image x y
RUN --mount=type=bind,from=one,target=/x true\nRUN --mount=from=0,target=/x true
ONBUILD COPY --from=one x y\nFROM one",
    );
    let found: Vec<_> = uses(&document, &stages(&document))
        .into_iter()
        .map(|it| (it.of, it.by, it.instruction, it.kind))
        .collect();
    assert_eq!(
        found,
        [
            (0, 1, 2, UseKind::Copy),
            (0, 1, 3, UseKind::Copy),
            (0, 1, 5, UseKind::Mount),
            (0, 1, 7, UseKind::Copy),
            (0, 2, 8, UseKind::From),
        ]
    );
}
