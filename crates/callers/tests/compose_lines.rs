//! `--build-arg X` goes from lines that build by compose, where compose finds the value in the variable of that name.

use callers::Place;
use callers::edit::without_argument;
use dockerfile::apply;

/// The text of `file` without the argument `TOKEN` of its line `line`, and the services that the line builds.
fn without(file: &str, line: usize, text: &str) -> Result<(String, Vec<String>), String> {
    let place = Place {
        file: file.to_owned(),
        line,
    };
    let found = without_argument(&place, text, "TOKEN").map_err(|error| error.to_string())?;
    Ok((apply(text, &found.edits), found.services))
}

/// The line goes on without its argument, and builds the services `web` and `jobs`.
fn check(file: &str, line: usize, before: &str, after: &str) {
    let services = vec!["web".to_owned(), "jobs".to_owned()];
    assert_eq!(
        without(file, line, before),
        Ok((after.to_owned(), services))
    );
}

#[test]
fn scripts_and_makefiles() {
    for argument in [
        "--build-arg TOKEN=\"$TOKEN\"",
        "--build-arg=TOKEN",
        "--build-arg \"TOKEN=${TOKEN:?}\"",
    ] {
        check(
            "build.sh",
            2,
            &format!(
                "set -e\ndocker compose --profile all build {argument} --pull web jobs # now\n"
            ),
            "set -e\ndocker compose --profile all build --pull web jobs # now\n",
        );
    }
    check(
        "Makefile",
        3,
        "images:\n\t@docker-compose build \\\n\t  --build-arg TOKEN=$(TOKEN) \\\n\t  --build-arg A=b \\\n\t  web jobs\n",
        "images:\n\t@docker-compose build \\\n\t  --build-arg A=b \\\n\t  web jobs\n",
    );
    check(
        "package.json",
        1,
        "{\"scripts\": {\"images\": \"docker compose build --build-arg TOKEN web jobs && echo\"}}\n",
        "{\"scripts\": {\"images\": \"docker compose build web jobs && echo\"}}\n",
    );
}

#[test]
fn steps_of_workflows_get_the_variable() {
    let step = |more: &str, line: &str| {
        format!(
            "jobs:\n  a:\n    steps:\n      - name: b\n{more}        run: docker compose build {line}web jobs\n"
        )
    };
    check(
        ".github/workflows/a.yml",
        5,
        &step("", "--build-arg TOKEN=${{ secrets.NPM }} "),
        &step("        env:\n          TOKEN: ${{ secrets.NPM }}\n", ""),
    );
}

#[test]
fn what_compose_would_not_find_stays() {
    let literal = "`TOKEN` gets its value in that file";
    let folder = "the path of `compose.yaml` is not known there";
    let other = "`TOKEN` cannot be changed there";
    for (text, why) in [
        ("docker compose build --build-arg TOKEN=abc web\n", literal),
        (
            "docker compose build --build-arg TOKEN=$OTHER web\n",
            literal,
        ),
        (
            "docker compose build --build-arg TOKEN=$TOKEN web\nTOKEN=$(cat t)\n",
            literal,
        ),
        (
            "docker compose -f other.yaml build --build-arg TOKEN web\n",
            other,
        ),
        ("docker compose build --build-arg TOKEN $SERVICES\n", other),
        ("docker compose run --build-arg TOKEN web\n", other),
        ("docker build --build-arg TOKEN .\n", other),
        (
            "cd deploy; docker compose build --build-arg TOKEN web\n",
            folder,
        ),
        (
            "docker compose build --build-arg TOKEN --build-arg TOKEN=$TOKEN web\n",
            "`TOKEN` is given more than once",
        ),
    ] {
        assert_eq!(without("build.sh", 1, text), Err(why.to_owned()), "{text}");
    }
    assert!(
        without(
            "Rakefile",
            1,
            "docker compose build --build-arg TOKEN web\n"
        )
        .is_err()
    );
}
