//! For each context, exactly these files are no longer sent: by the safe fixes, and with the unsafe ones.

use super::Setting;

/// A context, what the safe fixes take out of it, and what the unsafe ones take out in addition.
struct Expected {
    name: &'static str,
    setting: Setting,
    safe: &'static [&'static str],
    unsafe_too: &'static [&'static str],
}

fn expect(
    name: &'static str,
    setting: Setting,
    safe: &'static [&'static str],
    unsafe_too: &'static [&'static str],
) -> Expected {
    Expected {
        name,
        setting,
        safe,
        unsafe_too,
    }
}

const NODE: &str = "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD [\"node\", \"server.js\"]\n";
const PYTHON: &str = "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install .\nCMD [\"python\", \"-m\", \"app\"]\n";
const GO: &str =
    "FROM golang:1.24-alpine\nWORKDIR /src\nCOPY . .\nRUN go build -mod=vendor -o /app .\n";
const VITE: &str = "FROM node:22 AS build\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx\nCOPY --from=build /dist /usr/share/nginx/html\n";
const PEM: (&str, &str) = ("certs/server.pem", "-----BEGIN PRIVATE KEY-----\n");

fn scripts() -> Vec<Expected> {
    vec![
        expect(
            "node",
            Setting::new(
                NODE,
                [
                    ("package.json", "{}"),
                    ("server.js", ""),
                    (".git/HEAD", ""),
                    ("node_modules/a/index.js", ""),
                    (".vscode/settings.json", ""),
                    ("npm-debug.log", ""),
                ],
            ),
            &[
                ".git/HEAD",
                ".vscode/settings.json",
                "Dockerfile",
                "node_modules/a/index.js",
                "npm-debug.log",
            ],
            &[],
        ),
        expect(
            "node with packages of a nested project that nothing installs",
            Setting::new(
                NODE,
                [
                    ("package.json", "{}"),
                    ("node_modules/a/a.js", ""),
                    ("web/package.json", "{}"),
                    ("web/node_modules/b/b.js", ""),
                ],
            ),
            &["Dockerfile", "node_modules/a/a.js"],
            &[],
        ),
        expect(
            "node with workspaces",
            Setting::new(
                NODE,
                [
                    ("package.json", "{\"workspaces\": [\"web\"]}"),
                    ("node_modules/a/a.js", ""),
                    ("web/node_modules/b/b.js", ""),
                ],
            ),
            &[
                "Dockerfile",
                "node_modules/a/a.js",
                "web/node_modules/b/b.js",
            ],
            &[],
        ),
        expect(
            "node that takes its packages from the context",
            Setting::new(
                "FROM node:22\nCOPY . .\nCMD [\"node\", \"a.js\"]\n",
                [
                    ("package.json", "{}"),
                    ("a.js", ""),
                    ("node_modules/b/b.js", ""),
                    (".DS_Store", ""),
                ],
            ),
            &[".DS_Store", "Dockerfile"],
            &[],
        ),
        expect(
            "a site built by vite, with its environment",
            Setting::new(
                VITE,
                [
                    ("package.json", "{\"devDependencies\": {\"vite\": \"6\"}}"),
                    (".env", "VITE_URL=x"),
                    (".git/HEAD", ""),
                    ("src/main.ts", ""),
                ],
            ),
            &[".git/HEAD", "Dockerfile"],
            &[],
        ),
        expect(
            "a site that was built before",
            Setting::new(
                "FROM nginx\nCOPY . /usr/share/nginx/html\n",
                [
                    ("dist/index.html", ""),
                    ("package.json", "{}"),
                    (".git/HEAD", ""),
                ],
            ),
            &[".git/HEAD", "Dockerfile"],
            &[],
        ),
        expect(
            "a site whose build makes its output again",
            Setting::new(
                "FROM node:22\nWORKDIR /a\nCOPY . .\nRUN npm ci && npm run build\n",
                [
                    ("dist/index.html", ""),
                    ("package.json", "{}"),
                    ("src/a.js", ""),
                ],
            ),
            &["Dockerfile"],
            &["dist/index.html"],
        ),
    ]
}

fn compiled() -> Vec<Expected> {
    vec![
        expect(
            "go with its vendored modules",
            Setting::new(
                GO,
                [
                    ("go.mod", "module a"),
                    ("main.go", ""),
                    ("vendor/modules.txt", ""),
                    ("vendor/b/b.go", ""),
                    (".git/HEAD", ""),
                ],
            ),
            &[".git/HEAD", "Dockerfile"],
            &[],
        ),
        expect(
            "go in an image that has git, and stamps the commit",
            Setting::new(
                "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n",
                [("go.mod", "module a"), ("main.go", ""), (".git/HEAD", "")],
            ),
            &["Dockerfile"],
            &[".git/HEAD"],
        ),
        expect(
            "rust",
            Setting::new(
                "FROM rust:1.88\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n",
                [
                    ("Cargo.toml", "[package]"),
                    ("src/main.rs", ""),
                    ("target/.rustc_info.json", ""),
                    ("target/release/app", ""),
                    (".git/HEAD", ""),
                ],
            ),
            &[".git/HEAD", "Dockerfile"],
            &["target/.rustc_info.json", "target/release/app"],
        ),
        expect(
            "java with the archive that was built before",
            Setting::new(
                "FROM eclipse-temurin:21\nARG JAR=target/*.jar\nCOPY . /src\nCOPY ${JAR} /app.jar\n",
                [
                    ("pom.xml", ""),
                    ("target/app.jar", ""),
                    ("target/classes/A.class", ""),
                    (".idea/a.xml", ""),
                ],
            ),
            &[".idea/a.xml", "Dockerfile"],
            &[],
        ),
    ]
}

