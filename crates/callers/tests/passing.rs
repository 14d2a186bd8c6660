//! Compose services get variables and secrets from whoever starts them, and nothing else changes.

use callers::edit::{EditError, pass_env_files, pass_environment, pass_secret_files};
use callers::{Memory, Tree, discover};
use dockerfile::apply;

const FILE: &str = "deploy/compose.yaml";

/// An editor that hands variables to a container.
type PassOn =
    fn(&callers::Container, &dyn Tree, &[&str]) -> Result<Vec<dockerfile::Edit>, EditError>;

/// What an editor makes of the service `api` in `text`, with these files beside it.
fn edited(
    edit: PassOn,
    text: &str,
    beside: &[(&str, &str)],
    names: &[&str],
) -> Result<String, String> {
    let mut tree = Memory::from([(FILE.to_owned(), text.to_owned())]);
    tree.extend(
        beside
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned())),
    );
    let found = discover(&tree);
    let container = found
        .containers
        .iter()
        .find(|container| container.name == "api")
        .ok_or("there is no such service")?;
    let edits = edit(container, &tree, names).map_err(|error| error.to_string())?;
    let after = apply(text, &edits);
    let again = Memory::from([(FILE.to_owned(), after.clone())]);
    assert_eq!(discover(&again).problems, [], "{after}");
    Ok(after)
}

fn passed(text: &str, names: &[&str]) -> Result<String, String> {
    edited(pass_environment, text, &[], names)
}

#[test]
fn a_service_without_variables_gets_a_list() {
    assert_eq!(
        passed(
            "services:\n  api:\n    build: .   # here\n    ports:\n      - \"80\"\n\nvolumes: {}\n",
            &["A", "B"]
        )
        .as_deref(),
        Ok(
            "services:\n  api:\n    build: .   # here\n    ports:\n      - \"80\"\n    environment:\n      - A\n      - B\n\nvolumes: {}\n"
        )
    );
}

#[test]
fn variables_are_written_as_those_that_are_there() {
    assert_eq!(
        passed("services:\r\n  api:\r\n    build: .\r\n    environment:\r\n      # For all.\r\n      MODE: fast\r\n    ports: []\r\n", &["A"]).as_deref(),
        Ok("services:\r\n  api:\r\n    build: .\r\n    environment:\r\n      # For all.\r\n      MODE: fast\r\n      A:\r\n    ports: []\r\n")
    );
    assert_eq!(
        passed(
            "services:\n  api:\n    build: .\n    environment:\n    - MODE=fast\n",
            &["A"]
        )
        .as_deref(),
        Ok("services:\n  api:\n    build: .\n    environment:\n    - MODE=fast\n    - A\n")
    );
    assert_eq!(
        passed(
            "services:\n  api: {build: ., environment: [MODE=fast]}\n",
            &["A"]
        )
        .as_deref(),
        Ok("services:\n  api: {build: ., environment: [MODE=fast, A]}\n")
    );
}

#[test]
fn what_the_service_sets_already_stays() {
    let text = "services:\n  api:\n    build: .\n    environment:\n      A: from-here\n";
    assert_eq!(passed(text, &["A"]).as_deref(), Ok(text));
    let text = "services:\n  api:\n    build: .\n    env_file: api.env\n";
    assert_eq!(
        edited(
            pass_environment,
            text,
            &[("deploy/api.env", "A=1\n")],
            &["A"]
        )
        .as_deref(),
        Ok(text)
    );
    assert_eq!(
        passed(text, &["A"]),
        Err("`api.env` cannot be changed there".to_owned())
    );
}

#[test]
fn variables_that_others_share_stay() {
    let text = "x-env: &env\n  MODE: fast\nservices:\n  api:\n    build: .\n    environment: *env\n  web:\n    build: .\n    environment: *env\n";
    assert_eq!(
        passed(text, &["A"]),
        Err("`environment` is shared with another part of the file".to_owned())
    );
}

#[test]
fn a_secret_as_a_file_is_declared_at_the_top() {
    assert_eq!(
        edited(
            pass_secret_files,
            "services:\n  api:\n    build: .\n    environment:\n      POSTGRES_USER: shop\n",
            &[],
            &["POSTGRES_PASSWORD"]
        )
        .as_deref(),
        Ok(
            "services:\n  api:\n    build: .\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD_FILE: /run/secrets/POSTGRES_PASSWORD\n    secrets:\n      - POSTGRES_PASSWORD\n\nsecrets:\n  POSTGRES_PASSWORD:\n    environment: POSTGRES_PASSWORD\n"
        )
    );
    assert_eq!(
        edited(pass_secret_files, "services:\n  api:\n    build: .\n    secrets: [tls]\nsecrets:\n  tls:\n    file: ./tls\n", &[], &["P"]).as_deref(),
        Ok("services:\n  api:\n    build: .\n    secrets: [tls, P]\n    environment:\n      - P_FILE=/run/secrets/P\nsecrets:\n  tls:\n    file: ./tls\n  P:\n    environment: P\n")
    );
}

#[test]
fn a_file_of_variables_is_named_from_the_folder_of_the_compose_file() {
    let passed = |text, file| edited(pass_env_files, text, &[], &[file]);
    assert_eq!(
        passed("services:\n  api:\n    build: api\n", "deploy/api/.env").as_deref(),
        Ok("services:\n  api:\n    build: api\n    env_file:\n      - api/.env\n")
    );
    let known = "services:\n  api:\n    build: api\n    env_file: [./api/.env]\n";
    assert_eq!(passed(known, "deploy/api/.env").as_deref(), Ok(known));
    assert_eq!(
        passed(known, "deploy/.env").as_deref(),
        Ok("services:\n  api:\n    build: api\n    env_file: [./api/.env, .env]\n")
    );
    assert_eq!(
        passed(known, "other/.env"),
        Err("`other/.env` cannot be changed there".to_owned())
    );
}
