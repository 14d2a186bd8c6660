//! Secret values that stand in the text of a `RUN`: in a URL, in an option, or as a token of a known shape.

use super::plain_text::{answers, assigned, header, in_text, is_secret};
use super::values;
use crate::{Finding, Secret, Target, Verdict, run_script};
use dockerfile::{Command, Comment, Document, Healthcheck, Instruction, Kind, Lines};

/// Options whose value is a password, by program. A value `user:password` counts with its colon only.
///
/// Sources: <https://curl.se/docs/manpage.html#-u>, <https://www.gnu.org/software/wget/manual/wget.html#HTTP-Options>,
/// <https://docs.docker.com/reference/cli/docker/login/>, <https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html>.
const OPTIONS: &[(&str, &[&str])] = &[
    ("curl", &["-u", "--user", "--proxy-user"]),
    (
        "wget",
        &[
            "--password",
            "--http-password",
            "--ftp-password",
            "--proxy-password",
        ],
    ),
    ("docker", &["-p", "--password"]),
    ("podman", &["-p", "--password"]),
    ("mysql", &["--password"]),
    ("az", &["-p", "--password"]),
    ("doctl", &["-t", "--access-token"]),
];

/// A finding for every command and every comment that holds a secret value.
pub(super) fn findings(target: &Target<'_>) -> Vec<Finding> {
    let instructions = target.document.instructions.iter().filter_map(finding);
    let comments = target.document.comments.iter();
    let comments = comments.filter_map(|comment| in_comment(target.document, comment));
    instructions.chain(comments).collect()
}

fn in_comment(document: &Document, comment: &Comment) -> Option<Finding> {
    let secrets = in_text(document.slice(comment.span));
    if secrets.is_empty() {
        return None;
    }
    let line = document.line(comment.span.start);
    Some(Finding {
        lines: Lines {
            first: line,
            last: line,
        },
        message: "a comment holds a secret's value".to_owned(),
        why: "it stays in every copy of this file".to_owned(),
        verdict: Verdict::Suggestion(
            "remove the comment, and change the value where it is used".to_owned(),
        ),
        evidence: Vec::new(),
        secrets,
    })
}

fn finding(instruction: &Instruction) -> Option<Finding> {
    let (script, snippet) = match &instruction.kind {
        Kind::Run(_) => (
            run_script::script(instruction)?,
            "RUN --mount=type=secret,id=NAME,env=NAME,required=true …    # with `$NAME` in place of the value, and \
             the value changed where it is used",
        ),
        Kind::Cmd(command)
        | Kind::Entrypoint(command)
        | Kind::Healthcheck(Healthcheck::Cmd(command)) => (
            script(command)?,
            "docker run -e NAME …    # with `$NAME` in place of the value, and the value changed where it is used",
        ),
        Kind::From(_)
        | Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
        | Kind::Copy(_)
        | Kind::Add(_)
        | Kind::Healthcheck(Healthcheck::None)
        | Kind::Shell(_)
        | Kind::User(_)
        | Kind::Workdir(_)
        | Kind::Expose(_)
        | Kind::Volume(_)
        | Kind::Stopsignal(_)
        | Kind::Onbuild(_)
        | Kind::Maintainer(_)
        | Kind::Unknown => return None,
    };
    let mut secrets: Vec<Secret> = script
        .commands
        .iter()
        .flat_map(|command| in_command(command))
        .map(Secret::new)
        .collect();
    secrets.sort();
    secrets.dedup();
    if secrets.is_empty() {
        return None;
    }
    Some(Finding {
        lines: instruction.lines,
        message: format!(
            "a `{}` holds a secret's value",
            instruction.keyword.value.to_ascii_uppercase()
        ),
        why: "the command stays readable in the image's history".to_owned(),
        verdict: Verdict::Suggestion(snippet.to_owned()),
        evidence: Vec::new(),
        secrets,
    })
}

/// The commands of an instruction that is no `RUN`.
fn script(command: &Command) -> Option<shell::Script> {
    let script = match command {
        Command::Exec(words) => {
            let words: Vec<String> = words.iter().map(|word| word.value.clone()).collect();
            shell::Script::from_exec(&words)
        }
        Command::Shell(word) => shell::Script::parse(&word.raw),
    };
    script.is_understood.then_some(script)
}

