//! Secret values that stand in the text of a `RUN`: in a URL, in an option, or as a token of a known shape.

use super::{readers, values};
use crate::{Finding, Secret, Target, Verdict};
use dockerfile::{Instruction, Kind};

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

/// A finding for every `RUN` that holds a secret value.
pub(super) fn findings(target: &Target<'_>) -> Vec<Finding> {
    let runs = target
        .document
        .instructions
        .iter()
        .filter(|instruction| matches!(instruction.kind, Kind::Run(_)));
    runs.filter_map(finding).collect()
}

fn finding(instruction: &Instruction) -> Option<Finding> {
    let script = readers::script(instruction)?;
    let mut secrets: Vec<Secret> = script
        .commands
        .iter()
        .flat_map(in_command)
        .map(Secret::new)
        .collect();
    secrets.sort();
    secrets.dedup();
    if secrets.is_empty() {
        return None;
    }
    Some(Finding {
        lines: instruction.lines,
        message: "a `RUN` holds a secret's value".to_owned(),
        why: "the command stays readable in the image's history".to_owned(),
        verdict: Verdict::Suggestion(
            "RUN --mount=type=secret,id=NAME,env=NAME,required=true …    # with `$NAME` in place of the value, and \
             the value changed where it is used"
                .to_owned(),
        ),
        evidence: Vec::new(),
        secrets,
    })
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
    let assigned = command
        .assignments
        .iter()
        .filter_map(|assignment| assignment.value.literal.as_deref());
    found.extend(
        assigned
            .filter(|value| values::is_token(value))
            .map(str::to_owned),
    );
    found
}

/// The password in the value of an option: all of it, or what follows `user:`.
fn password(value: &str) -> Option<&str> {
    let password = value
        .split_once(':')
        .map_or(value, |(_, password)| password);
    (!password.is_empty() && !values::is_placeholder(password)).then_some(password)
}
