//! Corners of bake files that real ones have.

use callers::{Memory, discover};

#[test]
fn rows_of_a_matrix_without_a_known_name_stay_apart() {
    let text = "target \"check\" {\n  matrix = { tags = [\"a\", \"b\"] }\n  name = \"check-${md5(tags)}\"\n  args = { TAGS = tags }\n}\n";
    let tree = Memory::from([("docker-bake.hcl".to_owned(), text.to_owned())]);
    let found = discover(&tree);
    let names: Vec<&str> = found
        .builds
        .iter()
        .map(|build| build.name.as_str())
        .collect();
    assert_eq!(names, ["check#0", "check#1"]);
}
