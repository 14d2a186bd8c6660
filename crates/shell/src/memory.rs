//! Scripts that were read lately: every transform asks for the same bodies, and reading one is what costs.

use crate::Script;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// How many bytes of text are remembered, twice: enough for most Dockerfiles with the scripts that they run. What is kept
/// longer than that is asked for by nobody, and drives out of a core's caches what is.
const MAX_BYTES: usize = 8 << 10;

/// How many bytes a text may have that is remembered; the next one takes the place of one that fills it alone.
const MAX_TEXT: usize = 24 << 10;

/// Texts and what was read in them. When the young ones are too many, they become the old ones, which are forgotten.
#[derive(Default)]
struct Memory {
    young: FxHashMap<String, Script>,
    old: FxHashMap<String, Script>,
    bytes: usize,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// What `read` gives for `text`, which depends on nothing else.
pub(crate) fn remembered(text: &str, read: impl FnOnce() -> Script) -> Script {
    if let Some(script) = MEMORY.with_borrow_mut(|memory| memory.recall(text)) {
        return script;
    }
    let script = read();
    MEMORY.with_borrow_mut(|memory| memory.keep(text, &script));
    script
}

impl Memory {
    fn recall(&mut self, text: &str) -> Option<Script> {
        if let Some(script) = self.young.get(text) {
            return Some(script.clone());
        }
        let script = self.old.remove(text)?;
        self.keep(text, &script);
        Some(script)
    }

    fn keep(&mut self, text: &str, script: &Script) {
        if text.len() > MAX_TEXT {
            return;
        }
        if self.bytes + text.len() > MAX_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.young.insert(text.to_owned(), script.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_read_and_stays_small() {
        for number in 0..4096 {
            let text = format!("echo {number} {}", "x".repeat(200));
            let first = Script::parse(&text);
            assert_eq!(Script::parse(&text), first);
            assert_eq!(first.commands.len(), 1);
        }
        MEMORY.with_borrow(|memory| {
            assert!(memory.bytes <= MAX_BYTES);
            let bytes =
                |texts: &FxHashMap<String, Script>| texts.keys().map(String::len).sum::<usize>();
            assert!(bytes(&memory.young) <= MAX_BYTES && bytes(&memory.old) <= MAX_BYTES);
        });
    }

    #[test]
    fn a_large_text_is_remembered_alone_and_one_too_large_is_not() {
        let is_young = |text: &str| MEMORY.with_borrow(|memory| memory.young.contains_key(text));
        let is_remembered = |text: &str| Script::parse(text).commands.len() == 1 && is_young(text);
        let large = format!("echo {}", "x".repeat(MAX_BYTES));
        assert!(is_remembered(&large));
        assert!(is_remembered("echo next") && !is_young(&large));
        assert!(!is_remembered(&format!("echo {}", "x".repeat(MAX_TEXT))));
    }
}
