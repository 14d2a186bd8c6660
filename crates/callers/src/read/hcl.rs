//! Reads HCL, piece by piece: an edit changes one block of a file, and the others need not be read again.

use super::ReadError;
use hcl_edit::structure::Body;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many texts are remembered: of each file that is edited, the one that edits start from, and the one that the latest
/// of them makes.
const REMEMBERED: usize = 16;

static LATELY: Memory = Memory(Mutex::new(Vec::new()));

/// The pieces of a text, and what they say.
type Known = BTreeMap<String, Arc<Body>>;

/// The texts that were read last, the latest first: all builds of a file are edited one after another, each edit reads it
/// again, and the first of them is seldom made on the thread that has read the file before.
struct Memory(Mutex<Vec<Known>>);

/// Attributes and blocks that stand together in a text.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Where it starts in the text.
    pub(crate) at: usize,
    /// What stands in it, each at its place in the piece.
    pub(crate) body: Arc<Body>,
}

/// The attributes and blocks of an HCL text.
pub(crate) fn hcl(text: &str) -> Result<Vec<Piece>, ReadError> {
    LATELY.read(text)
}

impl Memory {
    fn read(&self, text: &str) -> Result<Vec<Piece>, ReadError> {
        let pieces = cut(text);
        let bodies: Option<Vec<_>> = pieces.iter().map(|piece| self.body(piece).ok()).collect();
        let (pieces, bodies) = match bodies.filter(|bodies| hold_no_key_twice(bodies)) {
            Some(bodies) => (pieces, bodies),
            None => (vec![text], vec![self.body(text)?]),
        };
        let known = pieces.iter().map(|piece| (*piece).to_owned());
        self.keep(known.zip(bodies.iter().cloned()).collect());
        let mut next = 0;
        let placed = pieces.iter().zip(bodies).map(|(piece, body)| {
            let at = next;
            next += piece.len();
            Piece { at, body }
        });
        Ok(placed.collect())
    }

    fn body(&self, piece: &str) -> Result<Arc<Body>, ReadError> {
        let known = self
            .lock()
            .iter()
            .find_map(|known| known.get(piece).cloned());
        known.map_or_else(|| parse(piece).map(Arc::new), Ok)
    }

    fn keep(&self, read: Known) {
        let mut lately = self.lock();
        lately.retain(|known| !known.keys().eq(read.keys()));
        lately.insert(0, read);
        lately.truncate(REMEMBERED);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text, cut behind each line that is no more than `}`. Where a block ends there, what stands before and behind it is
/// read in the same way without the other; where none does, the half of something cannot be read.
fn cut(text: &str) -> Vec<&str> {
    text.split_inclusive("\n}\n").collect()
}

/// Whether no key can stand in two of the pieces, which only a reader of both would refuse.
fn hold_no_key_twice(bodies: &[Arc<Body>]) -> bool {
    let mut with_keys = bodies
        .iter()
        .filter(|body| body.attributes().next().is_some());
    with_keys.nth(1).is_none()
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
        let memory = Memory(Mutex::default());
        let body = |text: &str, at: usize| Arc::clone(&memory.read(text).unwrap()[at].body);
        let start = "a {\n}\nb {\n}\n";
        let (first, second) = (body(start, 0), body(start, 1));
        for edit in 0..2 * REMEMBERED {
            let edited = format!("a {{\n  c = {edit}\n}}\nb {{\n}}\n");
            assert!(!Arc::ptr_eq(&first, &body(&edited, 0)));
            assert!(Arc::ptr_eq(&second, &body(&edited, 1)));
            assert!(Arc::ptr_eq(&first, &body(start, 0)));
        }
        assert!(memory.read("a = \n").is_err());
        assert!(Arc::ptr_eq(&second, &body(start, 1)));
        assert_eq!(memory.lock().len(), REMEMBERED);
    }

    #[test]
    fn a_text_that_is_read_again_pushes_no_other_out() {
        let memory = Memory(Mutex::default());
        let first = memory.read("a {\n}\n").unwrap();
        for _ in 0..2 * REMEMBERED {
            memory.read("b {\n}\n").unwrap();
        }
        assert!(Arc::ptr_eq(
            &first[0].body,
            &memory.read("a {\n}\n").unwrap()[0].body
        ));
    }
}
