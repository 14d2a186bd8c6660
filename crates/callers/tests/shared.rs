//! Lines that several builds share change for all of them at once, where all of them build the same; else they stay.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not there is a failure"
)]

mod moving;

use callers::edit::{Given, args_to_secrets, give};
use callers::{Build, Memory, discover};
use moving::{apply, check, moved};

/// The text of `file` after each of its builds in turn gave `TOKEN` as a secret: all of them ask for the same edits.
fn moved_for_all(file: &str, text: &str) -> String {
    let found = discover(&Memory::from([(file.to_owned(), text.to_owned())]));
    let gives = |build: &&Build| build.args.iter().any(|argument| argument.name == "TOKEN");
    let builds = found.builds.iter().filter(gives);
    let edits: Vec<_> = builds
        .map(|build| args_to_secrets(build, text, &["TOKEN"]))
        .collect();
    assert!(edits.len() > 1, "{text}");
    let first = edits[0].clone().unwrap();
    assert!(
        edits.iter().all(|other| other.as_ref() == Ok(&first)),
        "{edits:?}"
    );
    let after = apply(text, &first);
    let again = discover(&Memory::from([(file.to_owned(), after.clone())]));
    assert_eq!(again.problems, [], "{after}");
    assert_eq!(again.builds.len(), found.builds.len());
    for (before, after) in found.builds.iter().zip(&again.builds) {
        let names = |build: &Build| -> Vec<String> {
            let args = build.args.iter().map(|argument| argument.name.clone());
            args.filter(|name| name != "TOKEN").collect()
        };
        assert_eq!(names(before), names(after));
        assert!(!after.args.iter().any(|argument| argument.name == "TOKEN"));
        let secrets = after.secrets.iter().filter(|secret| secret.id == "TOKEN");
        assert_eq!(secrets.count(), 1);
    }
    after
}

#[test]
fn a_build_behind_an_alias() {
    let tail = "  job:\n    build: *image\n    command: [work]\n";
    assert_eq!(
        moved_for_all(
            "compose.yaml",
            &format!(
                "services:\n  api:\n    build: &image # shared\n      context: .\n      args:\n        TOKEN: ${{TOKEN}}\n        MODE: fast\n{tail}"
            )
        ),
        format!(
            "services:\n  api:\n    build: &image # shared\n      context: .\n      args:\n        MODE: fast\n      secrets:\n        - TOKEN\n{tail}\nsecrets:\n  TOKEN:\n    environment: TOKEN\n"
        )
    );
}

#[test]
fn a_build_and_a_service_behind_a_merge_key() {
    let tail = "services:\n  api:\n    build: *image\n  job:\n    build:\n      <<: *image\n      target: job\n";
    assert_eq!(
        moved_for_all(
            "compose.yaml",
            &format!("x-image: &image\n  context: .\n  args: {{TOKEN: $TOKEN}}\n{tail}")
        ),
        format!(
            "x-image: &image\n  context: .\n  secrets:\n    - TOKEN\n{tail}\nsecrets:\n  TOKEN:\n    environment: TOKEN\n"
        )
    );
    let tail = "services:\n  api:\n    <<: *app\n  job:\n    <<: [*app]\n    command: work\n";
    assert_eq!(
        moved_for_all(
            "compose.yaml",
            &format!("x-app: &app\n  build: {{context: ., args: [TOKEN, A=b]}}\n{tail}")
        ),
        format!(
            "x-app: &app\n  build: {{context: ., args: [A=b], secrets: [TOKEN]}}\n{tail}\nsecrets:\n  TOKEN:\n    environment: TOKEN\n"
        )
    );
}

#[test]
fn what_another_dockerfile_shares_stays() {
    let shared = Err("`api` is shared with another part of the file".to_owned());
    let compose = "x-image: &image\n  context: .\n  args:\n    TOKEN: $TOKEN\nservices:\n  api:\n    build: *image\n  job:\n    build:\n      <<: *image\n      dockerfile: job/Dockerfile\n";
    assert_eq!(moved("compose.yaml", compose, &["TOKEN"]), shared);
    let bake = "group \"default\" {\n  targets = [\"api\", \"job\"]\n}\ntarget \"api\" {\n  args = { TOKEN = TOKEN }\n}\ntarget \"job\" {\n  inherits = [\"api\"]\n  dockerfile = \"job/Dockerfile\"\n}\n";
    assert_eq!(moved("docker-bake.hcl", bake, &["TOKEN"]), shared);
    // A list of its own hides the shared one.
    let own = "x-image: &image\n  context: .\n  args:\n    TOKEN: $TOKEN\nservices:\n  api:\n    build: *image\n  job:\n    build:\n      <<: *image\n      secrets: [other]\nsecrets:\n  other:\n    environment: OTHER\n";
    assert_eq!(moved("compose.yaml", own, &["TOKEN"]), shared);
}

