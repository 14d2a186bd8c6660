//! `bash -n` and `dash -n` as judges of what a shell accepts.

use super::bodies;
use shell::Script;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

/// Whether `shell -n` accepts each of `bodies`; `None` when the shell is not installed.
fn accepted(shell: &str, bodies: &[&str]) -> Option<Vec<bool>> {
    // One process reads all bodies, each as a string of its own.
    let judge = format!(
        "while IFS= read -r file; do {shell} -n \"$file\" 2> /dev/null && echo 1 || echo 0; done"
    );
    Command::new(shell)
        .arg("-c")
        .arg(":")
        .stderr(Stdio::null())
        .status()
        .ok()?;
    let folder = tempfile::tempdir().ok()?;
    let mut list = String::new();
    for (index, body) in bodies.iter().enumerate() {
        let path = folder.path().join(index.to_string());
        std::fs::write(&path, body).ok()?;
        list.push_str(path.to_str()?);
        list.push('\n');
    }
    let mut child = Command::new(shell)
        .arg("-c")
        .arg(judge)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let writer = std::thread::spawn(move || input.write_all(list.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    Some(
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(|line| line == "1")
            .collect(),
    )
}

#[test]
fn a_body_is_understood_as_often_as_bash_accepts_it() {
    let Some(bodies) = bodies::bodies() else {
        return;
    };
    // Every tenth body, all that are not understood, and real bodies cut in the middle, which most shells refuse.
    let cut = |body: &String| {
        let middle = (body.len() / 2..body.len()).find(|at| body.is_char_boundary(*at));
        middle
            .and_then(|middle| body.get(..middle))
            .map(str::to_owned)
    };
    let sample: Vec<String> = bodies.iter().step_by(16).cloned().collect();
    let mut texts: BTreeSet<String> = sample.iter().filter_map(cut).collect();
    texts.extend(sample);
    texts.extend(
        bodies
            .into_iter()
            .filter(|body| !Script::parse(body).is_understood),
    );
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let Some(bash) = accepted("bash", &texts) else {
        eprintln!("skipped: bash is not installed");
        return;
    };
    assert_eq!(bash.len(), texts.len());
    let dash = accepted("dash", &texts).unwrap_or_else(|| bash.clone());
    let (mut too_shy, mut too_bold, mut refused) = (Vec::new(), Vec::new(), 0);
    for ((text, bash), dash) in texts.iter().zip(bash).zip(dash) {
        let is_understood = Script::parse(text).is_understood;
        refused += usize::from(!bash && !dash);
        if is_understood && !bash && !dash {
            too_bold.push(*text);
        }
        if !is_understood && bash {
            too_shy.push(*text);
        }
    }
    let count = texts.len();
    eprintln!(
        "{count} texts, {refused} refused by both shells; not understood but accepted: {}, understood but refused: {}",
        too_shy.len(),
        too_bold.len()
    );
    if std::env::var_os("SHOW").is_some() {
        for (name, texts) in [("shy", &too_shy), ("bold", &too_bold)] {
            for text in texts {
                eprintln!("---- {name}: {:?}\n{text}", Script::parse(text).why);
            }
        }
    }
    assert!(too_bold.len() * 500 <= count, "{too_bold:#?}");
    assert!(too_shy.len() * 50 <= count, "{too_shy:#?}");
}
