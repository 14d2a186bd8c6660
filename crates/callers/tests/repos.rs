//! The trees in `tests/repos`: what is built there, and by whom.

mod trees;

use callers::{Chains, File, discover, is_dockerfile, listing};
use dockerfile::Document;

#[test]
fn every_tree_is_listed_as_people_see_it() {
    for name in trees::names() {
        let tree = trees::tree(&name);
        let callers = discover(&tree);
        let dockerfiles = tree.iter().filter(|(path, _)| is_dockerfile(path));
        let files: Vec<File> = dockerfiles
            .map(|(path, text)| File::new(path, &Document::parse(text.as_str())))
            .collect();
        let mut shown = listing::table(&callers, &Chains::new(&callers.builds, &files));
        for problem in &callers.problems {
            let place = &problem.place;
            shown += &format!(
                "problem: {}:{}: {}\n",
                place.file, place.line, problem.message
            );
        }
        trees::snapshot(&name, &shown);
    }
}

#[test]
fn containers_are_evidence() {
    let callers = discover(&trees::tree("scripts-and-tools"));
    let [container] = callers.containers.as_slice() else {
        panic!("one container, not {:?}", callers.containers);
    };
    assert_eq!(container.run_as_non_root, Some(true));
    assert_eq!(container.user.as_ref().unwrap().text, "10001");
    assert_eq!(container.ports[0].text, "8080");
    assert!(container.has_healthcheck);

    let callers = discover(&trees::tree("compose-above"));
    let api = callers
        .containers
        .iter()
        .find(|container| container.name == "api");
    let api = api.unwrap();
    assert_eq!(api.user.as_ref().unwrap().text, "1000:1000");
    assert_eq!(api.ports[0].text, "8080:8080");
    assert_eq!(api.volumes[0].text, "../services/api:/app");
}
