//! Settings that a program keeps in a file of its own, and reads from its environment as well: `poetry config`,
//! `composer config`, `aws configure set`.
//!
//! <https://python-poetry.org/docs/repositories/#configuring-credentials>,
//! <https://getcomposer.org/doc/03-cli.md#composer-auth>,
//! <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html>

use shell::{Command, Script, Word};

/// Options that do not change what is kept.
const HARMLESS: [&str; 8] = [
    "-n",
    "-q",
    "-g",
    "-a",
    "--no-interaction",
    "--quiet",
    "--global",
    "--auth",
];

/// The `export` that takes the place of a command, or why nothing can; `None` when no recipe is known for the program.
pub(super) fn export(script: &Script, command: &Command) -> Option<Result<String, String>> {
    let words = command.arguments();
    let options = words.iter().filter(|word| word.raw.starts_with('-'));
    let own: Vec<&Word> = words
        .iter()
        .filter(|word| !word.raw.starts_with('-'))
        .collect();
    let program = command.program()?;
    let is_plain = options
        .clone()
        .all(|option| HARMLESS.contains(&option.raw.as_str()));
    let made = match (program, own.as_slice()) {
        ("poetry", [config, key, user, password]) if config.is("config") => {
            poetry(key, user, password)
        }
        ("composer", [config, key, values @ ..]) if config.is("config") => {
            alone(script, program).and_then(|()| composer(key, values))
        }
        ("aws", [configure, set, key, value]) if configure.is("configure") && set.is("set") => {
            both(script).and_then(|()| aws(key, value))
        }
        ("poetry", _) => Err("keeps something else than a source's user and password".into()),
        ("composer", _) => Err("keeps something else than the credential of one host".into()),
        ("aws", _) => Err("is called in a way that is not known".into()),
        _ => return None,
    };
    let made = made.and_then(|made| {
        if is_plain {
            Ok(made)
        } else {
            Err("is called with an option that may change where the value goes".to_owned())
        }
    });
    Some(made.map_err(|why| format!("`{program}` {why}")))
}

/// Whether `command` keeps a setting of the same program.
pub(super) fn keeps(command: &Command, program: &str) -> bool {
    let words = command.arguments();
    let first = words.iter().find(|word| !word.raw.starts_with('-'));
    command.program() == Some(program)
        && first.is_some_and(|word| word.is("config") || word.is("configure"))
}

fn poetry(key: &Word, user: &Word, password: &Word) -> Result<String, String> {
    let name = key.value().strip_prefix("http-basic.");
    let name = name.ok_or("keeps a value that it takes from no variable")?;
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    if name.is_empty() || !name.chars().all(is_name) {
        return Err("names its source in a way that no variable can have".into());
    }
    let name = name.to_ascii_uppercase().replace(['-', '.'], "_");
    Ok(format!(
        "export POETRY_HTTP_BASIC_{name}_USERNAME={} POETRY_HTTP_BASIC_{name}_PASSWORD={}",
        quoted(user)?,
        quoted(password)?
    ))
}

fn composer(key: &Word, values: &[&Word]) -> Result<String, String> {
    let (kind, host) = key
        .value()
        .split_once('.')
        .ok_or("keeps a value that is no credential of one host")?;
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || "-.:".contains(letter);
    if host.is_empty() || !host.chars().all(is_host) {
        return Err("names its host in a way that is not known".into());
    }
    let value = match (kind, values) {
        ("http-basic", [user, password]) => format!(
            "{{\\\"username\\\":\\\"{}\\\",\\\"password\\\":\\\"{}\\\"}}",
            inside(user)?,
            inside(password)?
        ),
        ("github-oauth" | "gitlab-token" | "gitlab-oauth" | "bearer", [token]) => {
            format!("\\\"{}\\\"", inside(token)?)
        }
        _ => return Err("keeps a value that is no credential of one host".into()),
    };
    Ok(format!(
        "export COMPOSER_AUTH=\"{{\\\"{kind}\\\":{{\\\"{host}\\\":{value}}}}}\""
    ))
}

fn aws(key: &Word, value: &Word) -> Result<String, String> {
    let name = match key.value() {
        "aws_access_key_id" => "AWS_ACCESS_KEY_ID",
        "aws_secret_access_key" => "AWS_SECRET_ACCESS_KEY",
        "aws_session_token" => "AWS_SESSION_TOKEN",
        _ => return Err("keeps a value that it takes from no variable".into()),
    };
    Ok(format!("export {name}={}", quoted(value)?))
}

/// `COMPOSER_AUTH` holds all credentials at once.
fn alone(script: &Script, program: &str) -> Result<(), String> {
    let kept = script.commands.iter();
    let kept = kept.filter(|command| keeps(command, program) && !command.variables.is_empty());
    if kept.count() > 1 {
        return Err("keeps more than one credential, and its variable would hold one".into());
    }
    Ok(())
}

/// The program takes its variables only when both halves of a key are among them.
fn both(script: &Script) -> Result<(), String> {
    let has = |wanted: &str| {
        script.commands.iter().any(|command| {
            keeps(command, "aws") && command.arguments().iter().any(|word| word.is(wanted))
        })
    };
    if has("aws_access_key_id") && has("aws_secret_access_key") {
        return Ok(());
    }
    Err("is given one half of a key here, and takes only both from its environment".into())
}

/// The text of a word as it stands between double quotes: letters that mean nothing there, and variables.
fn inside(word: &Word) -> Result<String, String> {
    let bare = word.raw.trim_matches('"');
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.@+:/${}".contains(letter);
    let has_expansion = bare.contains("$(") || bare.contains(":-") || bare.contains('\'');
    if bare.is_empty() || has_expansion || !bare.chars().all(is_plain) {
        return Err("is given a value that needs quotes of its own".into());
    }
    Ok(bare.to_owned())
}

fn quoted(word: &Word) -> Result<String, String> {
    let inside = inside(word)?;
    Ok(if inside.contains('$') {
        format!("\"{inside}\"")
    } else {
        inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Result<String, String> {
        let script = Script::parse(text);
        export(&script, &script.commands[0]).unwrap_or_else(|| Err("no recipe".into()))
    }

    #[test]
    fn settings_become_variables() {
        assert_eq!(
            made("poetry config http-basic.my-shop deploy \"$TOKEN\"").as_deref(),
            Ok(
                "export POETRY_HTTP_BASIC_MY_SHOP_USERNAME=deploy POETRY_HTTP_BASIC_MY_SHOP_PASSWORD=\"$TOKEN\""
            )
        );
        assert_eq!(
            made("composer config --global github-oauth.github.com ${TOKEN}").as_deref(),
            Ok(
                "export COMPOSER_AUTH=\"{\\\"github-oauth\\\":{\\\"github.com\\\":\\\"${TOKEN}\\\"}}\""
            )
        );
        assert_eq!(
            made("aws configure set aws_access_key_id $A && aws configure set aws_secret_access_key $B")
                .as_deref(),
            Ok("export AWS_ACCESS_KEY_ID=\"$A\"")
        );
    }

    #[test]
    fn what_is_no_plain_setting_stays() {
        for text in [
            "poetry config pypi-token.pypi $TOKEN",
            "poetry config --local http-basic.shop deploy $TOKEN",
            "composer config http-basic.a.example jo $TOKEN && composer config http-basic.b.example jo $TOKEN",
            "aws configure set aws_secret_access_key $B",
            "aws configure set aws_secret_access_key $B --profile ci",
            "npm config set x $TOKEN",
        ] {
            assert!(made(text).is_err(), "{text}");
        }
    }
}