#[test]
fn targets_of_a_matrix() {
    let head = "variable \"TOKEN\" {}\ntarget \"app\" {\n  name = \"app-${release}\"\n  matrix = { release = [\"1\", \"2\"] }\n";
    assert_eq!(
        moved_for_all(
            "docker-bake.hcl",
            &format!("{head}  args = {{\n    TOKEN   = TOKEN\n    RELEASE = release\n  }}\n}}\n")
        ),
        format!(
            "{head}  args = {{\n    RELEASE = release\n  }}\n  secret = [\"id=TOKEN,env=TOKEN\"]\n}}\n"
        )
    );
    // One with a single row.
    let row = "target \"app\" {\n  matrix = { release = [\"1\"] }\n  name = \"app\"\n";
    check(
        "docker-bake.hcl",
        &format!("{row}  args = {{ TOKEN = TOKEN }}\n}}\n"),
        &["TOKEN"],
        &format!("{row}  secret = [\"id=TOKEN,env=TOKEN\"]\n}}\n"),
    );
    let json = "{\n  \"target\": {\n    \"app\": {\n      \"name\": \"app-${release}\",\n      \"matrix\": {\"release\": [\"1\", \"2\"]},\n      \"args\": {\"TOKEN\": \"${TOKEN}\", \"RELEASE\": \"${release}\"}\n    }\n  }\n}\n";
    assert_eq!(
        moved_for_all("docker-bake.json", json),
        json.replace(
            "{\"TOKEN\": \"${TOKEN}\", \"RELEASE\": \"${release}\"}",
            "{\"RELEASE\": \"${release}\"},\n      \"secret\": [\"id=TOKEN,env=TOKEN\"]"
        )
    );
    // Each row has another value, or another Dockerfile.
    let rows = format!("{head}  args = {{ TOKEN = release }}\n}}\n");
    let literal = Err("`TOKEN` gets its value in that file".to_owned());
    assert_eq!(moved("docker-bake.hcl", &rows, &["TOKEN"]), literal);
    let files = format!(
        "{head}  dockerfile = \"${{release}}/Dockerfile\"\n  args = {{ TOKEN = TOKEN }}\n}}\n"
    );
    assert_eq!(
        moved("docker-bake.hcl", &files, &["TOKEN"]),
        Err("`app-1` is shared with another part of the file".to_owned())
    );
}

/// What the first build of `file` makes of its text when it is given something, or why it cannot be.
fn given(file: &str, text: &str, what: Given<'_>) -> Result<String, String> {
    let found = discover(&Memory::from([(file.to_owned(), text.to_owned())]));
    let edits = give(&found.builds[0], text, what).map_err(|error| error.to_string())?;
    Ok(apply(text, &edits))
}

#[test]
fn what_is_shared_is_given_to_all_or_to_none() {
    let token = Given::Variable { id: "TOKEN" };
    let npmrc = Given::File {
        id: "npmrc",
        path: "1/.npmrc",
    };
    let compose =
        "x-app: &app\n  build: .\nservices:\n  api:\n    <<: *app\n  job:\n    <<: *app\n";
    assert_eq!(
        given("compose.yaml", compose, token).as_deref(),
        Ok(
            "x-app: &app\n  build:\n    context: .\n    secrets:\n      - TOKEN\nservices:\n  api:\n    <<: *app\n  job:\n    <<: *app\n\nsecrets:\n  TOKEN:\n    environment: TOKEN\n"
        )
    );
    let bake = "target \"app\" {\n  name = \"app-${release}\"\n  matrix = { release = [\"1\", \"2\"] }\n  context = release\n  dockerfile = \"../Dockerfile\"\n}\n";
    assert_eq!(
        given("docker-bake.hcl", bake, token),
        Ok(bake.replace(
            "Dockerfile\"\n",
            "Dockerfile\"\n  secret = [\"id=TOKEN,env=TOKEN\"]\n"
        ))
    );
    // The path of a file is another one in the context of the second row.
    assert_eq!(
        given("docker-bake.hcl", bake, npmrc),
        Err("`app-1` is shared with another part of the file".to_owned())
    );
}
