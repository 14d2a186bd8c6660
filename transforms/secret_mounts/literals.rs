//! Secret values that stand in the text of a `RUN`: in a URL, in an option, or as a token of a known shape.

use super::commands;
use super::plain_text::{answers, assigned, header, in_text, is_secret, private_keys};
use super::values;
use crate::{Finding, Secret, Target, Verdict, run_script};
use dockerfile::{Command, Comment, Document, Healthcheck, Instruction, Kind, Lines};

/// A finding for every command and every comment that holds a secret value.
pub(super) fn findings(target: &Target<'_>) -> Vec<Finding> {
    let instructions = target.document.instructions.iter().filter_map(finding);
    let mut is_in_key = false;
    // Told of the whole file at once: most have no key in any comment.
    let may_have_key = target.document.text.contains("-----");
    let comments = target.document.comments.iter();
    let comments = comments.filter_map(|comment| {
        let text = target.document.slice(comment.span);
        let has_mark = may_have_key && text.contains("-----");
        // A key has a comment for each of its lines.
        let key = match has_mark {
            true => private_keys(text),
            false => Vec::new(),
        };
        let secrets = match is_in_key && key.is_empty() {
            true => vec![Secret::new(text.trim_start_matches(['#', ' ', '\t']))],
            false => key.into_iter().chain(in_text(text)).collect(),
        };
        if has_mark {
            is_in_key = (is_in_key || text.contains("-----BEGIN ")) && !text.contains("-----END ");
        }
        in_comment(target.document, comment, secrets)
    });
    instructions.chain(comments).collect()
}

fn in_comment(document: &Document, comment: &Comment, secrets: Vec<Secret>) -> Option<Finding> {
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
    let (command, script, snippet) = match &instruction.kind {
        Kind::Copy(_) | Kind::Add(_) if instruction.heredocs.is_empty() => return None,
        Kind::Copy(_) | Kind::Add(_) => (
            None,
            None,
            "RUN --mount=type=secret,id=NAME,target=PATH …    # in place of the file, and the value changed where it is \
             used",
        ),
        Kind::Run(run) => (
            Some(&run.command),
            run_script::script(instruction),
            "RUN --mount=type=secret,id=NAME,env=NAME,required=true …    # with `$NAME` in place of the value, and \
             the value changed where it is used",
        ),
        Kind::Cmd(command)
        | Kind::Entrypoint(command)
        | Kind::Healthcheck(Healthcheck::Cmd(command)) => (
            Some(command),
            script(command),
            "docker run -e NAME …    # with `$NAME` in place of the value, and the value changed where it is used",
        ),
        Kind::From(_)
        | Kind::Arg(_)
        | Kind::Env(_)
        | Kind::Label(_)
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
    let commands = script.iter().flat_map(|script| script.commands.iter());
    let in_commands = commands.flat_map(|command| in_command(command));
    let bodies = instruction.heredocs.iter().map(|heredoc| &heredoc.body);
    let in_bodies = bodies.flat_map(|body| private_keys(body).into_iter().chain(in_text(body)));
    let unread = command.filter(|_| script.is_none());
    let in_unread = unread.into_iter().flat_map(in_unread);
    let in_commands = in_commands.map(Secret::new);
    let mut secrets: Vec<Secret> = in_commands.chain(in_bodies).chain(in_unread).collect();
    secrets.sort();
    secrets.dedup();
    if secrets.is_empty() {
        return None;
    }
    let is_file = matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_));
    Some(Finding {
        lines: instruction.lines,
        message: format!(
            "a `{}` holds a secret's value",
            instruction.keyword().to_ascii_uppercase()
        ),
        why: match is_file {
            true => "whoever can pull the image reads it in its layer",
            false => "the command stays readable in the image's history",
        }
        .to_owned(),
        verdict: Verdict::Suggestion(snippet.to_owned()),
        evidence: Vec::new(),
        secrets,
    })
}

/// The secret values in a command that could not be read, such as one for a Windows shell: by words, and by what stands
/// between the quotes and brackets of some language.
fn in_unread(command: &Command) -> Vec<Secret> {
    let Command::Shell(word) = command else {
        return Vec::new();
    };
    let text = word.raw();
    let blank = |next| match next {
        '"' | '\'' | '`' | '(' | ')' | '{' | '}' | ',' | ';' => ' ',
        next => next,
    };
    let inner: String = text.chars().map(blank).collect();
    in_text(text).into_iter().chain(in_text(&inner)).collect()
}

/// The commands of an instruction that is no `RUN`.
fn script(command: &Command) -> Option<shell::Script> {
    let script = run_script::of_command(command);
    script.is_understood.then_some(script)
}

/// The secret values in the words of one command.
fn in_command(command: &shell::Command) -> Vec<String> {
    let mut found = Vec::new();
    let words = command.arguments().iter();
    // A short word without these signs holds none of what is looked for.
    let has_sign = |word: &str| word.bytes().any(|byte| matches!(byte, b':' | b'='));
    let may_hold = |word: &&str| values::may_be_token(word) || has_sign(word);
    for word in words.filter_map(|word| word.literal()).filter(may_hold) {
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
    }
    for assignment in &command.assignments {
        let value = assignment.value.literal();
        let value = value.filter(|value| is_secret(&assignment.name, value));
        found.extend(value.map(str::to_owned));
    }
    for credential in commands::credentials(command) {
        found.push(credential.to_owned());
    }
    found.append(&mut answered(command));
    found.sort();
    found.dedup();
    found
}

/// The passwords that a package is told when it is installed: `echo … | debconf-set-selections`.
fn answered(command: &shell::Command) -> Vec<String> {
    let texts: Vec<String> = match command.program() {
        Some("echo" | "printf") => {
            let words = command.arguments().iter();
            let words = words.filter_map(|word| word.literal());
            let words: Vec<&str> = words.skip_while(|word| word.starts_with('-')).collect();
            vec![words.join(" ")]
        }
        Some("cat" | "debconf-set-selections") => {
            let redirections = command.redirections.iter();
            let texts = redirections.filter_map(|redirection| {
                let here = || redirection.target.as_ref()?.literal().map(str::to_owned);
                let heredoc = redirection.heredoc.as_ref();
                heredoc.map(|heredoc| heredoc.body.clone()).or_else(here)
            });
            texts.collect()
        }
        Some(_) | None => return Vec::new(),
    };
    let found = texts.iter().flat_map(|text| answers(text));
    found.map(str::to_owned).collect()
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
    fn values_in_a_command_that_cannot_be_read_are_found() {
        for (run, value) in [
            (
                "Invoke-WebRequest https://jo:abc123de@x.example/a -OutFile a",
                "abc123de",
            ),
            (
                "Invoke-WebRequest -Headers @{A = \"Bearer ghp_0123456789abcdefghijABCDEFGHIJ012345\"} x",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
            ),
            (
                "if ($env:A) { choco install a --params='DB_PASSWORD=abc123de' }",
                "abc123de",
            ),
        ] {
            let document = Document::parse(format!("FROM a\nRUN {run}\n"));
            let found = document.instructions.last().and_then(finding);
            let mut secrets = found.iter().flat_map(|found| &found.secrets);
            assert!(secrets.any(|secret| secret.reveal() == value), "{run}");
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
