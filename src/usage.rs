//! What is said of a command line that makes no sense, and the help.

use crate::args::When;
use crate::run::{DONE, FAILED, has_colour};
use crate::screen::Screen;
use crate::show;
use crate::world::World;
use clap::error::{ContextKind, ErrorKind};

/// Prints help and version as data, and what is wrong with the command line as an error; gives the exit code.
pub(crate) fn usage(error: &clap::Error, world: &mut World) -> u8 {
    let has_colour = |stream| has_colour(stream, When::Auto, world.no_color);
    if !error.use_stderr() {
        let text = if has_colour(&world.output) {
            error.render().ansi().to_string()
        } else {
            error.render().to_string()
        };
        // When nobody listens there is nobody to tell.
        let _ = world.output.writer.write_all(text.as_bytes());
        let _ = world.output.writer.flush();
        return DONE;
    }
    let has_colour = has_colour(&world.messages);
    let mut screen = Screen::new(&mut world.messages, has_colour);
    let (message, help) = in_our_words(error);
    show::error(&mut screen, &message, None, Some(&help));
    FAILED
}

/// The message and the hint.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "the kinds are clap's, and may grow"
)]
fn in_our_words(error: &clap::Error) -> (String, String) {
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let option = argument.split([' ', '=']).next().unwrap_or_default();
    let value = said(ContextKind::InvalidValue);
    let all = "`harden --help` shows all options".to_owned();
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("there is no option `{argument}`"),
        ErrorKind::InvalidValue if value.is_empty() => format!("`{option}` needs a value"),
        ErrorKind::InvalidValue => format!("`{option}` does not take `{value}`"),
        ErrorKind::ValueValidation => format!("`{option}` does not take `{value}`"),
        ErrorKind::TooManyValues => format!("`{option}` takes no value"),
        ErrorKind::ArgumentConflict => format!("`{option}` was given more than once"),
        _ => error.kind().to_string(),
    };
    let suggested = said(ContextKind::SuggestedArg) + &said(ContextKind::SuggestedValue);
    let valid = said(ContextKind::ValidValue);
    let help = if !suggested.is_empty() {
        format!("did you mean `{suggested}`? {all}")
    } else if !valid.is_empty() {
        let words: Vec<String> = valid.split(", ").map(|word| format!("`{word}`")).collect();
        format!("it takes {}", words.join(", "))
    } else {
        all
    };
    (message, help)
}
