//! Build arguments become build secrets in every kind of caller, and nothing else changes.

mod moving;

use moving::{check, moved};

#[test]
fn compose_in_block_layout_keeps_comments_and_order() {
    check(
        "compose.yaml",
        "# The shop.\nservices:\n  api:\n    build:\n      context: .   # the root\n      args:\n        # For npm.\n        NPM_TOKEN: ${NPM_TOKEN}\n        MODE: 'production'\n    ports: [\"80:80\"]\n",
        &["NPM_TOKEN"],
        "# The shop.\nservices:\n  api:\n    build:\n      context: .   # the root\n      args:\n        # For npm.\n        MODE: 'production'\n      secrets:\n        - NPM_TOKEN\n    ports: [\"80:80\"]\n\nsecrets:\n  NPM_TOKEN:\n    environment: NPM_TOKEN\n",
    );
}

#[test]
fn compose_with_a_list_and_declared_secrets() {
    check(
        "compose.yaml",
        "services:\r\n  api:\r\n    build:\r\n      context: .\r\n      args:\r\n      - NPM_TOKEN\r\n      secrets: [other]\r\nsecrets:\r\n  other:\r\n    file: ./other\r\nvolumes: {}\r\n",
        &["NPM_TOKEN"],
        "services:\r\n  api:\r\n    build:\r\n      context: .\r\n      secrets: [other, NPM_TOKEN]\r\nsecrets:\r\n  other:\r\n    file: ./other\r\n  NPM_TOKEN:\r\n    environment: NPM_TOKEN\r\nvolumes: {}\r\n",
    );
}

#[test]
fn compose_whose_only_argument_goes() {
    check(
        "compose.yaml",
        "services:\n  api:\n    build:\n      args:\n        TOKEN: $CI_TOKEN\n      context: .\n",
        &["TOKEN"],
        "services:\n  api:\n    build:\n      secrets:\n        - TOKEN\n      context: .\n\nsecrets:\n  TOKEN:\n    environment: CI_TOKEN\n",
    );
}

#[test]
fn compose_in_flow_layout() {
    check(
        "compose.yaml",
        "services:\n  api:\n    build: {context: ., args: {A: 1, TOKEN: $TOKEN}}\n",
        &["TOKEN"],
        "services:\n  api:\n    build: {context: ., args: {A: 1}, secrets: [TOKEN]}\n\nsecrets:\n  TOKEN:\n    environment: TOKEN\n",
    );
}

#[test]
fn compose_lines_that_others_use_stay() {
    let shared = "x-args: &args\n  TOKEN: $TOKEN\nservices:\n  api:\n    build:\n      context: .\n      args: *args\n  web:\n    build:\n      context: .\n      args: *args\n";
    assert_eq!(
        moved("compose.yaml", shared, &["TOKEN"]),
        Err("`args` is shared with another part of the file".to_owned())
    );
    let literal =
        "services:\n  api:\n    build:\n      context: .\n      args:\n        TOKEN: abc\n";
    assert_eq!(
        moved("compose.yaml", literal, &["TOKEN"]),
        Err("`TOKEN` gets its value in that file".to_owned())
    );
}

#[test]
fn bake_in_hcl() {
    check(
        "docker-bake.hcl",
        "variable \"NPM_TOKEN\" {\n  default = \"\"\n}\n\ntarget \"api\" {\n  args = {\n    MODE      = \"x\" # kept\n    NPM_TOKEN = NPM_TOKEN\n  }\n  tags = [\"a\"]\n}\n",
        &["NPM_TOKEN"],
        "variable \"NPM_TOKEN\" {\n  default = \"\"\n}\n\ntarget \"api\" {\n  args = {\n    MODE      = \"x\" # kept\n  }\n  secret = [\"id=NPM_TOKEN,env=NPM_TOKEN\"]\n  tags = [\"a\"]\n}\n",
    );
}

