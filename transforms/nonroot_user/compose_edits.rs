//! Two rounds of edits as one: the second was made for the text that the first leaves.

use dockerfile::{Edit, Span};

/// The edits that do what `first` and then `second` do; `None` where the second changes what the first wrote.
pub(super) fn composed(first: &[Edit], second: &[Edit]) -> Option<Vec<Edit>> {
    let mut first: Vec<&Edit> = first.iter().collect();
    first.sort_by_key(|edit| edit.span);
    // Every edit with the place where what it wrote stands in the text between.
    let mut shifted = Vec::new();
    let mut gained = 0;
    let mut lost = 0;
    for edit in &first {
        let start = edit.span.start + gained - lost;
        shifted.push((Span::new(start, start + edit.text.len()), *edit));
        gained += edit.text.len();
        lost += edit.span.len();
    }
    // What the second puts at one place with the first was put before it.
    let mut all: Vec<(usize, bool, Span, &str)> = shifted
        .iter()
        .map(|(place, edit)| (place.start, true, edit.span, edit.text.as_str()))
        .collect();
    for edit in second {
        let covers = |place: Span| place.start < edit.span.end && edit.span.start <= place.start;
        if shifted.iter().any(|(place, _)| covers(*place)) {
            return None;
        }
        let span = Span::new(
            before(edit.span.start, &shifted)?,
            before(edit.span.end, &shifted)?,
        );
        all.push((edit.span.start, false, span, edit.text.as_str()));
    }
    all.sort_by_key(|(place, is_first, span, _)| (*place, *is_first, *span));
    let mut edits: Vec<Edit> = Vec::new();
    for (_, _, span, text) in all {
        match edits.last_mut() {
            Some(last) if last.span.end == span.start => {
                last.span.end = span.end;
                last.text.push_str(text);
            }
            Some(last) if last.span.end > span.start => return None,
            Some(_) | None => edits.push(Edit {
                span,
                text: text.to_owned(),
            }),
        }
    }
    Some(edits)
}

/// The place in the first text of a place in the text between.
fn before(place: usize, shifted: &[(Span, &Edit)]) -> Option<usize> {
    let mut at = place;
    for (written, edit) in shifted {
        if place <= written.start {
            break;
        }
        if place < written.end {
            return None;
        }
        at = edit.span.end + (place - written.end);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::composed;
    use dockerfile::{Edit, Span, apply};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: Span::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn both_rounds_are_done_at_once() {
        let text = "WORKDIR /root\nCMD x\n";
        let first = [edit(8, 13, "/home/app"), edit(14, 14, "ENV A=b\n")];
        let between = apply(text, &first);
        assert_eq!(between, "WORKDIR /home/app\nENV A=b\nCMD x\n");
        let second = [
            edit(17, 17, " "),
            edit(18, 18, "RUN y\n"),
            edit(26, 26, "USER 1\n"),
            edit(30, 31, "z"),
        ];
        let both = composed(&first, &second).unwrap();
        assert_eq!(apply(text, &both), apply(&between, &second));
    }

    #[test]
    fn what_the_first_wrote_is_not_written_again() {
        let first = [edit(0, 1, "abc")];
        assert_eq!(composed(&first, &[edit(1, 2, "x")]), None);
    }
}
