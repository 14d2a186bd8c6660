//! The run-time twin of a Java development kit: the same Java on the same release, without its compiler and tools.

use crate::twin::same_life_twin;
use crate::{ImageName, NoTwin, Twin, image, tag};

/// The tag of `name` with the run-time only, for `full`; without a tag, for `latest`.
///
/// ```
/// # use catalog::{ImageName, NoTwin, jre_twin};
/// let twin = |tag| jre_twin(&ImageName::new("eclipse-temurin"), Some(tag)).map(|twin| twin.tag);
/// assert_eq!(twin("21-jdk-noble").unwrap(), "21-jre-noble");
/// assert_eq!(twin("21").unwrap(), "21-jre");
/// assert_eq!(twin("21-jre"), Err(NoTwin::AlreadySlim));
/// ```
///
/// # Errors
/// Why there is none.
pub fn jre_twin(name: &ImageName, full: Option<&str>) -> Result<Twin, NoTwin> {
    if name.official().is_none() {
        return Err(NoTwin::NotOfficial);
    }
    let full = full.unwrap_or("latest");
    let published = tag(name, Some(full)).ok_or(NoTwin::NoSuchTag)?;
    let line = image(name).and_then(|image| image.jre.as_ref());
    let line = line.ok_or(NoTwin::NoSlimLine)?;
    if published
        .release
        .is_some_and(|release| release.distribution == "windows")
    {
        return Err(NoTwin::Windows);
    }
    let words: Vec<&str> = full.split('-').collect();
    if words.iter().any(|word| word.starts_with(line.to.as_str())) {
        return Err(NoTwin::AlreadySlim);
    }
    let spelling = match words
        .iter()
        .position(|word| word.starts_with(line.from.as_str()))
    {
        Some(_) => full.replacen(&line.from, &line.to, 1),
        // `21-noble` is `21-jdk-noble`.
        None => {
            let (version, rest) = full.split_once('-').unwrap_or((full, ""));
            let gap = if rest.is_empty() { "" } else { "-" };
            format!("{version}-{}{gap}{rest}", line.to)
        }
    };
    same_life_twin(name, published, vec![spelling])
}
