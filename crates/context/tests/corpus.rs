//! The recorded answers of Docker's own matcher.

use context::{Ignore, ignore_lines};
use corpus::{IgnoreFile, Part};

#[test]
fn every_recorded_answer_is_ours_too() {
    let Some(files) = corpus::read::<IgnoreFile>(Part::IgnoreFiles) else {
        return;
    };
    assert_eq!(files.len(), 3_000);
    let mut differences = Vec::new();
    let (mut paths, mut refused) = (0, 0);
    for file in &files {
        let patterns: Vec<String> = ignore_lines(&file.ignore)
            .into_iter()
            .map(|line| line.pattern)
            .collect();
        if patterns != file.patterns {
            differences.push(format!(
                "{}: patterns {patterns:?}, Docker {:?}",
                file.id, file.patterns
            ));
        }
        let ignore = Ignore::parse(&file.ignore);
        match (&ignore, &file.ignore_err) {
            (Err(error), Some(expected)) if error.to_string() == *expected => refused += 1,
            (Ok(ignore), None) => {
                for (path, is_ignored) in file.paths.iter().zip(&file.ignored) {
                    paths += 1;
                    if ignore.is_ignored(path) != *is_ignored {
                        differences.push(format!(
                            "{}: `{path}` ignored by Docker: {is_ignored}",
                            file.id
                        ));
                    }
                }
            }
            (Ok(_) | Err(_), _) => differences.push(format!(
                "{}: {ignore:?}, Docker {:?}",
                file.id, file.ignore_err
            )),
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert_eq!(refused, 321);
    assert!(paths > 20_000, "{paths}");
}
