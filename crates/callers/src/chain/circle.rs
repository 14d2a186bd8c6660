//! Images that stand on each other in a circle: none of them can be built first.

use super::Link;
use crate::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// The Dockerfiles that each one stands on.
type Bases<'l> = BTreeMap<&'l str, BTreeSet<&'l str>>;

/// One problem for each of `links` that leads on along a circle.
pub(super) fn circles(links: &[Link]) -> Vec<Problem> {
    let links = || links.iter().filter(|link| link.path != link.base);
    let mut bases = Bases::new();
    for link in links() {
        bases.entry(&link.path).or_default().insert(&link.base);
    }
    let on_circles = links().filter(|link| stands_on(&bases, &link.base, &link.path));
    let problems = on_circles.map(|link| {
        let message = format!(
            "its base is `{}`, which stands on it in a circle",
            link.base
        );
        Problem::new(&link.path, 1, message)
    });
    problems.collect()
}

/// Whether `path` stands on `base`, or on one that does.
fn stands_on(bases: &Bases<'_>, path: &str, base: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![path];
    while let Some(path) = next.pop() {
        for below in bases.get(path).into_iter().flatten() {
            if *below == base {
                return true;
            }
            if seen.insert(*below) {
                next.push(below);
            }
        }
    }
    false
}
