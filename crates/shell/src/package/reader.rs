//! Reads the words of a call by the manager's rule.

use super::rule::Rule;
use super::version::{Style, split};
use super::{Action, Flag, Manager, Package, PackageCall};
use crate::{Span, Word};

/// The call that `words` (the manager first) make.
pub(crate) fn read(rule: &Rule, words: &[Word]) -> Option<PackageCall> {
    let (program, words) = words.split_first()?;
    let mut call = PackageCall {
        manager: manager(rule, program),
        action: rule.bare,
        verb: String::new(),
        packages: Vec::new(),
        flags: Vec::new(),
        files: Vec::new(),
        operands: Vec::new(),
    };
    sort_words(rule, words, &mut call);
    if rule.manager == Manager::Pacman {
        pacman_verb(&mut call);
    } else if rule.has_goals {
        goals(rule, &mut call);
    } else {
        verb(rule, &mut call);
    }
    let is_of_packages = match call.action {
        Action::Install | Action::Remove | Action::Download | Action::Upgrade => true,
        Action::InstallProject
        | Action::Update
        | Action::Clean
        | Action::Build
        | Action::Run
        | Action::Other => false,
    };
    if is_of_packages && !rule.has_goals {
        call.packages = call
            .operands
            .iter()
            .map(|word| package(word, rule.style))
            .collect();
        let editable = |flag: &&Flag| matches!(flag.name.as_str(), "-e" | "--editable");
        let edited = call
            .flags
            .iter()
            .filter(editable)
            .filter_map(|flag| flag.value.as_ref());
        let edited = edited.filter(|_| rule.style == Style::Python);
        call.packages
            .extend(edited.map(|word| package(word, rule.style)));
    }
    version_by_flag(&mut call);
    if rule.has_project && call.action == Action::Install && call.packages.is_empty() {
        call.action = Action::InstallProject;
    }
    Some(call)
}

/// `apt` and `mamba` share the rule of a sibling.
fn manager(rule: &Rule, program: &Word) -> Manager {
    let name = program.value();
    match name.rsplit('/').next().unwrap_or(name) {
        "apt" => Manager::Apt,
        "aptitude" => Manager::Aptitude,
        "yum" => Manager::Yum,
        "microdnf" => Manager::Microdnf,
        "tdnf" => Manager::Tdnf,
        "mamba" | "micromamba" => Manager::Mamba,
        _ => rule.manager,
    }
}

/// Tells options and their values from the other words.
fn sort_words(rule: &Rule, words: &[Word], call: &mut PackageCall) {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = bare(word);
        if text == "--" {
            call.operands.extend(words.by_ref().cloned());
            return;
        }
        if !text.starts_with('-') || text.len() < 2 {
            call.operands.push(word.clone());
            continue;
        }
        let (name, attached) = match text.split_once('=') {
            Some((name, value)) => (name, Some(word.end(value))),
            None => short_value(rule, word, text),
        };
        let takes_next = attached.is_none() && takes_value(rule, name);
        let value = attached.or_else(|| takes_next.then(|| words.next().cloned()).flatten());
        let end = value.as_ref().map_or(word.span.end, |value| value.span.end);
        let letter = name.chars().next_back().filter(|_| !name.starts_with("--"));
        let lists = |option: &&str| *option == name || (rule.clusters && is_letter(option, letter));
        if rule.files.iter().any(lists) {
            call.files.extend(value.clone());
        }
        call.flags.push(Flag {
            name: name.to_owned(),
            value,
            span: Span::new(word.span.start, end.max(word.span.end)),
        });
    }
}

fn takes_value(rule: &Rule, name: &str) -> bool {
    let letter = name
        .chars()
        .next_back()
        .filter(|_| rule.clusters && !name.starts_with("--"));
    let takes = |option: &&&str| **option == name || is_letter(option, letter);
    rule.valued
        .iter()
        .chain(rule.files)
        .any(|option| takes(&option))
}

/// Whether `option` is the short option of `letter`.
fn is_letter(option: &str, letter: Option<char>) -> bool {
    option.len() == 2 && letter.is_some_and(|letter| option.ends_with(letter))
}

/// `-rrequirements.txt`: a short option with its value in the same word.
fn short_value<'w>(rule: &Rule, word: &Word, text: &'w str) -> (&'w str, Option<Word>) {
    let Some((short, rest)) = text.split_at_checked(2) else {
        return (text, None);
    };
    let is_valued = rule.valued.contains(&short) || rule.files.contains(&short);
    if rule.clusters && is_valued && !rest.is_empty() && short != "--" {
        return (short, Some(word.end(rest)));
    }
    (text, None)
}

