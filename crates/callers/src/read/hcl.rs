//! Reads HCL, piece by piece: an edit changes one block of a file, and the others need not be read again.

use super::ReadError;
use hcl_edit::structure::Body;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many texts are remembered: the one that edits start from, and the one that the latest of them makes.
const REMEMBERED: usize = 2;

/// The pieces of a text, and what they say.
type Known = BTreeMap<String, Rc<Body>>;

thread_local! {
    /// What was read last stands first: all builds of a file are edited one after another, and each edit reads it again.
    static LATELY: RefCell<Vec<Known>> = RefCell::default();
}

/// Attributes and blocks that stand together in a text.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Where it starts in the text.
    pub(crate) at: usize,
    /// What stands in it, each at its place in the piece.
    pub(crate) body: Rc<Body>,
}

/// The attributes and blocks of an HCL text.
pub(crate) fn hcl(text: &str) -> Result<Vec<Piece>, ReadError> {
    LATELY.with_borrow_mut(|lately| {
        let pieces = cut(text);
        let read = bodies(lately, &pieces).filter(|bodies| hold_no_key_twice(bodies));
        let (pieces, bodies) = match read {
            Some(bodies) => (pieces, bodies),
            None => (vec![text], vec![body(lately, text)?]),
        };
        let known = pieces.iter().map(|piece| (*piece).to_owned());
        lately.insert(0, known.zip(bodies.iter().cloned()).collect());
        lately.truncate(REMEMBERED);
        let mut next = 0;
        let placed = pieces.iter().zip(bodies).map(|(piece, body)| {
            let at = next;
            next += piece.len();
            Piece { at, body }
        });
        Ok(placed.collect())
    })
}

/// The text, cut behind each line that is no more than `}`. Where a block ends there, what stands before and behind it is
/// read in the same way without the other; where none does, the half of something cannot be read.
fn cut(text: &str) -> Vec<&str> {
    text.split_inclusive("\n}\n").collect()
}

/// Whether no key can stand in two of the pieces, which only a reader of both would refuse.
fn hold_no_key_twice(bodies: &[Rc<Body>]) -> bool {
    let mut with_keys = bodies
        .iter()
        .filter(|body| body.attributes().next().is_some());
    with_keys.nth(1).is_none()
}

/// What all pieces say; `None` where one of them cannot be read by itself.
fn bodies(lately: &[Known], pieces: &[&str]) -> Option<Vec<Rc<Body>>> {
    let bodies = pieces.iter().map(|piece| body(lately, piece).ok());
    bodies.collect()
}

fn body(lately: &[Known], text: &str) -> Result<Rc<Body>, ReadError> {
    match lately.iter().find_map(|known| known.get(text)) {
        Some(body) => Ok(Rc::clone(body)),
        None => parse(text).map(Rc::new),
    }
}

fn parse(text: &str) -> Result<Body, ReadError> {
    hcl_edit::parser::parse_body(text).map_err(|error| ReadError {
        line: error.location().line(),
        message: error.message().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hcl_edit::Span as _;
    use hcl_edit::structure::Structure;

    /// The attributes and blocks that start at `at`, each with its place.
    fn placed(at: usize, body: &Body) -> impl Iterator<Item = (usize, usize, Structure)> {
        body.iter().map(move |structure| {
            let span = structure.span().unwrap();
            (at + span.start, at + span.end, structure.clone())
        })
    }

    /// Reads a text in pieces, which must say what the whole says.
    fn assert_same(text: &str) {
        let whole = parse(text).map(|body| placed(0, &body).collect::<Vec<_>>());
        let pieces = hcl(text).map(|pieces| {
            let all = pieces.iter();
            all.flat_map(|piece| placed(piece.at, &piece.body))
                .collect()
        });
        assert_eq!(pieces, whole, "{text}");
    }

    #[test]
    fn pieces_say_what_the_whole_says() {
        let lines = [
            "target \"t\" {\n",
            "}\n",
            "a = {\n",
            "b = [1, <<E\n",
            "E\n",
            "]\n",
            "/* c\n",
            "*/\n",
            "d = \"e\" # {\n",
            "}\r\n",
            "\n",
            "f = (g\n",
            "} /* */\n",
        ];
        let mut are_cut = 0;
        let mut check = |text: &str| {
            assert_same(text);
            are_cut += usize::from(hcl(text).is_ok_and(|pieces| pieces.len() > 1));
        };
        for first in lines {
            for second in lines {
                for third in lines {
                    for fourth in lines {
                        let middle = format!("{first}{second}{third}{fourth}");
                        check(&middle);
                        check(&format!("h {{\n}}\n{middle}i {{\n}}\nj {{}}"));
                    }
                }
            }
        }
        assert!(are_cut > 200, "{are_cut}");
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        assert_eq!(hcl("a {\n}\nb = 1\nc {\n}\n").unwrap().len(), 2);
        assert!(hcl("b = 1\na {\n}\nb = 2\nc {\n}\n").is_err());
    }

    #[test]
    fn what_edits_leave_as_it_is_is_read_once() {
        let body = |text: &str, at: usize| Rc::clone(&hcl(text).unwrap()[at].body);
        let start = "a {\n}\nb {\n}\n";
        let (first, second) = (body(start, 0), body(start, 1));
        for edited in ["a {\n  c = 1\n}\nb {\n}\n", "a {\n  c = 2\n}\nb {\n}\n"] {
            let edited = hcl(edited).unwrap();
            assert!(!Rc::ptr_eq(&first, &edited[0].body));
            assert!(Rc::ptr_eq(&second, &edited[1].body));
            assert!(Rc::ptr_eq(&first, &body(start, 0)));
        }
        assert!(hcl("a = \n").is_err());
        assert!(Rc::ptr_eq(&second, &body(start, 1)));
        LATELY.with_borrow(|lately| assert_eq!(lately.len(), REMEMBERED));
    }
}
