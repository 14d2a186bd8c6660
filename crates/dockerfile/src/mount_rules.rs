//! What Docker's parser accepts in a `--mount`.
//!
//! Unknown keys and types pass: Docker meets them only when it comes to run the instruction. The rules are those of
//! <https://github.com/moby/buildkit/blob/master/frontend/dockerfile/instructions/commands_runmount.go>.

use crate::problem::Refusal;
use crate::{Flag, FlagOption, mount};

/// Why Docker refuses the flag, if it does.
pub(crate) fn check(flag: &Flag, value: &str) -> Option<Refusal> {
    if !mount::is_well_quoted(value) {
        let refusal = Refusal::new(format!("`--mount={value}` cannot be split at its commas"));
        return Some(refusal.help("put quotes around a whole `key=value`, not inside it"));
    }
    flag.options.iter().any(is_from_variable).then(|| {
        Refusal::new("`from` of a `--mount` takes no variables")
            .help("name the image in a stage of its own (`FROM … AS name`) and mount from that")
    })
}

fn is_from_variable(option: &FlagOption) -> bool {
    let value = option.value.as_deref().unwrap_or_default();
    option.key == "from" && value.find('$').is_some_and(|at| at + 1 != value.len())
}
