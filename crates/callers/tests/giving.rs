//! Builds get a variable or a file as a secret, and the agent of `ssh`, in every kind of caller, and nothing else changes.

use callers::edit::{Given, give};
use callers::{Build, Memory, SecretSource, discover};
use dockerfile::apply;

const NPMRC: Given<'_> = Given::File {
    id: "npmrc",
    path: "api/.npmrc",
};

/// The text of `file` after its only build, or the one called `api`, was given something, or why not.
fn given(file: &str, text: &str, given: Given<'_>) -> Result<String, String> {
    let tree = Memory::from([(file.to_owned(), text.to_owned())]);
    let found = discover(&tree);
    let mut builds = found.builds.iter();
    let build = builds
        .clone()
        .find(|build| build.name == "api")
        .or_else(|| builds.next())
        .ok_or("there is no build")?;
    let edits = give(build, text, given).map_err(|error| error.to_string())?;
    Ok(apply(text, &edits))
}

/// `before` becomes `file` with the secret and `ssh` with the agent, and each is read again as what it is.
fn check(file: &str, before: &str, secret: &str, ssh: &str) {
    assert_eq!(given(file, before, NPMRC).as_deref(), Ok(secret));
    assert_eq!(given(file, before, Given::Ssh).as_deref(), Ok(ssh));
    // What has it already stays as it is.
    assert_eq!(given(file, secret, NPMRC).as_deref(), Ok(secret));
    assert_eq!(given(file, ssh, Given::Ssh).as_deref(), Ok(ssh));
    let read = |text: &str| discover(&Memory::from([(file.to_owned(), text.to_owned())]));
    let (with_secret, with_ssh) = (read(secret), read(ssh));
    assert_eq!(
        (&with_secret.problems, &with_ssh.problems),
        (&vec![], &vec![])
    );
    let is_file = |build: &Build| {
        build.secrets.iter().any(|secret| match &secret.source {
            SecretSource::File(path) => secret.id == "npmrc" && path.text.ends_with(".npmrc"),
            SecretSource::Env(_) | SecretSource::Inline | SecretSource::Unsaid => false,
        })
    };
    assert!(with_secret.builds.iter().any(is_file), "{secret}");
    let has_agent = |build: &Build| build.ssh.iter().any(|ssh| ssh.text == "default");
    assert!(with_ssh.builds.iter().any(has_agent), "{ssh}");
}

#[test]
fn compose_in_block_layout() {
    check(
        "compose.yaml",
        "# The shop.\nservices:\n  api:\n    build:\n      context: ./api   # here\n      args:\n        MODE: fast\n    ports: [\"80:80\"]\n",
        "# The shop.\nservices:\n  api:\n    build:\n      context: ./api   # here\n      args:\n        MODE: fast\n      secrets:\n        - npmrc\n    ports: [\"80:80\"]\n\nsecrets:\n  npmrc:\n    file: ./api/.npmrc\n",
        "# The shop.\nservices:\n  api:\n    build:\n      context: ./api   # here\n      args:\n        MODE: fast\n      ssh:\n        - default\n    ports: [\"80:80\"]\n",
    );
}

#[test]
fn compose_that_names_a_folder_only() {
    check(
        "deploy/compose.yaml",
        "services:\r\n  api:\r\n    image: api\r\n    build: ../api # the root\r\n    ports: []\r\nsecrets:\r\n  other:\r\n    environment: OTHER\r\n",
        "services:\r\n  api:\r\n    image: api\r\n    build:\r\n      context: ../api # the root\r\n      secrets:\r\n        - npmrc\r\n    ports: []\r\nsecrets:\r\n  other:\r\n    environment: OTHER\r\n  npmrc:\r\n    file: ../api/.npmrc\r\n",
        "services:\r\n  api:\r\n    image: api\r\n    build:\r\n      context: ../api # the root\r\n      ssh:\r\n        - default\r\n    ports: []\r\nsecrets:\r\n  other:\r\n    environment: OTHER\r\n",
    );
    check(
        "compose.yaml",
        "services:\n    api: {build: 'api'}\n",
        "services:\n    api: {build: {context: 'api', secrets: [npmrc]}}\n\nsecrets:\n    npmrc:\n        file: ./api/.npmrc\n",
        "services:\n    api: {build: {context: 'api', ssh: [default]}}\n",
    );
}

