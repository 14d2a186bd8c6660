//! Every part of an instruction stands where the document says, in the layouts that make it hard.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

use dockerfile::{Command, Document, Kind, Lines, Word};

/// The text of each word in the source.
fn sources<'d>(document: &'d Document, words: impl IntoIterator<Item = &'d Word>) -> Vec<&'d str> {
    words
        .into_iter()
        .map(|word| document.slice(word.span))
        .collect()
}

#[test]
fn a_word_over_a_line_break_is_not_contiguous() {
    let document = Document::parse("FR\\\nOM alp\\\n  # note\nine\n");
    let from = &document.instructions[0];
    assert_eq!(from.keyword(), "FROM");
    assert!(!from.logical.word(from.keyword).is_contiguous);
    let Kind::From(parts) = &from.kind else {
        panic!()
    };
    assert_eq!(parts.image.value, "alpine");
    assert_eq!(document.slice(parts.image.span), "alp\\\n  # note\nine");
    assert_eq!(from.logical.source(parts.image.logical), None);
}

#[test]
fn comments_know_the_instruction_they_interrupt() {
    let document = Document::parse("# top\nFROM a\nRUN b \\\n  # inside\n\n  c\n# end");
    let inside: Vec<_> = document
        .comments
        .iter()
        .map(|comment| comment.inside)
        .collect();
    assert_eq!(inside, [None, Some(1), None]);
    assert_eq!(document.slice(document.comments[1].span), "# inside");
    assert_eq!(document.instructions[1].lines, Lines { first: 3, last: 6 });
    assert_eq!(document.instructions[1].arguments(), "b   c");
}

#[test]
fn a_continuation_into_the_end_of_the_file_takes_all_lines() {
    let document = Document::parse("FROM a\nRUN b \\\n\n# c\n");
    assert_eq!(document.instructions[1].lines, Lines { first: 2, last: 4 });
    assert_eq!(
        document.slice(document.instructions[1].span),
        "RUN b \\\n\n# c"
    );
}

#[test]
fn options_of_a_mount_have_places_behind_quotes() {
    let text = "FROM a\nRUN --mount=type=bind,'\"source=a,b\"',ro c\n";
    let document = Document::parse(text);
    let flag = &document.instructions[1].flags[0];
    let words = flag.options.iter().map(|option| &option.word);
    assert_eq!(
        sources(&document, words),
        ["type=bind", "\"source=a,b\"", "ro"]
    );
    let keys: Vec<&str> = flag
        .options
        .iter()
        .map(|option| option.key.as_str())
        .collect();
    assert_eq!(keys, ["type", "source", "ro"]);
    assert_eq!(flag.options[1].value.as_deref(), Some("a,b"));
    let value = flag.value.as_ref().unwrap();
    assert_eq!(document.slice(value.span), "type=bind,'\"source=a,b\"',ro");
}

#[test]
fn flags_have_places_behind_quotes_and_escapes() {
    let document = Document::parse(
        "FROM a\nRUN --mo\\unt=ty\"pe\"=ca\\che,'target=/\u{e9} b',,id=c, --net'work'=\"no\\\"ne\" d\n",
    );
    let flags = &document.instructions[1].flags;
    let words = flags.iter().map(|flag| &flag.word);
    assert_eq!(
        sources(&document, words),
        [
            "--mo\\unt=ty\"pe\"=ca\\che,'target=/\u{e9} b',,id=c,",
            "--net'work'=\"no\\\"ne\""
        ]
    );
    let values = flags.iter().filter_map(|flag| flag.value.as_ref());
    let texts: Vec<&str> = values.clone().map(|value| value.value.as_str()).collect();
    assert_eq!(texts, ["type=cache,target=/\u{e9} b,,id=c,", "no\"ne"]);
    assert_eq!(
        sources(&document, values),
        ["ty\"pe\"=ca\\che,'target=/\u{e9} b',,id=c,", "\"no\\\"ne\""]
    );
    let options = flags[0].options.iter().map(|option| &option.word);
    assert_eq!(
        sources(&document, options),
        ["ty\"pe\"=ca\\che", "target=/\u{e9} b", "", "id=c"]
    );
    let names: Vec<&str> = flags.iter().map(|flag| flag.name.as_str()).collect();
    assert_eq!(names, ["mount", "network"]);
}

#[test]
fn json_strings_have_places_over_lines() {
    let document = Document::parse("FROM a\nCMD [ \"a\\n\", \\\n  \"b c\" ]\n");
    let Kind::Cmd(Command::Exec(words)) = &document.instructions[1].kind else {
        panic!()
    };
    assert_eq!(sources(&document, words), ["\"a\\n\"", "\"b c\""]);
    assert_eq!(words[0].value, "a\n");
}

#[test]
fn pairs_have_places_in_both_forms() {
    let document = Document::parse("FROM a\nENV A=1 B=\"2 3\" \\\n C='$x'\nENV D e  f \n");
    let Kind::Env(pairs) = &document.instructions[1].kind else {
        panic!()
    };
    let texts: Vec<&str> = pairs.iter().map(|pair| document.slice(pair.span)).collect();
    assert_eq!(texts, ["A=1", "B=\"2 3\"", "C='$x'"]);
    assert_eq!(pairs[1].value.as_ref().unwrap().value, "2 3");
    let Kind::Env(pairs) = &document.instructions[2].kind else {
        panic!()
    };
    assert!(pairs[0].is_legacy);
    assert_eq!(
        document.slice(pairs[0].value.as_ref().unwrap().span),
        "e  f"
    );
}

#[test]
fn a_byte_order_mark_counts() {
    let document = Document::parse("\u{feff}# escape=`\r\nFROM a `\r\n AS b\r\n");
    assert_eq!(document.problems, []);
    assert_eq!(document.directives[0].span.start, 3);
    assert_eq!(
        document.slice(document.instructions[0].span),
        "FROM a `\r\n AS b"
    );
}

#[test]
fn heredocs_have_bodies_and_places() {
    let text = "FROM a\nRUN <<-A cat && <<'B' cat\n\tone\n\tA\n\ttwo $x\nB\nUSER c\n";
    let document = Document::parse(text);
    let [first, second] = document.instructions[1].heredocs.as_slice() else {
        panic!()
    };
    assert_eq!(
        (first.body.as_str(), document.slice(first.span)),
        ("one\n", "\tone\n")
    );
    assert_eq!(
        (second.body.as_str(), second.is_expanded),
        ("\ttwo $x\n", false)
    );
    assert_eq!(document.slice(second.opener.span), "<<'B'");
    assert_eq!(document.instructions[2].lines.first, 7);
}

#[test]
fn what_onbuild_wraps_stands_in_the_same_file() {
    let document = Document::parse("FROM a\nONBUILD COPY --chown=b <<C d /e/\nf\nC\n");
    let outer = &document.instructions[1];
    let Kind::Onbuild(wrapped) = &outer.kind else {
        panic!()
    };
    assert_eq!(document.slice(wrapped.keyword_place()), "COPY");
    assert_eq!(wrapped.heredocs, outer.heredocs);
    let Kind::Copy(transfer) = &wrapped.kind else {
        panic!()
    };
    assert_eq!(sources(&document, &transfer.sources), ["d"]);
    assert_eq!(document.slice(transfer.destination.span), "/e/");
}