fn others() -> Vec<Expected> {
    vec![
        expect(
            "python",
            Setting::new(
                PYTHON,
                [
                    ("pyproject.toml", "[project]"),
                    ("app.py", ""),
                    ("app/__pycache__/a.pyc", ""),
                    (".venv/pyvenv.cfg", ""),
                    (".venv/bin/python", ""),
                    (".git/HEAD", ""),
                    (".pytest_cache/a", ""),
                ],
            ),
            &[
                ".git/HEAD",
                ".pytest_cache/a",
                ".venv/bin/python",
                ".venv/pyvenv.cfg",
                "Dockerfile",
                "app/__pycache__/a.pyc",
            ],
            &[],
        ),
        expect(
            "python with its version from git",
            Setting::new(
                PYTHON,
                [
                    (
                        "pyproject.toml",
                        "[build-system]\nrequires = [\"setuptools-scm>=8\"]",
                    ),
                    (".git/HEAD", ""),
                    ("app/__pycache__/a.pyc", ""),
                ],
            ),
            &["Dockerfile", "app/__pycache__/a.pyc"],
            &[],
        ),
        expect(
            "a folder called venv that is none",
            Setting::new(PYTHON, [("pyproject.toml", ""), ("venv/__init__.py", "")]),
            &["Dockerfile"],
            &[],
        ),
        expect(
            "secrets beside the code",
            Setting::new(
                PYTHON,
                [
                    ("pyproject.toml", ""),
                    (".env", "A=1"),
                    (".env.production", "A=1"),
                    (".env.example", "A="),
                    ("deploy/id_rsa", ""),
                    ("certs/ca.pem", "-----BEGIN CERTIFICATE-----"),
                    PEM,
                ],
            ),
            &["Dockerfile"],
            &[
                ".env",
                ".env.production",
                "certs/server.pem",
                "deploy/id_rsa",
            ],
        ),
        expect(
            "a key that is copied by its name",
            Setting::new(
                "FROM nginx\nCOPY . /srv\nCOPY certs/server.pem /etc/ssl/\n",
                [("index.html", ""), PEM],
            ),
            &["Dockerfile"],
            &[],
        ),
        expect(
            "an ignore file that knows some of it",
            Setting::new(
                NODE,
                [
                    ("package.json", "{}"),
                    (".dockerignore", "node_modules\nDockerfile\n"),
                    ("node_modules/a/a.js", ""),
                    (".git/HEAD", ""),
                    (".idea/a.xml", ""),
                ],
            ),
            &[".git/HEAD", ".idea/a.xml"],
            &[],
        ),
        expect(
            "an ignore file that brings something back",
            Setting::new(
                NODE,
                [
                    ("package.json", "{}"),
                    (
                        ".dockerignore",
                        ".vscode\n!.vscode/launch.json\nDockerfile*\n",
                    ),
                    (".vscode/launch.json", ""),
                    (".vscode/a.json", ""),
                    (".git/HEAD", ""),
                ],
            ),
            &[".git/HEAD"],
            &[],
        ),
        expect(
            "a list of what is allowed",
            Setting::new(
                NODE,
                [
                    ("package.json", "{}"),
                    (".dockerignore", "*\n!package.json\n!src\n"),
                    ("src/a.js", ""),
                    ("src/.DS_Store", ""),
                    (".git/HEAD", ""),
                ],
            ),
            &[],
            &[],
        ),
        expect(
            "one folder is copied, and only what lies in it counts",
            Setting::new(
                "FROM python:3.12\nCOPY app /app\n",
                [
                    ("app/a.py", ""),
                    ("app/__pycache__/a.pyc", ""),
                    (".git/HEAD", ""),
                    (".vscode/a", ""),
                ],
            ),
            &["app/__pycache__/a.pyc"],
            &[],
        ),
        expect(
            "a repository that is copied on purpose",
            Setting::new(
                "FROM alpine/git\nCOPY .git /repo/.git\nCOPY . /repo\n",
                [(".git/HEAD", ""), ("a", ""), (".idea/a", "")],
            ),
            &[".idea/a", "Dockerfile"],
            &[],
        ),
        expect(
            "a folder that would be left empty",
            Setting::new(
                "FROM python:3.12\nCOPY . /app\nCOPY editor/.vscode /root/.vscode\nCOPY desk /desk\n",
                [
                    ("a.py", ""),
                    ("editor/.vscode/a", ""),
                    ("desk/.DS_Store", ""),
                ],
            ),
            &["Dockerfile"],
            &[],
        ),
    ]
}

#[test]
fn exactly_what_was_meant_is_no_longer_sent() {
    let mut all = scripts();
    all.extend(compiled());
    all.extend(others());
    assert!(all.len() >= 15);
    for Expected {
        name,
        setting,
        safe,
        unsafe_too,
    } in all
    {
        assert_eq!(
            setting.lost(false),
            safe,
            "{name}: {}",
            setting.hardened(false).text(".dockerignore")
        );
        let mut both = [safe, unsafe_too].concat();
        both.sort_unstable();
        assert_eq!(
            setting.lost(true),
            both,
            "{name}: {}",
            setting.hardened(true).text(".dockerignore")
        );
        assert!(
            setting.hardened(true).changes(true).is_empty(),
            "{name} is not at rest"
        );
    }
}
