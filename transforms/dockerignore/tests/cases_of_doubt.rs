//! Where nothing can be proven, nothing is written, and the reason is given.

use super::Setting;
use crate::{Options, Target, Transform};
use dockerfile::{Document, stages};

const COPY_ALL: &str = "FROM python:3.12\nCOPY . /app\n";

#[test]
fn without_a_broad_copy_there_is_nothing_to_say() {
    let setting = Setting::new(
        "FROM python:3.12\nCOPY app.py /app/\n",
        [("app.py", ""), (".git/HEAD", "")],
    );
    assert_eq!(setting.findings(), []);
}

#[test]
fn without_a_context_nothing_is_proposed() {
    let document = Document::parse(COPY_ALL);
    let target = Target {
        path: "Dockerfile",
        path_in_context: None,
        document: &document,
        stages: &stages(&document),
        context: None,
        surroundings: None,
        siblings: &[],
        options: &Options::default(),
        applies_unsafe: true,
    };
    let findings = super::Dockerignore.check(&target);
    assert_eq!(findings.len(), 1);
    assert!(format!("{findings:?}").contains("ContextUnknown"));
}

#[test]
fn each_obstacle_has_its_reason() {
    let mut unreadable = Setting::new(COPY_ALL, [("a/b", "")]);
    unreadable.context.unreadable.insert("a".to_owned());
    let node = "FROM node:22\nCOPY . .\nRUN npm ci\n";
    for (setting, reason) in [
        (unreadable, "context-not-listed"),
        (Setting::new(COPY_ALL, []), "context-incomplete"),
        (
            Setting::new("FROM a\nCOPY app.py /\nCOPY . /app\n", [("b", "")]),
            "context-incomplete",
        ),
        (
            Setting::new(COPY_ALL, [("a", ""), (".dockerignore", "[")]),
            "ignore-file-unread",
        ),
        (
            Setting::new(
                "FROM a\nCOPY . /app\nRUN git describe > /v\n",
                [(".git/HEAD", "")],
            ),
            "history-read",
        ),
        (
            Setting::new(
                "FROM a\nCOPY . /app\nRUN make\n",
                [(".git/HEAD", ""), ("Makefile", "V=$(shell git describe)")],
            ),
            "history-read",
        ),
        (
            Setting::new(
                COPY_ALL,
                [(".git/HEAD", ""), ("setup.py", "run(['git', 'describe'])")],
            ),
            "history-read",
        ),
        (
            Setting::new(
                "FROM a\nCOPY . /app\nRUN rm -r /app/.git\n",
                [(".git/HEAD", "")],
            ),
            "used-by-build",
        ),
        (
            Setting::new(
                "FROM a\nCOPY . /app\nCOPY .git /app/.git\n",
                [(".git/HEAD", "")],
            ),
            "copied-by-name",
        ),
        (
            Setting::new("FROM a\nARG X\nCOPY . /app\nCOPY $X /b\n", [(".env", "")]),
            "unresolved-source",
        ),
        (
            Setting::new(COPY_ALL, [("node_modules/a", ""), ("package.json", "{}")]),
            "nothing-installs",
        ),
        (
            Setting::new(
                node,
                [(".npmrc", "//r/:_authToken=x"), ("package.json", "{}")],
            ),
            "read-by-install",
        ),
        (
            Setting::new(
                node,
                [
                    (".env", ""),
                    ("package.json", "{\"a\": {\"next\": \"15\"}}"),
                ],
            ),
            "env-file-read",
        ),
        (
            Setting::new(COPY_ALL, [("target/a.jar", ""), ("pom.xml", "")]),
            "nothing-builds",
        ),
        (
            Setting::new(COPY_ALL, [("a/id_rsa", ""), (".dockerignore", "*\n!a\n")]),
            "allow-list-ignore-file",
        ),
    ] {
        assert_eq!(setting.reasons(), [reason], "{:?}", setting.findings());
    }
}

