use super::*;

#[test]
fn two_editors_in_turn_give_the_edits_of_one() {
    let document =
        Document::parse("FROM a\nENV A=1 B=2 C=3\nRUN x\nEXPOSE 80\nCMD [\"y\"]\nUSER b\n");
    let changes: [fn(&mut Editor<'_>); 10] = [
        |editor| editor.set_directive("syntax", "x"),
        |editor| editor.insert_before(2, user()),
        |editor| editor.remove_pair(1, 0),
        |editor| editor.insert_before(2, New::instruction("ENV", ["D=4"])),
        |editor| editor.replace_span(Span::new(5, 6), "c"),
        |editor| editor.remove(3),
        |editor| editor.remove_pair(1, 2),
        |editor| editor.add_flag(2, "--network=none"),
        |editor| editor.remove(9),
        |editor| editor.remove_pair(1, 7),
    ];
    for end in 8..=changes.len() {
        for middle in 0..=end {
            let mut whole = Editor::new(&document);
            let (mut first, mut later) = (whole.clone(), whole.clone());
            changes[..end].iter().for_each(|change| change(&mut whole));
            changes[..middle]
                .iter()
                .for_each(|change| change(&mut first));
            changes[middle..end]
                .iter()
                .for_each(|change| change(&mut later));
            first.append(later);
            assert_eq!(first.finish(), whole.finish(), "{middle} of {end}");
        }
    }
    let mut editor = Editor::new(&document);
    changes[..8].iter().for_each(|change| change(&mut editor));
    assert!(editor.finish().is_ok());
}