#[test]
fn bake_in_hcl_with_secrets_and_no_other_argument() {
    check(
        "docker-bake.hcl",
        "target \"api\" {\n  args   = { TOKEN = \"${CI_TOKEN}\" }\n  secret = [\n    \"id=a,env=A\", # one\n  ]\n}\n",
        &["TOKEN"],
        "target \"api\" {\n  secret = [\n    \"id=a,env=A\", # one\n    \"id=TOKEN,env=CI_TOKEN\",\n  ]\n}\n",
    );
    check(
        "docker-bake.hcl",
        "target \"api\" {\n  args   = { TOKEN = \"\", B = 1 }\n}\n",
        &["TOKEN"],
        "target \"api\" {\n  args   = { B = 1 }\n  secret = [\"id=TOKEN,env=TOKEN\"]\n}\n",
    );
}

#[test]
fn bake_in_hcl_with_a_short_key() {
    check(
        "docker-bake.hcl",
        "target \"api\" {\n  args = {\n    TOKEN = TOKEN\n  }\n}\n",
        &["TOKEN"],
        "target \"api\" {\n  secret = [\"id=TOKEN,env=TOKEN\"]\n}\n",
    );
}

#[test]
fn bake_in_json() {
    check(
        "docker-bake.json",
        "{\n\t\"target\": {\n\t\t\"api\": {\n\t\t\t\"args\": {\n\t\t\t\t\"MODE\": \"x\",\n\t\t\t\t\"TOKEN\": \"${TOKEN}\"\n\t\t\t},\n\t\t\t\"secret\": [\"id=a\"]\n\t\t}\n\t}\n}\n",
        &["TOKEN"],
        "{\n\t\"target\": {\n\t\t\"api\": {\n\t\t\t\"args\": {\n\t\t\t\t\"MODE\": \"x\"\n\t\t\t},\n\t\t\t\"secret\": [\"id=a\", \"id=TOKEN,env=TOKEN\"]\n\t\t}\n\t}\n}\n",
    );
    check(
        "docker-bake.json",
        "{\"target\": {\"api\": {\"args\": {\"TOKEN\": \"\"}, \"tags\": [\"a\"]}}}",
        &["TOKEN"],
        "{\"target\": {\"api\": {\"secret\": [\"id=TOKEN,env=TOKEN\"], \"tags\": [\"a\"]}}}",
    );
}

#[test]
fn workflow_steps() {
    check(
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: |\n            MODE=x\n            NPM_TOKEN=${{ secrets.NPM_TOKEN }}\n          push: true # to the registry\n      - run: true\n",
        &["NPM_TOKEN"],
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: |\n            MODE=x\n          push: true # to the registry\n          secrets: |\n            NPM_TOKEN=${{ secrets.NPM_TOKEN }}\n      - run: true\n",
    );
    check(
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          secrets: |\n            A=${{ secrets.A }}\n          build-args: TOKEN=${{ secrets.B }}\n          push: true\n",
        &["TOKEN"],
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          secrets: |\n            A=${{ secrets.A }}\n            TOKEN=${{ secrets.B }}\n          push: true\n",
    );
}

#[test]
fn command_lines_wherever_they_stand() {
    let after = "--secret id=TOKEN,env=TOKEN";
    let line = |given: &str| format!("docker build -t a {given} --build-arg MODE=x .");
    for given in [
        "--build-arg TOKEN",
        "--build-arg=TOKEN=$TOKEN",
        "--build-arg \"TOKEN=${TOKEN}\"",
    ] {
        let script = |given: &str| format!("set -e\n{} # now\n", line(given));
        check("build.sh", &script(given), &["TOKEN"], &script(after));
        let run = |given: &str| {
            format!(
                "jobs:\n  a:\n    steps:\n      - name: é\n        run: |\n          echo\n          {}\n",
                line(given)
            )
        };
        check(
            ".github/workflows/a.yml",
            &run(given),
            &["TOKEN"],
            &run(after),
        );
        let gitlab = |given: &str| format!("images:\n  script:\n    - {}\n", line(given));
        check(".gitlab-ci.yml", &gitlab(given), &["TOKEN"], &gitlab(after));
        let package = |given: &str| {
            let script = line(given).replace('"', "\\\"");
            format!("{{\"scripts\": {{\"image\": \"{script}\"}}}}\n")
        };
        check("package.json", &package(given), &["TOKEN"], &package(after));
    }
    check(
        "Makefile",
        "image:\n\t@docker build --build-arg TOKEN=$(TOKEN) \\\n\t  -t a .\n",
        &["TOKEN"],
        "image:\n\t@docker build --secret id=TOKEN,env=TOKEN \\\n\t  -t a .\n",
    );
}

