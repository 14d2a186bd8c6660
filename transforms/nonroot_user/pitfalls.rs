//! Every way in which a `USER` can break an image has a case.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pitfalls {
    pitfall: Vec<Pitfall>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pitfall {
    name: String,
    what: String,
    cases: Vec<String>,
}

/// The collection that the list was made from, where it is there.
#[derive(Debug, Deserialize)]
struct Collection {
    pitfall: Vec<Collected>,
}

#[derive(Debug, Deserialize)]
struct Collected {
    id: String,
}

fn pitfalls() -> Vec<Pitfall> {
    let pitfalls: Pitfalls =
        serde_json::from_str(tables::text!("nonroot_user/data/pitfalls")).unwrap();
    pitfalls.pitfall
}

#[test]
fn every_pitfall_has_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("nonroot_user/cases");
    for pitfall in pitfalls() {
        assert!(!pitfall.what.is_empty(), "{}", pitfall.name);
        assert!(!pitfall.cases.is_empty(), "{} has no case", pitfall.name);
        for case in &pitfall.cases {
            let file = folder.join(format!("{case}.Dockerfile"));
            assert!(
                file.is_file(),
                "{}: there is no case `{case}`",
                pitfall.name
            );
        }
    }
}

#[test]
fn no_pitfall_of_the_collection_is_left_out() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/facts/nonroot-pitfalls.toml");
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: no `../shared/facts`");
        return;
    };
    let collection: Collection = toml::from_str(&text).unwrap();
    let known: BTreeSet<String> = pitfalls().into_iter().map(|pitfall| pitfall.name).collect();
    for collected in collection.pitfall {
        assert!(
            known.contains(&collected.id),
            "{} has no case",
            collected.id
        );
    }
}
