//! Bases that get no more fixes, and bases without a version.

use super::openjdk;
use crate::base_image::root_stage;
use crate::{Finding, Target, Verdict};
use catalog::{Date, Eol, ImageName, SNAPSHOT, end_of_life, latest_meant, products};
use dockerfile::{Base, Stage};

/// What is to be said about the support of the base of `stage`.
pub(super) fn findings(target: &Target<'_>, stage: &Stage) -> Vec<Finding> {
    let root = root_stage(target.stages, stage);
    let Base::Image(reference) = &root.base else {
        return Vec::new();
    };
    if reference.digest.is_some() {
        return Vec::new();
    }
    let (name, tag) = ImageName::split(&reference.text);
    let mut ended = end_of_life(&name, tag, SNAPSHOT);
    ended.retain(|eol| last_fixes(eol) < SNAPSHOT);
    if !ended.is_empty() {
        return vec![unsupported(
            target,
            stage,
            &reference.text,
            &name,
            tag,
            &ended,
        )];
    }
    match tag {
        None | Some("latest") => without_version(target, stage, &reference.text, &name)
            .into_iter()
            .collect(),
        Some(_) => Vec::new(),
    }
}

/// The last day with fixes for everybody: Debian's long-term support is free, others sell theirs.
///
/// <https://wiki.debian.org/LTS>
fn last_fixes(eol: &Eol) -> Date {
    let extended = eol.extended.filter(|_| eol.product == "debian");
    extended.unwrap_or(eol.ended)
}

fn unsupported(
    target: &Target<'_>,
    stage: &Stage,
    image: &str,
    name: &ImageName,
    tag: Option<&str>,
    ended: &[Eol],
) -> Finding {
    let what: Vec<String> = ended
        .iter()
        .map(|eol| {
            format!(
                "{} {} got its last fixes on {}",
                eol.product,
                eol.cycle,
                last_fixes(eol)
            )
        })
        .collect();
    let own = ended.iter().find(|eol| is_of(eol.product, name));
    let living = own
        .zip(tag)
        .and_then(|(eol, tag)| living_tag(name, tag, eol));
    let advice = match living {
        Some(tag) => {
            format!("try the next version that is supported, and test it: `FROM {name}:{tag}`")
        }
        None => openjdk::publisher(name, tag).map_or_else(
            || "move to a release that is supported, and test it".to_owned(),
            |image| {
                format!(
                    "try the same Java of a publisher that mends it, and test it: `FROM {image}`"
                )
            },
        ),
    };
    let evidence = ended
        .iter()
        .map(|eol| format!("read at {}", eol.source))
        .collect();
    super::finding(
        target,
        stage,
        format!("`{image}` is out of support: {}", what.join(", ")),
        "weaknesses that are found from now on stay in the image",
        Verdict::Suggestion(advice),
        evidence,
    )
}

/// Whether `product` is what the image `name` is named for.
fn is_of(product: &str, name: &ImageName) -> bool {
    let all = products().unwrap_or_default();
    let found = all.iter().find(|known| known.name == product);
    found.is_some_and(|product| product.images.iter().any(|image| image == name.as_str()))
}

/// The same tag with the next cycle of the product that is supported, if it lives.
fn living_tag(name: &ImageName, tag: &str, ended: &Eol) -> Option<String> {
    let product = products()
        .ok()?
        .iter()
        .find(|product| product.name == ended.product)?;
    let numbers = |cycle: &str| -> Vec<u32> {
        cycle
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    let old = numbers(ended.cycle);
    let mut later: Vec<&str> = product
        .cycles
        .iter()
        .filter(|cycle| cycle.ends >= SNAPSHOT && numbers(&cycle.name) > old)
        .map(|cycle| cycle.name.as_str())
        .collect();
    later.sort_by_key(|cycle| numbers(cycle));
    // Behind the version stands the variant, whose release may be gone as well.
    let variant = tag.split_once('-').map(|(_, variant)| variant);
    let slim = variant
        .filter(|variant| variant.contains("slim"))
        .map(|_| "slim");
    let lives =
        |tag: &String| catalog::tag(name, Some(tag)).is_some_and(|tag| tag.dropped.is_none());
    // A version that is supported until the one after the next comes out has no day in the list: `latest` means it.
    let meant = latest_meant(name).iter().map(String::as_str);
    let newest = meant.filter(|tag| tag.matches('.').count() == 1 && numbers(tag) > old);
    later.into_iter().chain(newest).find_map(|cycle| {
        let spellings = [variant, slim]
            .into_iter()
            .flatten()
            .map(|variant| format!("{cycle}-{variant}"));
        spellings.chain([cycle.to_owned()]).find(lives)
    })
}

fn without_version(
    target: &Target<'_>,
    stage: &Stage,
    image: &str,
    name: &ImageName,
) -> Option<Finding> {
    let meant = latest_meant(name);
    // The minor version where there is one: it gets fixes, and no surprises.
    let tag = meant
        .iter()
        .find(|tag| tag.matches('.').count() == 1)
        .or_else(|| meant.first())?;
    Some(super::finding(
        target,
        stage,
        format!("`{image}` names no version"),
        "the next build may get another major version, and nobody can say which one is in the image",
        Verdict::Suggestion(format!(
            "name the one that it meant on {SNAPSHOT}: `FROM {name}:{tag}`"
        )),
        Vec::new(),
    ))
}
