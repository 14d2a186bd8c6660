//! The shell bodies of the corpus' `RUN`s, as BuildKit hands them to the shell.

use corpus::{Instruction, Part, Verdict};

/// All shell bodies that BuildKit hands to a POSIX shell, or `None` when the corpus is not there.
pub(crate) fn bodies() -> Option<Vec<String>> {
    let verdicts: Vec<Verdict> = corpus::read(Part::Verdicts)?;
    let accepted = verdicts
        .iter()
        .filter(|verdict| verdict.ok && !is_windows(verdict));
    let instructions = accepted.flat_map(|verdict| &verdict.instructions);
    let bodies = instructions
        .filter(|instruction| instruction.cmd.eq_ignore_ascii_case("run") && !instruction.json);
    Some(bodies.filter_map(body).collect())
}

/// The text the shell reads: the line, and the heredocs behind it; a heredoc alone is itself the script.
fn body(instruction: &Instruction) -> Option<String> {
    let line = instruction.args.first()?;
    let content = |heredoc: &corpus::Heredoc, key: &str| {
        let value = heredoc.fields.get(key).and_then(|value| value.as_str());
        value.unwrap_or_default().to_owned()
    };
    if let [only] = instruction.heredocs.as_slice() {
        let content = content(only, "content");
        if line.trim_start_matches('<').trim_matches(['-', '"', '\'']) == name(only) {
            return is_shell(&content).then_some(content);
        }
    }
    let mut text = line.clone();
    for heredoc in &instruction.heredocs {
        text.push('\n');
        text.push_str(&content(heredoc, "content"));
        text.push_str(&name(heredoc));
    }
    Some(text)
}

fn name(heredoc: &corpus::Heredoc) -> String {
    let name = heredoc.fields.get("name").and_then(|name| name.as_str());
    name.unwrap_or_default().to_owned()
}

fn is_shell(script: &str) -> bool {
    !script.starts_with("#!")
        || script
            .lines()
            .next()
            .is_some_and(|line| line.ends_with("sh"))
}

fn is_windows(verdict: &Verdict) -> bool {
    let is_marked = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["windows", "nanoserver", "powershell", "pwsh", "cmd.exe"]
            .iter()
            .any(|mark| text.contains(mark))
    };
    let shells = verdict
        .instructions
        .iter()
        .filter(|instruction| instruction.cmd == "SHELL");
    verdict.escape.as_deref() == Some("`")
        || verdict.stages.iter().any(|stage| is_marked(&stage.base))
        || shells
            .flat_map(|shell| &shell.args)
            .any(|arg| is_marked(arg))
}
