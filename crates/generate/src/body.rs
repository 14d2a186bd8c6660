//! The instructions inside a stage.

use crate::instruction::{Instruction, breaks, plain};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Any instruction that may stand in stage `index`.
pub(crate) fn instruction(index: usize) -> impl Strategy<Value = Instruction> {
    prop_oneof![
        5 => run(),
        2 => heredoc(),
        4 => copy(index),
        2 => pairs("ENV"),
        1 => pairs("LABEL"),
        1 => legacy(),
        2 => arg(),
        2 => command("CMD"),
        1 => command("ENTRYPOINT"),
        4 => simple(),
        1 => onbuild(),
    ]
}

fn words(choices: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    select(choices).prop_map(|line| line.split(' ').map(str::to_owned).collect())
}

fn run() -> impl Strategy<Value = Instruction> {
    let flags = words(&[
        "--mount=type=cache,target=/root/.cache",
        "--mount=type=secret,id=token --network=none",
        "--mount=type=bind,\"source=a,b\",target=/src",
        "--",
    ]);
    let command = words(&[
        "apt-get update && apt-get install -y --no-install-recommends curl",
        "pip install --no-cache-dir -r requirements.txt",
        "set -eux; if [ -n \"$TOKEN\" ]; then echo $TOKEN; fi",
        "echo 'a#b' \"c  d\" ü",
        "[\"/bin/sh\", \"-c\", \"echo [hi]\"]",
        "[ -e /etc/passwd ] || exit 1",
        "adduser --system app && chown -R app: /srv",
    ]);
    let words = (proptest::option::weighted(0.3, flags), command).prop_map(|(flags, command)| {
        let flags = flags.unwrap_or_default();
        flags.into_iter().chain(command).collect()
    });
    plain("RUN", words)
}

fn heredoc() -> impl Strategy<Value = Instruction> {
    let opening = select(vec![
        ("RUN", "<<EOF", "EOF"),
        ("RUN", "set -e; cat <<-'END' > /etc/motd && true", "\tEND"),
        ("RUN", "--mount=type=cache,target=/c <<\"A B\" bash", "A B"),
        ("RUN", "3<<X cat <&3", "X"),
        ("COPY", "<<app.conf /etc/app.conf", "app.conf"),
        ("ADD", "--chmod=644 file <<EOF /srv/", "EOF"),
    ]);
    let lines = vec(
        select(vec![
            "echo hi",
            "# no comment",
            "",
            "\tFROM scratch",
            "USER x \\",
            "<<EOF",
            "é",
        ]),
        0..5,
    );
    (opening, lines, breaks()).prop_map(|((keyword, line, terminator), lines, breaks)| {
        let lines = lines.into_iter().chain([terminator]);
        let is_quoted = line.contains(['\'', '"']);
        Instruction {
            keyword,
            words: if is_quoted {
                vec![line.to_owned()]
            } else {
                line.split(' ').map(str::to_owned).collect()
            },
            breaks,
            heredoc: lines.map(str::to_owned).collect(),
        }
    })
}

fn copy(index: usize) -> impl Strategy<Value = Instruction> {
    let flags = words(&[
        "--link",
        "--chown=app:app",
        "--chown=\"1000\" --chmod=755",
        "--parents",
    ]);
    let paths = words(&[
        ". .",
        "package*.json ./",
        "[\"a b\", \"/c d/\"]",
        "\"src\" $HOME/app",
        "requirements.txt setup.py /srv/",
    ]);
    let from = (0..index.max(1)).prop_map(move |below| match index {
        0 => "--from=busybox:1.36".to_owned(),
        _ => format!("--from=stage{below}"),
    });
    let optional = |chance| move |strategy| proptest::option::weighted(chance, strategy);
    let words = (
        optional(0.3)(flags.boxed()),
        optional(0.3)(from.prop_map(|flag| vec![flag]).boxed()),
        paths,
    );
    let words = words.prop_map(|(flags, from, paths)| {
        let flags = flags.into_iter().chain(from).flatten();
        flags.chain(paths).collect()
    });
    plain("COPY", words)
}

fn pairs(keyword: &'static str) -> impl Strategy<Value = Instruction> {
    let one = select(vec![
        "A=1",
        "B=\"two words\"",
        "C='$literal'",
        "D=a\u{e9}",
        "PATH=/opt/bin:$PATH",
        "org.example.key=v",
        "E=",
        "F=${G:-\"x y\"}",
    ]);
    plain(keyword, vec(one.prop_map(str::to_owned), 1..=4))
}

fn legacy() -> impl Strategy<Value = Instruction> {
    plain(
        "ENV",
        words(&[
            "HOME /srv/app",
            "MESSAGE hello  there = you",
            "API_TOKEN \"s3cret\"",
        ]),
    )
}

fn arg() -> impl Strategy<Value = Instruction> {
    plain(
        "ARG",
        words(&["TOKEN", "VERSION=1.2", "A B= C=\"$A\"", "DATABASE_URL"]),
    )
}

fn command(keyword: &'static str) -> impl Strategy<Value = Instruction> {
    let command = words(&[
        "[\"python\", \"-m\", \"app\"]",
        "[ \"/entrypoint.sh\" ]",
        "[]",
        "python -m app --port $PORT",
        "exec nginx -g 'daemon off;'",
        "['single', 'quotes']",
    ]);
    plain(keyword, command)
}

fn simple() -> impl Strategy<Value = Instruction> {
    prop_oneof![
        plain(
            "USER",
            words(&["app", "1000:1000", "${UID:-65532}", "root"])
        ),
        plain("WORKDIR", words(&["/app", "src", "\"$HOME\"", "/a b"])),
        plain("EXPOSE", words(&["8080", "80/tcp 53/udp", "$PORT"])),
        plain(
            "VOLUME",
            words(&["/data", "[\"/data\", \"/cache\"]", "/a /b"])
        ),
        plain("STOPSIGNAL", words(&["SIGTERM", "9"])),
        plain(
            "SHELL",
            words(&["[\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]"])
        ),
        plain("MAINTAINER", words(&["Ann <ann@example.org>"])),
        plain(
            "HEALTHCHECK",
            words(&[
                "NONE",
                "--interval=30s --retries=3 CMD curl -f http://localhost/",
                "CMD [\"/ok\"]"
            ]),
        ),
    ]
}

fn onbuild() -> impl Strategy<Value = Instruction> {
    plain(
        "ONBUILD",
        words(&["RUN make", "COPY . /app", "ENV A=1 B=2", "USER app"]),
    )
}
