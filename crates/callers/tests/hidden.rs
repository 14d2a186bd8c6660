//! Build arguments become build secrets also where they are given in ways that are easily passed over.

mod moving;

use callers::{Memory, discover, edit};
use moving::{apply, check, moved};

#[test]
fn an_expression_in_a_command_becomes_a_variable_of_its_step() {
    let file = ".github/workflows/a.yml";
    let head = "jobs:\n  a:\n    steps:\n";
    let line = |flag: &str| format!("docker build {flag} -t a .\n");
    let secret = line("--secret id=TOKEN,env=TOKEN");
    for flag in [
        "--build-arg TOKEN=${{ secrets.NPM }}",
        "--build-arg \"TOKEN=${{ secrets.NPM }}\"",
        "--build-arg=TOKEN='${{ secrets.NPM }}'",
    ] {
        check(
            file,
            &format!(
                "{head}      - name: b\n        run: |\n          {}",
                line(flag)
            ),
            &["TOKEN"],
            &format!(
                "{head}      - name: b\n        env:\n          TOKEN: ${{{{ secrets.NPM }}}}\n        run: |\n          {secret}"
            ),
        );
    }
    let with_env = |value: &str, line: &str| {
        format!("{head}      - env:\n          {value}\n        run: {line}      - run: true\n")
    };
    let given = line("--build-arg TOKEN=${{secrets.NPM}}");
    check(
        file,
        &with_env("MODE: x # kept", &given),
        &["TOKEN"],
        &with_env("MODE: x # kept\n          TOKEN: ${{secrets.NPM}}", &secret),
    );
    check(
        file,
        &with_env("TOKEN: ${{ secrets.NPM }}", &given),
        &["TOKEN"],
        &with_env("TOKEN: ${{ secrets.NPM }}", &secret),
    );
    // What the step itself sets is in its environment, and no other variable of the step sees it.
    check(
        file,
        &with_env(
            "NPM: ${{ secrets.NPM }}",
            &line("--build-arg TOKEN=${{ env.NPM }}"),
        ),
        &["TOKEN"],
        &with_env(
            "NPM: ${{ secrets.NPM }}",
            &line("--secret id=TOKEN,env=NPM"),
        ),
    );
    assert_eq!(
        moved(
            file,
            &with_env(
                "A: b",
                &line("--build-arg TOKEN=${{ env.A || secrets.NPM }}")
            ),
            &["TOKEN"]
        ),
        Err("`TOKEN` gets its value in that file".to_owned())
    );
    assert_eq!(
        moved(file, &with_env("TOKEN: other", &given), &["TOKEN"]),
        Err("`TOKEN` is another secret there".to_owned())
    );
    assert_eq!(
        moved(
            file,
            &format!(
                "{head}      - run: {}",
                line("--build-arg TOKEN=a${{ secrets.NPM }}")
            ),
            &["TOKEN"]
        ),
        Err("`TOKEN` gets its value in that file".to_owned())
    );
}

#[test]
fn an_argument_that_targets_inherit_changes_where_it_stands() {
    let hcl = |given: &str| {
        format!(
            "target \"_common\" {{\n  {given}\n}}\n\ntarget \"api\" {{\n  inherits = [\"_common\"]\n  tags = [\"a\"]\n}}\n\ntarget \"web\" {{\n  inherits = [\"_common\"]\n  tags = [\"b\"]\n}}\n"
        )
    };
    check(
        "docker-bake.hcl",
        &hcl("args = { TOKEN = TOKEN }"),
        &["TOKEN"],
        &hcl("secret = [\"id=TOKEN,env=TOKEN\"]"),
    );
    let other =
        hcl("args = { TOKEN = TOKEN }").replace("\"b\"]", "\"b\"]\n  dockerfile = \"other\"");
    assert_eq!(
        moved("docker-bake.hcl", &other, &["TOKEN"]),
        Err("`args` cannot be changed there".to_owned())
    );
    let json = |given: &str| {
        format!(
            "{{\n  \"target\": {{\n    \"_common\": {{\n      {given}\n    }},\n    \"api\": {{\n      \"inherits\": [\"_common\"]\n    }}\n  }}\n}}\n"
        )
    };
    check(
        "docker-bake.json",
        &json("\"args\": {\"TOKEN\": \"${TOKEN}\"}"),
        &["TOKEN"],
        &json("\"secret\": [\"id=TOKEN,env=TOKEN\"]"),
    );
}