fn verb(rule: &Rule, call: &mut PackageCall) {
    let Some(first) = call.operands.first().map(|word| word.value().to_owned()) else {
        return;
    };
    let second = call.operands.get(1).map(Word::value).unwrap_or_default();
    let both = format!("{first} {second}");
    let (verb, length, action) = if let Some(action) = rule.action(&both) {
        (both, 2, action)
    } else if let Some(action) = rule.action(&first) {
        (first, 1, action)
    } else if rule.opens_verb(&first) && call.operands.len() > 1 {
        (both, 2, Action::Other)
    } else {
        (first, 1, rule.unknown)
    };
    call.operands.drain(..length);
    (call.verb, call.action) = (verb, action);
}

/// All words are verbs; the one that does most counts.
fn goals(rule: &Rule, call: &mut PackageCall) {
    let weight = |action: &Action| match action {
        Action::Build => 3,
        Action::Install | Action::InstallProject | Action::Run => 2,
        Action::Download => 1,
        Action::Remove | Action::Update | Action::Upgrade | Action::Clean | Action::Other => 0,
    };
    let goal = |word: &Word| {
        // `:app:assembleDebug` and `dependency:go-offline`: as written, or by its last part.
        let text = word.value();
        let last = text.rsplit(':').next().unwrap_or(text);
        rule.action(text)
            .or_else(|| rule.action(last))
            .unwrap_or(rule.unknown)
    };
    let goals = call.operands.iter().map(|word| (word.value(), goal(word)));
    let strongest = goals.rev().max_by_key(|(_, action)| weight(action));
    if let Some((verb, action)) = strongest {
        (call.verb, call.action) = (verb.to_owned(), action);
    }
}

/// `-Syu`: the capital letter is the verb, the small ones its manner.
/// <https://man.archlinux.org/man/pacman.8>
fn pacman_verb(call: &mut PackageCall) {
    let is_operation = |flag: &&Flag| {
        let name = flag.name.trim_start_matches('-');
        name.starts_with(['S', 'R', 'U', 'Q', 'F', 'D', 'T'])
            || matches!(name, "sync" | "remove" | "upgrade")
    };
    let Some(operation) = call.flags.iter().find(is_operation) else {
        return;
    };
    call.verb.clone_from(&operation.name);
    let letters = operation.name.as_str();
    let names_some = !call.operands.is_empty();
    call.action = match letters.trim_start_matches('-').chars().next() {
        Some('S' | 's') if letters.contains("cc") || letters == "-Sc" => Action::Clean,
        Some('S' | 's') if names_some => Action::Install,
        Some('S' | 's') if call.has_flag("-u") || letters.contains('u') => Action::Upgrade,
        Some('S' | 's') => Action::Update,
        Some('R' | 'r') => Action::Remove,
        Some('U' | 'u') => Action::Install,
        Some(_) | None => Action::Other,
    };
}

/// What the manager receives; the word as written, without quotes around it, where an expansion is in it.
fn bare(word: &Word) -> &str {
    word.literal().unwrap_or_else(|| word.raw.trim_matches('"'))
}

/// The package that `word` names.
fn package(word: &Word, style: Style) -> Package {
    let text = bare(word);
    let is_path = is_path(text);
    let (name, version) = if is_path {
        (text, None)
    } else {
        split(text, style)
    };
    Package {
        name: name.to_owned(),
        version: version.map(str::to_owned),
        span: word.span,
        is_literal: word.literal().is_some(),
        is_path,
    }
}

/// Whether `text` is a file, a folder or an address. `.build-deps` is a name: apk's virtual packages begin so.
fn is_path(text: &str) -> bool {
    let starts = ["./", "../", "/", "~/", ".["];
    let ends = [
        ".deb", ".rpm", ".apk", ".whl", ".tgz", ".tar.gz", ".zip", ".gem",
    ];
    matches!(text, "." | "..")
        || starts.iter().any(|start| text.starts_with(start))
        || ends.iter().any(|end| text.ends_with(end))
        || text.contains("://")
}

/// `gem install rails -v 7.1`, `cargo install ripgrep --version 14`: the version of the one package.
fn version_by_flag(call: &mut PackageCall) {
    let flag = if matches!(
        call.manager,
        Manager::Gem | Manager::Cargo | Manager::Dotnet
    ) {
        let named = |name: &str| call.flag_value(name).map(|word| word.raw.clone());
        named("--version").or_else(|| named("-v"))
    } else {
        None
    };
    if let [package] = call.packages.as_mut_slice() {
        package.version = package.version.take().or(flag);
    }
}
