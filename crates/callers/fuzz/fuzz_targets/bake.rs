//! Any text is read as a bake file, in HCL and in JSON, in time; what is found stands where it says, and an argument
//! that is edited away is gone.

#![no_main]

#[path = "check.rs"]
mod check;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    check::reads(&["docker-bake.hcl"], text);
    check::reads(&["docker-bake.json"], text);
});
