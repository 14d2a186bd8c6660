//! Any text at all can stand in a caller: nothing panics, and edits stay inside the text.

use callers::{Chains, Memory, discover, edit, environment, listing};
use proptest::prelude::*;

/// Names of every kind of caller that is read.
const NAMES: [&str; 16] = [
    "compose.yaml",
    "docker-compose.override.yml",
    ".env",
    "docker-bake.hcl",
    "docker-bake.json",
    ".github/workflows/a.yml",
    ".gitlab-ci.yml",
    "skaffold.yaml",
    "Tiltfile",
    "Jenkinsfile",
    "Makefile",
    "build.sh",
    "package.json",
    "k8s.yaml",
    "Dockerfile",
    "sub/action.yml",
];

/// Pieces that callers are made of, so that arbitrary texts come near real ones.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "services:\n",
        "  a:\n",
        "    build: .\n",
        "    build:\n",
        "      args:\n",
        "        - X\n",
        "        X: $X\n",
        "      context: ..\n",
        "  extends: a\n",
        "include: [compose.yaml]\n",
        "<<: *x\n",
        "&x ",
        "*x ",
        "target \"a\" {\n",
        "}\n",
        "args = { X = X }\n",
        "matrix = { a = [1, 2] }\n",
        "name = \"n-${a}\"\n",
        "inherits = [\"a\"]\n",
        "variable \"X\" { default = X }\n",
        "docker build --build-arg X=$X . ",
        "\n",
        "\t",
        "jobs:\n",
        "    steps:\n",
        "      - uses: docker/build-push-action@v6\n",
        "        with:\n",
        "          build-args: X=${{ matrix.x }}\n",
        "      - run: docker build .\n",
        "script:\n",
        "  - docker build -f ",
        "${X:-",
        "$(",
        "\"",
        "'",
        "`",
        "{",
        "}",
        "[",
        "]",
        "docker_build('a', 'b', build_args={'X': 'y'})",
        "docker.build(\"a\", \"-f b .\")",
        "{\"target\": {\"a\": {\"args\": {\"X\": \"\"}}}}",
        "A=$A$A\n",
        "é",
        "\r\n",
        "X = X + X\n",
        "for i in a b; do docker build $i; done\n",
        "$(X)",
        "X := $(X)$(X)\n",
        "apiVersion: v1\n",
        "spec: {containers: [{image: a}]}\n",
    ]);
    prop_oneof![6 => known.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn readers_take_anything(pieces in prop::collection::vec(piece(), 0..24), at in 0..NAMES.len()) {
        let text = pieces.concat();
        let name = NAMES[at];
        let mut tree = Memory::new();
        tree.insert(name.to_owned(), text.clone());
        tree.insert(".env".to_owned(), text.clone());
        let found = discover(&tree);
        let shown = listing::table(&found, &Chains::default());
        prop_assert!(found.builds.is_empty() || !shown.is_empty());
        let variables = environment(&text);
        prop_assert!(!variables.contains_key(""));
        for build in &found.builds {
            let names: Vec<&str> = build.args.iter().map(|arg| arg.name.as_str()).take(1).collect();
            let Some(text) = tree.get(&build.place.file) else { continue };
            let Ok(edits) = edit::args_to_secrets(build, text, &names) else { continue };
            let mut end = 0;
            for edit in edits {
                prop_assert!(edit.span.start >= end && edit.span.end >= edit.span.start);
                prop_assert!(text.get(edit.span.range()).is_some(), "{:?} in {text:?}", edit.span);
                end = edit.span.end;
            }
        }
    }
}