#[test]
fn an_existing_file_keeps_its_text_and_its_line_endings() {
    let files = [
        ("package.json", "{}"),
        (".git/HEAD", ""),
        (
            ".dockerignore",
            "# ours\r\nDockerfile\r\n.env\r\n**/.env.*local\r\n**/.env",
        ),
    ];
    let text = Setting::new("FROM node:22\nCOPY . .\n", files)
        .hardened(false)
        .text(".dockerignore");
    assert_eq!(
        text,
        "# ours\r\nDockerfile\r\n.env\r\n**/.env.*local\r\n**/.env\r\n\r\n# Version control\r\n.git\r\n\r\n# Docker\r\n.dockerignore\r\n"
    );
}

#[test]
fn a_new_file_is_grouped_for_people() {
    let dockerfile = "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n";
    let text = Setting::new(
        dockerfile,
        [("requirements.txt", "uvicorn"), ("main.py", "")],
    )
    .hardened(false)
    .text(".dockerignore");
    let expected = "\
# What stays out of the build context. A later line wins; `!path` brings a path back.

# Version control
.git

# Docker
Dockerfile
.dockerignore

# Secrets
**/.env
**/.env.local
**/.env.*.local
**/id_rsa
**/id_ecdsa
**/id_ed25519

# Dependencies
.venv
venv

# Caches
**/__pycache__

# Editors and desktops
.idea
.vscode
.vs
**/.DS_Store
";
    assert_eq!(text, expected);
}

#[test]
fn the_page_shows_how_a_new_file_begins() {
    let page = super::Dockerignore.page();
    let dockerfile = page
        .split("```dockerfile\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let shown = page
        .split("```text\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let setting = Setting::new(dockerfile, [("requirements.txt", ""), ("main.py", "")]);
    assert!(
        setting
            .hardened(false)
            .text(".dockerignore")
            .starts_with(shown)
    );
}

#[test]
fn the_file_that_carries_the_name_of_the_dockerfile_is_the_one_that_grows() {
    let setting = Setting::new(
        COPY_ALL,
        [
            ("a", ""),
            (".git/HEAD", ""),
            ("Dockerfile.dockerignore", "b\n"),
            (".dockerignore", "c\n"),
        ],
    );
    let hardened = setting.hardened(false);
    assert!(
        hardened
            .text("Dockerfile.dockerignore")
            .starts_with("b\n\n# Version control\n.git\n")
    );
    assert_eq!(hardened.text(".dockerignore"), "c\n");
}

#[test]
fn dockerfiles_on_one_context_plan_the_same_file_and_respect_each_other() {
    let mut setting = Setting::new(
        COPY_ALL,
        [
            (".git/HEAD", ""),
            (".vscode/a", ""),
            ("a.py", ""),
            ("Dockerfile.dev", ""),
        ],
    );
    setting
        .dockerfiles
        .push("FROM alpine/git\nCOPY .git /repo/.git\nCOPY . /src\n");
    let first = setting.findings_of("Dockerfile", 0);
    let second = setting.findings_of("Dockerfile.dev", 1);
    let file = |findings: &[crate::Finding]| {
        findings.iter().find_map(|finding| match &finding.verdict {
            crate::Verdict::Fix(fix) => fix.files.first().map(|file| file.after.clone()),
            crate::Verdict::Suggestion(_) | crate::Verdict::HeldBack { .. } => None,
        })
    };
    assert_eq!(file(&first), file(&second));
    assert!(!setting.lost(true).contains(&".git/HEAD".to_owned()));
    assert!(setting.lost(true).contains(&".vscode/a".to_owned()));
}

#[test]
fn a_finding_never_holds_what_a_secret_file_says() {
    let setting = Setting::new(
        COPY_ALL,
        [
            ("a.py", ""),
            (".env", "TOKEN=hunter2"),
            ("k.pem", "-----BEGIN PRIVATE KEY-----hunter2"),
        ],
    );
    let findings = format!("{:?}", setting.findings());
    assert!(
        findings.contains("`COPY . /app` copies `.env` and `k.pem`"),
        "{findings}"
    );
    assert!(!findings.contains("hunter2"));
}