#[test]
fn a_variable_that_only_the_script_sees_stays() {
    let script = "TOKEN=$(cat token)\ndocker build --build-arg TOKEN=$TOKEN .\n";
    assert_eq!(
        moved("build.sh", script, &["TOKEN"]),
        Err("`TOKEN` gets its value in that file".to_owned())
    );
    check(
        "build.sh",
        "export TOKEN=$(cat token)\ndocker build --build-arg TOKEN .\n",
        &["TOKEN"],
        "export TOKEN=$(cat token)\ndocker build --secret id=TOKEN,env=TOKEN .\n",
    );
}

#[test]
fn an_argument_that_is_given_twice_goes_twice_or_stays() {
    let listed = |args: &str| {
        format!("services:\n  api:\n    build:\n      context: .\n      args: {args}\n")
    };
    let twice = Err("`TOKEN` is given more than once".to_owned());
    check(
        "compose.yaml",
        &listed("[A=1, TOKEN, TOKEN=$TOKEN]"),
        &["TOKEN"],
        "services:\n  api:\n    build:\n      context: .\n      args: [A=1]\n      secrets:\n        - TOKEN\n\nsecrets:\n  TOKEN:\n    environment: TOKEN\n",
    );
    assert_eq!(
        moved("compose.yaml", &listed("[TOKEN=$A, TOKEN=$B]"), &["TOKEN"]),
        twice
    );
    assert_eq!(
        moved("compose.yaml", &listed("[TOKEN=abc, TOKEN]"), &["TOKEN"]),
        twice
    );
    assert_eq!(
        moved(
            "compose.yaml",
            &listed("{TOKEN: $TOKEN, TOKEN: $TOKEN}"),
            &["TOKEN"]
        ),
        twice
    );
    let targets = [
        (
            "docker-bake.json",
            "{\"target\": {\"api\": {\"args\": {\"TOKEN\": \"\", \"TOKEN\": \"\"}}}}",
        ),
        (
            "docker-bake.hcl",
            "target \"api\" {\n  args = { TOKEN = TOKEN }\n}\ntarget \"api\" {\n  args = { TOKEN = TOKEN }\n}\n",
        ),
        (
            "build.sh",
            "docker build --build-arg TOKEN --build-arg TOKEN=$B .\n",
        ),
        (
            "build.sh",
            "docker build --build-arg TOKEN a && docker build --build-arg TOKEN b\n",
        ),
        (
            ".github/workflows/a.yml",
            "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: |\n            TOKEN=${{ secrets.A }}\n            TOKEN=${{ secrets.B }}\n",
        ),
    ];
    for (file, text) in targets {
        let said = moved(file, text, &["TOKEN"]).err().unwrap_or_default();
        assert!(
            said.ends_with("` is given more than once"),
            "{said}: {text}"
        );
    }
}

#[test]
fn a_name_that_needs_quotes_stays() {
    for name in ["", "a b", "a: b", "#a", "1", "true", "a\"b", "\u{e9}"] {
        let key = name.replace('"', "\\\"");
        let map = format!("services:\n  api:\n    build:\n      args:\n        \"{key}\": $A\n");
        let list = format!("services:\n  api:\n    build:\n      args:\n        - \"{key}=$A\"\n");
        let hcl = format!("target \"api\" {{\n  args = {{ \"{key}\" = A }}\n}}\n");
        for (file, text) in [
            ("compose.yaml", map),
            ("compose.yaml", list),
            ("docker-bake.hcl", hcl),
        ] {
            let said = format!("`{name}` is no plain name");
            assert_eq!(moved(file, &text, &[name]), Err(said), "{text}");
        }
    }
}

#[test]
fn an_argument_of_the_script_is_no_variable_of_the_environment() {
    let script = "docker build --build-arg TOKEN=$1 .\n";
    assert_eq!(
        moved("build.sh", script, &["TOKEN"]),
        Err("`TOKEN` gets its value in that file".to_owned())
    );
}