#[test]
fn bake_in_hcl() {
    check(
        "docker-bake.hcl",
        "target \"web\" {\n}\n\ntarget \"api\" {\n  context = \"api\"\n  tags    = [\n    \"api\",\n  ] # all\n}\n",
        "target \"web\" {\n}\n\ntarget \"api\" {\n  context = \"api\"\n  tags    = [\n    \"api\",\n  ] # all\n  secret = [\"id=npmrc,src=api/.npmrc\"]\n}\n",
        "target \"web\" {\n}\n\ntarget \"api\" {\n  context = \"api\"\n  tags    = [\n    \"api\",\n  ] # all\n  ssh = [\"default\"]\n}\n",
    );
    check(
        "docker-bake.hcl",
        "target \"api\" {\n  secret = [\"id=a,env=A\"]\n  ssh = [\n    \"other=/key\"\n  ]\n}\n",
        "target \"api\" {\n  secret = [\"id=a,env=A\", \"id=npmrc,src=api/.npmrc\"]\n  ssh = [\n    \"other=/key\"\n  ]\n}\n",
        "target \"api\" {\n  secret = [\"id=a,env=A\"]\n  ssh = [\n    \"other=/key\",\n    \"default\"\n  ]\n}\n",
    );
}

#[test]
fn bake_in_json() {
    check(
        "api/docker-bake.json",
        "{\n\t\"target\": {\n\t\t\"api\": {\n\t\t\t\"context\": \".\"\n\t\t}\n\t}\n}\n",
        "{\n\t\"target\": {\n\t\t\"api\": {\n\t\t\t\"context\": \".\",\n\t\t\t\"secret\": [\"id=npmrc,src=.npmrc\"]\n\t\t}\n\t}\n}\n",
        "{\n\t\"target\": {\n\t\t\"api\": {\n\t\t\t\"context\": \".\",\n\t\t\t\"ssh\": [\"default\"]\n\t\t}\n\t}\n}\n",
    );
}

#[test]
fn build_actions() {
    let step = |more: &str| {
        format!(
            "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with:\n          context: api\n          push: true # now\n{more}      - run: true\n"
        )
    };
    check(
        ".github/workflows/a.yml",
        &step(""),
        &step("          secret-files: |\n            npmrc=api/.npmrc\n"),
        &step("          ssh: default\n"),
    );
    let other =
        "          secret-files: |\n            a=b\n          ssh: |\n            other=key\n";
    check(
        ".github/workflows/a.yml",
        &step(other),
        &step(&other.replace("a=b\n", "a=b\n            npmrc=api/.npmrc\n")),
        &step(&format!("{other}            default\n")),
    );
}

#[test]
fn command_lines_wherever_they_stand() {
    let (secret, ssh) = (" --secret id=npmrc,src=api/.npmrc", " --ssh default");
    let each = |file: &str, make: &dyn Fn(&str) -> String| {
        check(file, &make(""), &make(secret), &make(ssh));
    };
    each("build.sh", &|more| {
        format!("set -e\ndocker build{more} -t api \\\n  api # now\n")
    });
    each("Makefile", &|more| {
        format!("image:\n\t@docker buildx build{more} -t api \\\n\t  api\n")
    });
    each("package.json", &|more| {
        format!("{{\"scripts\": {{\"image\": \"podman build{more} -t api api\"}}}}\n")
    });
    each(".gitlab-ci.yml", &|more| {
        format!("images:\n  script:\n    - docker build{more} -t \"$CI_REGISTRY_IMAGE\" api\n")
    });
    each(".github/workflows/a.yml", &|more| {
        format!(
            "jobs:\n  a:\n    steps:\n      - name: é\n        run: |\n          docker build{more} -t ${{{{ github.sha }}}} api\n"
        )
    });
}

