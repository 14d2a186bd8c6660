//! What is said of files that Docker refuses.

use dockerfile::Document;

/// The problems as `line: message` and an indented help.
fn problems(text: &str) -> String {
    let problems = Document::parse(text).problems.into_iter();
    let lines = problems.map(|problem| {
        let help = problem
            .help
            .map(|help| format!("\n  {help}"))
            .unwrap_or_default();
        format!("{}: {}{help}\n", problem.line, problem.message)
    });
    lines.collect()
}

#[track_caller]
fn says(text: &str, expected: &str) {
    assert_eq!(problems(text).trim_end(), expected, "{text}");
}

#[test]
fn files_that_build_nothing() {
    let empty = "1: the file has no instructions\n  a Dockerfile starts with `FROM`";
    says("", empty);
    says("# only a comment\n", empty);
    says(
        "ARG A=1\n",
        "1: the file has no `FROM`, so there is nothing to build\n  name a base image, or `FROM scratch`",
    );
    says(
        "ARG A\nRUN b\nFROM a\n",
        "2: `RUN` stands before the first `FROM`\n  only `ARG` can stand there",
    );
}

#[test]
fn unknown_instructions() {
    says(
        "FROM a\nRUNN b\n",
        "2: `RUNN` is not an instruction of a Dockerfile\n  did you mean `RUN`?",
    );
    says(
        "FROM a\nRUN b\n  && c\n",
        "3: `&&` is not an instruction of a Dockerfile\n  \
         if it continues the line above, end that one with the escape character",
    );
}

#[test]
fn directives() {
    says(
        "# escape=`\n# escape=\\\nFROM a\n",
        "2: the directive `escape` stands here a second time\n  remove this line",
    );
    says(
        "# escape=x\nFROM a\n",
        "1: `# escape=x` names no escape character\n  it is either `\\` or a backtick",
    );
}

#[test]
fn stages() {
    says("FROM\n", "1: `FROM` names no image");
    says(
        "FROM a # note\n",
        "1: `FROM` has more than an image and a name for the stage\n  \
         write `FROM image` or `FROM image AS name`; a comment needs a line of its own",
    );
    says(
        "FROM a AS 1x\n",
        "1: `1x` cannot be the name of a stage\n  \
         start with a letter, and use letters, digits, `-`, `_` and `.` only",
    );
}

#[test]
fn flags() {
    says(
        "FROM a\nRUN --mont=type=ssh b\n",
        "2: `RUN` takes no flag `--mont`\n  did you mean `--mount`?",
    );
    says(
        "FROM a\nCMD --help\n",
        "2: `CMD` takes no flag `--help`\n  \
         `CMD` takes no flags; quote an argument that starts with `--`",
    );
    says(
        "FROM a\nCOPY --from a b\n",
        "2: `--from` has no value\n  write `--from=…`",
    );
    says(
        "FROM a\nCOPY --link=yes a b\n",
        "2: `--link` is `true` or `false`, not `yes`",
    );
    says(
        "FROM a\nCOPY --from=b --from=c a b\n",
        "2: `--from` stands here twice\n  remove one of them",
    );
    says(
        "FROM a\nRUN --network=lan b\n",
        "2: `--network` knows no `lan`\n  it takes `default`, `none`, `host`",
    );
}

#[test]
fn mounts() {
    says(
        "FROM a\nRUN --mount=type=bind,source=\\\"b c\n",
        "2: `--mount=type=bind,source=\"b` cannot be split at its commas\n  \
         put quotes around a whole `key=value`, not inside it",
    );
    // Docker finds out only when it runs the instruction.
    says("FROM a\nRUN --mount=type=cache,targt=/b c\n", "");
    says(
        "FROM a\nRUN --mount=from=$B,target=/c d\n",
        "2: `from` of a `--mount` takes no variables\n  \
         name the image in a stage of its own (`FROM … AS name`) and mount from that",
    );
}

#[test]
fn pairs() {
    says("FROM a\nENV\n", "2: `ENV` sets nothing");
    says(
        "FROM a\nENV B\n",
        "2: `ENV` names `B` without a value\n  write `ENV B=…`",
    );
    says(
        "FROM a\nENV B=1 # note\n",
        "2: `#` in `ENV` has no `=`\n  quote a value that has blanks; a comment needs a line of its own",
    );
    says(
        "FROM a\nLABEL =b\n",
        "2: `LABEL` has a value without a name before its `=`",
    );
}

#[test]
fn copies() {
    says(
        "FROM a\nCOPY b\n",
        "2: `COPY` has only one argument, `b`\n  name what to copy, then where to",
    );
    says(
        "FROM a\nCOPY b <<EOF\nEOF\n",
        "2: `COPY` has the heredoc `<<EOF` as its destination\n  name a path as the last argument",
    );
}

#[test]
fn json_and_heredocs() {
    says(
        "FROM a\nCMD [\"b\", 1]\n",
        "2: the JSON array of `CMD` holds something that is not a string\n  \
         put every element in double quotes",
    );
    says(
        "FROM a\nSHELL bash -c\n",
        "2: `SHELL` is not a JSON array\n  \
         write it as `SHELL [\"/bin/sh\", \"-c\"]`, with double quotes",
    );
    says(
        "FROM a\nRUN <<EOF\nb\n",
        "2: the heredoc opened by `<<EOF` is never closed\n  end it with a line that holds only `EOF`",
    );
}

#[test]
fn health_checks() {
    says(
        "FROM a\nHEALTHCHECK curl b\n",
        "2: `HEALTHCHECK` knows no `curl`\n  write `HEALTHCHECK CMD …` or `HEALTHCHECK NONE`",
    );
    says(
        "FROM a\nHEALTHCHECK NONE b\n",
        "2: `HEALTHCHECK NONE` takes no arguments",
    );
    says(
        "FROM a\nHEALTHCHECK --interval=30 CMD b\n",
        "2: `--interval=30` is not a duration of a millisecond or more\n  write it like `30s` or `1m30s`",
    );
}

#[test]
fn triggers() {
    says("FROM a\nONBUILD\n", "2: `ONBUILD` wraps no instruction");
    says(
        "FROM a\nONBUILD FROM b\n",
        "2: `ONBUILD` cannot wrap `FROM`",
    );
    says(
        "FROM a\nONBUILD ENV B\n",
        "2: `ENV` names `B` without a value\n  write `ENV B=…`",
    );
    // A build of this image takes it; only a build on top of it fails.
    says("FROM a\nONBUILD COPY b\n", "");
}

#[test]
fn lines_too_long_for_docker() {
    let long = format!("FROM a\nRUN {}\n", "b".repeat(70_000));
    says(
        &long,
        "2: the line is longer than the 65,535 bytes Docker reads\n  break it with continuation lines",
    );
}
