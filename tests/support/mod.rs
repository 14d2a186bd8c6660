//! Running the command as tests need it: in this process, in a folder of its own, with everything it prints kept.
#![allow(dead_code, reason = "each test uses its part of this file")]

pub mod alone;
pub mod git;
pub mod program;

use harden::{Stream, World};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What a run gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub code: u8,
    pub output: String,
    pub messages: String,
}

/// Runs the command with `arguments` in `folder`.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_with_input(folder, arguments, b"")
}

/// Runs the command with `arguments` in `folder`, with `input` on its standard input.
pub fn run_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let (output, messages) = (Page::default(), Page::default());
    let stream = |page: &Page| Stream {
        writer: Box::new(page.clone()),
        is_terminal: false,
    };
    let mut world = World {
        folder: folder.canonicalize().expect("the folder is there"),
        input: Box::new(io::Cursor::new(input.to_vec())),
        output: stream(&output),
        messages: stream(&messages),
        before_step: Box::new(|_| ()),
        no_color: false,
    };
    let words = std::iter::once("harden").chain(arguments.iter().copied());
    let code = harden::run(words.map(OsString::from), &mut world);
    Run {
        code,
        output: output.text(),
        messages: messages.text(),
    }
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that is gone after the test.
pub fn sandbox() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Copies what is in the folder `from` to the folder `to`.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be listed") {
        let entry = entry.expect("the folder can be listed");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("the file can be copied");
        }
    }
}

/// Bytes that are written and can be looked at.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Page {
    fn text(&self) -> String {
        let bytes = self.0.lock().expect("nobody broke off while writing");
        String::from_utf8(bytes.clone()).expect("what harden prints is UTF-8")
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("nobody broke off while writing")
            .write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