#[test]
fn what_is_not_known_for_sure_stays() {
    let path = "the path of `api/.npmrc` is not known there";
    let unknown = [
        (
            "compose.yaml",
            "services:\n  api:\n    build: ${FOLDER:-api}\n",
        ),
        (
            "docker-bake.hcl",
            "variable \"FOLDER\" {\n  default = \"api\"\n}\ntarget \"api\" {\n  context = FOLDER\n}\n",
        ),
        (
            "build.sh",
            "for name in api web; do docker build $name; done\n",
        ),
        ("scripts/build.sh", "docker build $PWD/../api\n"),
        ("images.mk", "image:\n\tdocker build api\n"),
        (
            ".github/workflows/a.yml",
            "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n",
        ),
        (
            ".github/workflows/a.yml",
            "jobs:\n  a:\n    strategy:\n      matrix:\n        app: [api]\n    env:\n      APP: ${{ matrix.app }}\n    steps:\n      - run: docker build $APP\n",
        ),
    ];
    for (file, text) in unknown {
        assert_eq!(given(file, text, NPMRC), Err(path.to_owned()), "{text}");
    }
    let other = "services:\n  api:\n    build: api\nsecrets:\n  npmrc:\n    file: ./web/.npmrc\n  api-npmrc:\n    file: ./old/.npmrc\n";
    assert_eq!(
        given("compose.yaml", other, NPMRC),
        Err("`npmrc` is another secret there".to_owned())
    );
    let shared = "services:\n  api:\n    build: &b\n      context: api\n  web:\n    build:\n      <<: *b\n      dockerfile: web/Dockerfile\n";
    assert_eq!(
        given("compose.yaml", shared, Given::Ssh),
        Err("`api` is shared with another part of the file".to_owned())
    );
    let two = "docker build a && docker build b\n";
    assert_eq!(
        given("build.sh", two, Given::Ssh),
        Err("`build.sh` is given more than once".to_owned())
    );
}

#[test]
fn a_file_that_services_are_taken_from_stays() {
    let common = "services:\n  base:\n    build:\n      context: .\n      args: [TOKEN]\n";
    let tree = Memory::from([
        ("common/compose.yaml".to_owned(), common.to_owned()),
        (
            "compose.yaml".to_owned(),
            "services:\n  api:\n    extends: {file: common/compose.yaml, service: base}\n"
                .to_owned(),
        ),
    ]);
    let found = discover(&tree);
    let mut borrowed = found.builds.iter().filter(|build| build.name == "api");
    assert!(
        borrowed.clone().count() == 1
            && borrowed.all(|build| {
                give(build, common, Given::Ssh).is_err()
                    && callers::edit::args_to_secrets(build, common, &["TOKEN"]).is_err()
            })
    );
}

/// What only another file of bake builds cannot be looked at again alone, and the reason says so.
#[test]
fn a_target_that_another_file_asks_for() {
    let group = "group \"default\" {\n  targets = [\"api\", \"base\"]\n}\n";
    let targets = "target \"base\" {\n  context = \"base\"\n}\ntarget \"api\" {\n  inherits = [\"base\"]\n}\n";
    let tree = Memory::from(
        [
            ("docker-bake.hcl", group),
            ("docker-bake.override.hcl", targets),
        ]
        .map(|(file, text)| (file.to_owned(), text.to_owned())),
    );
    let found = discover(&tree);
    let base = found.builds.iter().find(|build| build.name == "base");
    let error = give(base.unwrap(), targets, Given::Ssh).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`base` is built only together with another file"
    );
}

/// Two services of one file may each have a file of the same name.
#[test]
fn another_file_of_the_same_name() {
    let text = "services:\n  web:\n    build: web\n  api:\n    build: api\nsecrets:\n  npmrc:\n    file: ./web/.npmrc\n";
    let after = "services:\n  web:\n    build: web\n  api:\n    build:\n      context: api\n      secrets:\n        - {source: api-npmrc, target: npmrc}\nsecrets:\n  npmrc:\n    file: ./web/.npmrc\n  api-npmrc:\n    file: ./api/.npmrc\n";
    assert_eq!(given("compose.yaml", text, NPMRC).as_deref(), Ok(after));
}

const TOKEN: Given<'_> = Given::Variable { id: "TOKEN" };

/// `before` becomes `after` with the variable as a secret, which is read again as one.
fn check_variable(file: &str, before: &str, after: &str) {
    assert_eq!(given(file, before, TOKEN).as_deref(), Ok(after));
    assert_eq!(given(file, after, TOKEN).as_deref(), Ok(after));
    let found = discover(&Memory::from([(file.to_owned(), after.to_owned())]));
    assert_eq!(found.problems, []);
    let has = |build: &Build| build.secrets.iter().any(|secret| secret.id == "TOKEN");
    assert!(found.builds.iter().any(has), "{after}");
}