#[test]
fn a_service_that_two_files_say_changes_in_both() {
    let base =
        "services:\n  api:\n    build:\n      context: .\n      args:\n        TOKEN: $TOKEN\n";
    let over = "services:\n  api:\n    build:\n      args: [TOKEN]\n";
    let tree = Memory::from(
        [("compose.yaml", base), ("compose.override.yaml", over)]
            .map(|(file, text)| (file.to_owned(), text.to_owned())),
    );
    let found = discover(&tree);
    let layers = edit::layers(found.builds.first().expect("there is a build"), &tree);
    let files: Vec<&str> = layers
        .iter()
        .map(|layer| layer.place.file.as_str())
        .collect();
    assert_eq!(files, ["compose.yaml", "compose.override.yaml"]);
    for (layer, text) in layers.iter().zip([base, over]) {
        let edits = edit::args_to_secrets(layer, text, &["TOKEN"]).expect("it can be edited");
        assert!(apply(text, &edits).contains("      secrets:\n        - TOKEN\n"));
    }
    // Where the override builds another Dockerfile, the other file is one of its own.
    let apart = Memory::from(
        [
            ("compose.yaml", base),
            (
                "compose.override.yaml",
                "services:\n  api:\n    build:\n      dockerfile: other\n",
            ),
        ]
        .map(|(file, text)| (file.to_owned(), text.to_owned())),
    );
    let found = discover(&apart);
    let build = found.builds.first().expect("there is a build");
    assert_eq!(edit::layers(build, &apart), []);
}

#[test]
fn a_program_that_a_makefile_names_by_a_variable() {
    let image =
        |given: &str| format!("DOCKER ?= docker\nimage:\n\t$(DOCKER) build {given} -t a .\n");
    check(
        "Makefile",
        &image("--build-arg TOKEN=$${TOKEN}"),
        &["TOKEN"],
        &image("--secret id=TOKEN,env=TOKEN"),
    );
}

#[test]
fn an_argument_that_stands_last() {
    let build = |given: &str| {
        format!(
            "services:\n  api:\n    build:\n      context: .\n      args:\n        MODE: x\n{given}"
        )
    };
    let secret = "      secrets:\n        - TOKEN\n\nsecrets:\n  TOKEN:\n    environment: TOKEN\n";
    for value in ["${TOKEN}", "${TOKEN:?is needed}", "${TOKEN:-}"] {
        check(
            "compose.yaml",
            &build(&format!("        TOKEN: {value}\n")),
            &["TOKEN"],
            &build(secret),
        );
    }
    check(
        "compose.yaml",
        "services:\n  api:\n    build:\n      context: .\n      args:\n        - MODE=x\n        - TOKEN",
        &["TOKEN"],
        "services:\n  api:\n    build:\n      context: .\n      args:\n        - MODE=x\n      secrets:\n        - TOKEN\n\nsecrets:\n  TOKEN:\n    environment: TOKEN",
    );
    let step = |given: &str| {
        format!(
            "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: |\n            MODE=x\n{given}"
        )
    };
    check(
        ".github/workflows/a.yml",
        &step("            TOKEN=${{ secrets.TOKEN }}\n"),
        &["TOKEN"],
        &step("          secrets: |\n            TOKEN=${{ secrets.TOKEN }}\n"),
    );
}

#[test]
fn a_secret_of_the_same_name_that_comes_from_somewhere_else() {
    check(
        "compose.yaml",
        "services:\n  api:\n    build:\n      args: [TOKEN]\nsecrets:\n  TOKEN:\n    file: ./token\n",
        &["TOKEN"],
        "services:\n  api:\n    build:\n      secrets:\n        - {source: api-TOKEN, target: TOKEN}\nsecrets:\n  TOKEN:\n    file: ./token\n  api-TOKEN:\n    environment: TOKEN\n",
    );
}

#[test]
fn a_value_that_a_file_beside_compose_knows() {
    let text = "services:\n  api:\n    build:\n      args:\n        TOKEN: ${TOKEN}\n";
    let tree = Memory::from(
        [("compose.yaml", text), (".env", "TOKEN=abc\n")]
            .map(|(file, text)| (file.to_owned(), text.to_owned())),
    );
    let found = discover(&tree);
    let build = found.builds.first().expect("there is a build");
    let edits = edit::args_to_secrets(build, text, &["TOKEN"]).expect("it can be edited");
    assert!(apply(text, &edits).contains("secrets:\n        - TOKEN\n"));
}

#[test]
fn the_last_word_of_a_script_may_stand_in_quotes() {
    let script =
        |given: &str| format!("{{\"scripts\": {{\"image\": \"docker build . {given}\"}}}}\n");
    check(
        "package.json",
        &script("--build-arg \\\"TOKEN=${TOKEN}\\\""),
        &["TOKEN"],
        &script("--secret id=TOKEN,env=TOKEN"),
    );
}
