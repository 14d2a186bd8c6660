//! Every file of facts loads, and every fact says where and when it was read.

use catalog::{
    Facts, IMAGE_FILES, ImageName, all_packages, distributions, distroless_images, image, products,
    successors,
};

#[allow(
    clippy::unwrap_used,
    reason = "a file that cannot be read must fail the tests"
)]
fn every_entry() -> Vec<(&'static str, &'static Facts)> {
    let files = IMAGE_FILES
        .iter()
        .map(|file| (file.name, file.entries().unwrap()));
    files
        .flat_map(|(name, entries)| entries.iter().map(move |entry| (name, entry)))
        .collect()
}

#[test]
fn every_file_loads() {
    assert!(!every_entry().is_empty());
    assert!(!distributions().unwrap().is_empty());
    assert!(!all_packages().unwrap().provider.is_empty());
}

#[test]
fn every_fact_has_a_source_and_a_date() {
    for (file, entry) in every_entry() {
        for facts in std::iter::once(entry).chain(&entry.variant) {
            assert!(facts.source.starts_with("https://"), "{file}: {facts:?}");
            assert!(facts.date.is_some(), "{file}: {facts:?}");
        }
    }
    for distribution in distributions().unwrap() {
        for entry in std::iter::once(distribution).chain(&distribution.release) {
            assert!(entry.source.starts_with("https://"), "{entry:?}");
            assert!(entry.date.is_some(), "{entry:?}");
        }
    }
    let layers = all_packages().unwrap().layer.iter();
    let providers = all_packages().unwrap().provider.iter();
    let sources = layers
        .map(|layer| &layer.source)
        .chain(providers.map(|provider| &provider.source))
        .chain(distroless_images().unwrap().iter().map(|one| &one.source))
        .chain(products().unwrap().iter().map(|product| &product.source))
        .chain(successors().unwrap().iter().map(|one| &one.source));
    for source in sources {
        assert!(source.starts_with("https://"), "{source}");
    }
}

#[test]
fn an_image_has_a_name_of_its_own_and_a_variant_says_what_it_is_about() {
    for (file, entry) in every_entry() {
        assert!(!entry.names.is_empty(), "{file}: {entry:?}");
        for name in &entry.names {
            assert_eq!(&ImageName::new(name).to_string(), name, "not normalised");
            if !name.ends_with("/*") {
                assert_eq!(image(&ImageName::new(name)), Some(entry), "{name} twice");
            }
        }
        for variant in &entry.variant {
            assert!(variant.names.is_empty() && variant.variant.is_empty());
            let says_which = !variant.tags.is_empty()
                || !variant.not_tags.is_empty()
                || variant.from.is_some()
                || variant.before.is_some()
                || variant.dropped_before.is_some()
                || variant.on.is_some();
            assert!(says_which, "{file}: {variant:?}");
        }
    }
}

#[test]
fn every_layer_an_image_names_exists() {
    let known: Vec<&str> = all_packages()
        .unwrap()
        .layer
        .iter()
        .map(|layer| layer.name.as_str())
        .collect();
    for (file, entry) in every_entry() {
        for facts in std::iter::once(entry).chain(&entry.variant) {
            for layer in facts.layers.iter().flatten() {
                assert!(known.contains(&layer.as_str()), "{file}: {layer}");
            }
        }
    }
}

#[test]
fn every_file_of_facts_is_built_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let themes = [
        "end-of-life.toml",
        "distroless-targets.toml",
        "dotnet.toml",
        "latest.toml",
        "packages.toml",
        "releases.toml",
        "successors.toml",
    ];
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let place = format!("data/{}", name.trim_end_matches(".toml"));
        let is_built_in = IMAGE_FILES.iter().any(|file| file.name == place);
        assert!(
            is_built_in || themes.contains(&name.as_str()) || !name.ends_with(".toml"),
            "{name} is in no list"
        );
    }
}
