//! The inputs of `docker/build-push-action` on one line and in braces.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not there is a failure"
)]

mod moving;

use callers::edit::{Given, give};
use callers::{Memory, discover};
use moving::{apply, check, moved};

const FILE: &str = ".github/workflows/a.yml";

fn step(with: &str) -> String {
    format!(
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:{with}\n      - run: true\n"
    )
}

#[test]
fn a_list_on_one_line_becomes_a_block() {
    for other in ["OTHER=${{ secrets.OTHER }}", "'OTHER=${{ secrets.OTHER }}'"] {
        check(
            FILE,
            &step(&format!(
                "\n          secrets: {other} # for apt\n          build-args: TOKEN=${{{{ secrets.TOKEN }}}}\n          push: true"
            )),
            &["TOKEN"],
            &step(
                "\n          secrets: | # for apt\n            OTHER=${{ secrets.OTHER }}\n            TOKEN=${{ secrets.TOKEN }}\n          push: true",
            ),
        );
    }
    check(
        FILE,
        &step("\n          build-args: \"MODE=fast\\nTOKEN=${{ secrets.TOKEN }}\\nA=b\""),
        &["TOKEN"],
        &step(
            "\n          build-args: |\n            MODE=fast\n            A=b\n          secrets: |\n            TOKEN=${{ secrets.TOKEN }}",
        ),
    );
}

#[test]
fn inputs_in_braces() {
    for (before, after) in [
        (
            " { context: ., build-args: \"TOKEN=${{ secrets.TOKEN }}\", push: true }",
            " { context: ., secrets: \"TOKEN=${{ secrets.TOKEN }}\", push: true }",
        ),
        (
            " { build-args: \"A=b\\nTOKEN=${{ secrets.TOKEN }}\" }",
            " { build-args: \"A=b\", secrets: \"TOKEN=${{ secrets.TOKEN }}\" }",
        ),
        (
            " { secrets: \"B=${{ secrets.B }}\", build-args: \"TOKEN=${{ secrets.TOKEN }}\" }",
            " { secrets: \"B=${{ secrets.B }}\\nTOKEN=${{ secrets.TOKEN }}\" }",
        ),
    ] {
        check(FILE, &step(before), &["TOKEN"], &step(after));
    }
}

#[test]
fn what_is_not_certain_stays() {
    for (with, why) in [
        (
            " { build-args: \"TOKEN=abc\" }",
            "`TOKEN` gets its value in that file",
        ),
        (
            "\n          build-args: TOKEN=${{ secrets.TOKEN }}\n          secrets: A=${{ secrets.A\n            }}",
            "`secrets` cannot be changed there",
        ),
        (
            "\n          build-args: \"TOKEN=${{ secrets.A }}\\nTOKEN=${{ secrets.B }}\"",
            "`TOKEN` is given more than once",
        ),
    ] {
        assert_eq!(moved(FILE, &step(with), &["TOKEN"]), Err(why.to_owned()));
    }
}

#[test]
fn what_is_given_joins_a_list_on_one_line() {
    let given = |with: &str, what| {
        let text = step(with);
        let found = discover(&Memory::from([(FILE.to_owned(), text.clone())]));
        apply(&text, &give(&found.builds[0], &text, what).unwrap())
    };
    let token = Given::Variable { id: "TOKEN" };
    assert_eq!(
        given(" { context: . }", token),
        step(" { context: ., secrets: \"TOKEN=${{ secrets.TOKEN }}\" }")
    );
    assert_eq!(
        given("\n          ssh: other=key", Given::Ssh),
        step("\n          ssh: |\n            other=key\n            default")
    );
}
