//! Any text is read as a compose file and as the `.env` beside it, in time; what is found stands where it says, and
//! an argument that is edited away is gone.

#![no_main]

#[path = "check.rs"]
mod check;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    check::reads(&["compose.yaml", ".env"], text);
});