#[test]
fn a_variable_of_whoever_builds() {
    check_variable(
        "compose.yaml",
        "services:\n  api:\n    build: .\n",
        "services:\n  api:\n    build:\n      context: .\n      secrets:\n        - TOKEN\n\nsecrets:\n  TOKEN:\n    environment: TOKEN\n",
    );
    // The one that is declared already may come from somewhere else.
    check_variable(
        "compose.yaml",
        "services:\n  api:\n    build: {context: .}\nsecrets:\n  TOKEN:\n    file: ./token\n",
        "services:\n  api:\n    build: {context: ., secrets: [{source: api-TOKEN, target: TOKEN}]}\nsecrets:\n  TOKEN:\n    file: ./token\n  api-TOKEN:\n    environment: TOKEN\n",
    );
    check_variable(
        "docker-bake.hcl",
        "target \"api\" {\n  context = \".\"\n}\n",
        "target \"api\" {\n  context = \".\"\n  secret = [\"id=TOKEN,env=TOKEN\"]\n}\n",
    );
    check_variable(
        "docker-bake.json",
        "{\"target\": {\"api\": {\"context\": \".\"}}}",
        "{\"target\": {\"api\": {\"context\": \".\", \"secret\": [\"id=TOKEN,env=TOKEN\"]}}}",
    );
    check_variable(
        "Makefile",
        "image:\n\tdocker build -t a .\n",
        "image:\n\tdocker build --secret id=TOKEN,env=TOKEN -t a .\n",
    );
    assert_eq!(
        given("Makefile", "TOKEN = a\nimage:\n\tdocker build .\n", TOKEN),
        Err("`TOKEN` gets its value in that file".to_owned())
    );
}

#[test]
fn a_variable_in_workflows() {
    let file = ".github/workflows/a.yml";
    let head = "on: push\njobs:\n  a:\n    steps:\n";
    let action = format!("{head}      - uses: docker/build-push-action@v6\n");
    let secrets = "          secrets: |\n            TOKEN=${{ secrets.TOKEN }}\n";
    check_variable(file, &action, &format!("{action}        with:\n{secrets}"));
    let with = format!("{action}        with:\n          push: true # now\n");
    check_variable(file, &with, &format!("{with}{secrets}"));
    let env = "          TOKEN: ${{ secrets.TOKEN }}\n";
    check_variable(
        file,
        &format!("{head}      - name: build\n        run: |\n          docker build .\n"),
        &format!(
            "{head}      - name: build\n        env:\n{env}        run: |\n          docker build --secret id=TOKEN,env=TOKEN .\n"
        ),
    );
    check_variable(
        file,
        &format!("{head}      - run: docker build .\n      - run: true\n"),
        &format!(
            "{head}      - run: docker build --secret id=TOKEN,env=TOKEN .\n        env:\n{env}      - run: true\n"
        ),
    );
    check_variable(
        file,
        &format!("{head}      - env: {{A: b}}\n        run: docker build .\n"),
        &format!(
            "{head}      - env: {{A: b, TOKEN: \"${{{{ secrets.TOKEN }}}}\"}}\n        run: docker build --secret id=TOKEN,env=TOKEN .\n"
        ),
    );
    // A variable of that name is what its author means.
    check_variable(
        file,
        &format!("env:\n  TOKEN: ${{{{ secrets.OTHER }}}}\n{head}      - run: docker build .\n"),
        &format!(
            "env:\n  TOKEN: ${{{{ secrets.OTHER }}}}\n{head}      - run: docker build --secret id=TOKEN,env=TOKEN .\n"
        ),
    );
    let called = Err("the workflow that calls it has to hand `TOKEN` on".to_owned());
    for on in [
        "workflow_call",
        "[push, workflow_call]",
        "{workflow_call: {}}",
    ] {
        let text = action.replace("on: push", &format!("on: {on}"));
        assert_eq!(given(file, &text, TOKEN), called, "{text}");
    }
    let declared = action.replace("on: push", "on: {workflow_call: {secrets: {TOKEN: {}}}}");
    check_variable(
        file,
        &declared,
        &format!("{declared}        with:\n{secrets}"),
    );
    let composite =
        "runs:\n  using: composite\n  steps:\n    - run: docker build .\n      shell: bash\n";
    assert_eq!(
        given(".github/actions/b/action.yml", composite, TOKEN),
        called
    );
}
