//! The arguments of `FROM`.

use crate::line::Line;
use crate::problem::Refusal;
use crate::{Flag, From, ImageReference, Span, words};

/// Reads `image [AS name]`.
pub(crate) fn read(line: Line<'_>, flags: &[Flag], part: Span) -> Result<From, Refusal> {
    let words = words::between_blanks(line.text(part), part.start);
    let (image, alias) = match words.as_slice() {
        [image] => (*image, None),
        [image, keyword, alias] if line.text(*keyword).eq_ignore_ascii_case("AS") => {
            (*image, Some(*alias))
        }
        [] => return Err(Refusal::new("`FROM` names no image")),
        [..] => {
            let message = "`FROM` has more than an image and a name for the stage";
            return Err(Refusal::new(message).help(
                "write `FROM image` or `FROM image AS name`; a comment needs a line of its own",
            ));
        }
    };
    if let Some(alias) = alias
        .map(|alias| line.text(alias))
        .filter(|alias| !is_stage_name(alias))
    {
        return Err(
            Refusal::new(format!("`{alias}` cannot be the name of a stage"))
                .help("start with a letter, and use letters, digits, `-`, `_` and `.` only"),
        );
    }
    let image = line.unquoted(image);
    let platform = flags.iter().find(|flag| flag.name == "platform");
    Ok(From {
        platform: platform.and_then(|flag| flag.value.clone()),
        reference: ImageReference::parse(&image.value),
        image,
        alias: alias.map(|alias| line.plain(alias)),
    })
}

fn is_stage_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|next| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.'))
}