/// The secret values in the words of one command.
fn in_command(command: &shell::Command) -> Vec<String> {
    let mut found = Vec::new();
    let program = command.program().unwrap_or_default();
    let options = OPTIONS
        .iter()
        .find(|(name, _)| *name == program)
        .map_or(&[][..], |(_, options)| options);
    let mut words = command
        .arguments()
        .iter()
        .filter_map(|word| word.literal.as_deref())
        .peekable();
    while let Some(word) = words.next() {
        found.extend(values::passwords(word));
        if values::is_token(word) {
            found.push(word.to_owned());
        }
        if let Some((_, token)) = word
            .rsplit_once([' ', '='])
            .filter(|(_, token)| values::is_token(token))
        {
            found.push(token.to_owned());
        }
        found.extend(header(word).map(str::to_owned));
        found.extend(assigned(word).map(str::to_owned));
        let (option, joined) = word
            .split_once('=')
            .map_or((word, None), |(option, value)| (option, Some(value)));
        if options.contains(&option) {
            found.extend(
                joined
                    .or_else(|| words.peek().copied())
                    .and_then(password)
                    .map(str::to_owned),
            );
        }
    }
    let assignments = command.assignments.iter().filter_map(|assignment| {
        let value = assignment.value.literal.as_deref()?;
        is_secret(&assignment.name, value).then(|| value.to_owned())
    });
    found.extend(assignments);
    found.extend(kept(command).map(str::to_owned));
    found.extend(answered(command));
    found
}

/// The passwords that a package is told when it is installed: `echo … | debconf-set-selections`.
fn answered(command: &shell::Command) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    if matches!(command.program(), Some("echo" | "printf")) {
        let words = command.arguments().iter();
        let words = words.filter_map(|word| word.literal.as_deref());
        let words: Vec<&str> = words.skip_while(|word| word.starts_with('-')).collect();
        texts.push(words.join(" "));
    }
    if matches!(command.program(), Some("cat" | "debconf-set-selections")) {
        texts.extend(command.redirections.iter().filter_map(|redirection| {
            let here = || redirection.target.as_ref()?.literal.clone();
            let heredoc = redirection.heredoc.as_ref();
            heredoc.map(|heredoc| heredoc.body.clone()).or_else(here)
        }));
    }
    let found = texts.iter().flat_map(|text| answers(text));
    found.map(str::to_owned).collect()
}

/// The password in the value of an option: all of it, or what follows `user:`.
fn password(value: &str) -> Option<&str> {
    let password = value
        .split_once(':')
        .map_or(value, |(_, password)| password);
    (!password.is_empty() && !values::is_placeholder(password)).then_some(password)
}

/// The value that a program is told to keep: `aws configure set aws_secret_access_key VALUE`.
fn kept(command: &shell::Command) -> Option<&str> {
    let words: Vec<&str> = command.words.iter().map(|word| word.value()).collect();
    let (key, value) = match words.as_slice() {
        ["aws", "configure", "set", key, value, ..]
        | ["npm" | "pnpm", "config", "set", key, value, ..] => (*key, *value),
        ["composer", "config", .., key, value] => (*key, *value),
        _ => return None,
    };
    let key = key.to_ascii_lowercase();
    let is_credential = [
        "secret",
        "token",
        "password",
        "access_key_id",
        "_auth",
        "oauth",
    ]
    .iter()
    .any(|word| key.contains(word));
    (is_credential && !value.is_empty() && !value.contains('$')).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let script = shell::Script::parse(text);
        script
            .commands
            .iter()
            .flat_map(|command| in_command(command))
            .collect()
    }

    #[test]
    fn values_in_commands_are_found() {
        let one = |text: &str| found(text).join(" ");
        assert_eq!(
            one("curl -H 'Authorization: Bearer abc123' https://x.example"),
            "abc123"
        );
        assert_eq!(one("curl -u jo:abc123 https://x.example"), "abc123");
        assert_eq!(
            one("aws configure set aws_secret_access_key abc123"),
            "abc123"
        );
        assert_eq!(
            one("echo //npm.example.com/:_authToken=abc123 > .npmrc"),
            "abc123"
        );
        assert_eq!(one("PGPASSWORD=abc123 psql"), "abc123");
        assert_eq!(one("export DB_PASSWORD=abc123"), "abc123");
        assert_eq!(one("docker login -u jo -p abc123"), "abc123");
        assert_eq!(one("mysqladmin --password=abc123 status"), "abc123");
        for text in [
            "echo 'mysql-server mysql-server/root_password password abc123' | debconf-set-selections",
            "echo mysql-server mysql-server/root_password password abc123 | debconf-set-selections",
            "printf 'slapd\tslapd/password1\tpassword\tabc123\\n' | debconf-set-selections",
            "debconf-set-selections <<< \"slapd slapd/password1 password abc123\"",
            "debconf-set-selections <<EOF\nslapd slapd/domain string example.com\nslapd slapd/password1 password abc123\nEOF\n",
        ] {
            assert_eq!(one(text), "abc123", "{text}");
        }
    }

    #[test]
    fn what_holds_no_value_is_not_found() {
        for text in [
            "curl -H \"Authorization: Bearer $TOKEN\" https://x.example",
            "export PATH=/a:/b",
            "./configure --with-token=yes",
            "echo key=value > a",
            "cmake -DAUTH=ON ..",
            "echo \"slapd slapd/password1 password $PW\" | debconf-set-selections",
            "echo slapd slapd/password1 password $PW | debconf-set-selections",
            "echo 'slapd slapd/password1 password changeme' | debconf-set-selections",
            "echo 'steam steam/question select I AGREE' | debconf-set-selections",
            "echo 'type the password twice'",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
