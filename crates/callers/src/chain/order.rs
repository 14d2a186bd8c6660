//! The order in which Dockerfiles are looked at: bases before what stands on them.

use super::{File, Link};
use crate::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// The paths of all files, bases first and otherwise by name; a circle is reported and its files come last.
pub(super) fn order(files: &[File], links: &[Link], problems: &mut Vec<Problem>) -> Vec<String> {
    let mut waits: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut children: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        waits.entry(&file.path).or_default();
    }
    for link in links.iter().filter(|link| link.path != link.base) {
        if waits.contains_key(link.base.as_str())
            && let Some(bases) = waits.get_mut(link.path.as_str())
        {
            bases.insert(&link.base);
            children.entry(&link.base).or_default().insert(&link.path);
        }
    }
    let free = waits.iter().filter(|(_, bases)| bases.is_empty());
    let mut ready: BTreeSet<&str> = free.map(|(path, _)| *path).collect();
    let mut order: Vec<String> = Vec::new();
    while let Some(path) = ready.pop_first() {
        waits.remove(path);
        order.push(path.to_owned());
        for child in children.remove(path).unwrap_or_default() {
            if let Some(bases) = waits.get_mut(child) {
                bases.remove(path);
                if bases.is_empty() {
                    ready.insert(child);
                }
            }
        }
    }
    let left: Vec<&str> = waits.into_keys().collect();
    if !left.is_empty() {
        report(links, &left, problems);
        order.extend(left.into_iter().map(str::to_owned));
    }
    order
}

/// One problem for each link that leads on along a circle.
fn report(links: &[Link], left: &[&str], problems: &mut Vec<Problem>) {
    for link in links {
        let is_inside = |path: &String| left.contains(&path.as_str());
        if is_inside(&link.path) && is_inside(&link.base) && link.path != link.base {
            let message = format!(
                "its base is `{}`, which stands on it in a circle",
                link.base
            );
            problems.push(Problem::new(&link.path, 1, message));
        }
    }
}
