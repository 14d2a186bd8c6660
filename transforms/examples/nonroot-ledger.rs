//! How `nonroot-user` fares over the corpus of real files: `cargo run --example nonroot-ledger [FOLDER safe|unsafe]`.
//!
//! Prints family by tier, the reasons for holding back, and what unsafe fixes take for granted. With a folder, every
//! file is written there as `ID/Dockerfile`, hardened in that tier. The corpus comes without contexts: each file is
//! judged with a context that holds the Dockerfile alone.

use catalog::Family;
use context::{Context, Entry, EntryKind};
use corpus::{Part, Real, Verdict as Parsed};
use dockerfile::{Base, Document, apply, stages};
use std::collections::BTreeMap;
use std::path::Path;
use transforms::nonroot_user::NonrootUser;
use transforms::{Applicability, Options, Target, Transform, Verdict, base_image};

/// A context with one file, the Dockerfile.
struct Alone;

impl Context for Alone {
    fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
        let only = Entry {
            name: "Dockerfile".to_owned(),
            kind: EntryKind::File,
        };
        folder.is_empty().then(|| vec![only])
    }

    fn read(&self, _file: &str) -> Option<String> {
        None
    }
}

#[derive(Default)]
struct Tally {
    /// Findings about a user that is not root and gets its numbers.
    numbered: usize,
    families: BTreeMap<String, [usize; 4]>,
    reasons: BTreeMap<String, usize>,
    assumptions: BTreeMap<String, usize>,
    unknown: BTreeMap<String, usize>,
}

fn main() {
    let (Some(files), Some(verdicts)) = (
        corpus::read::<Real>(Part::Dockerfiles),
        corpus::read::<Parsed>(Part::Verdicts),
    ) else {
        return;
    };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut tally = Tally::default();
    for (file, verdict) in files.iter().zip(&verdicts) {
        let fixed = if verdict.ok {
            judge(file, &mut tally, &arguments)
        } else {
            None
        };
        if let [folder, _] = arguments.as_slice() {
            let folder = Path::new(folder).join(&file.id);
            let text = fixed.as_ref().unwrap_or(&file.content);
            std::fs::create_dir_all(&folder)
                .and_then(|()| std::fs::write(folder.join("Dockerfile"), text))
                .ok();
        }
    }
    tally.print();
}

/// Counts one file; its text with the fix, when the tier asked for has one.
fn judge(file: &Real, tally: &mut Tally, arguments: &[String]) -> Option<String> {
    let document = Document::parse(file.content.as_str());
    let stages = stages(&document);
    let stage = stages.last()?;
    let options = Options::default();
    let target = Target {
        path: &file.path,
        path_in_context: Some("Dockerfile"),
        document: &document,
        stages: &stages,
        context: Some(&Alone),
        surroundings: None,
        siblings: &[],
        options: &options,
    };
    let finding = NonrootUser.check(&target).into_iter().next()?;
    if finding.message.starts_with("`USER` names") {
        tally.numbered += 1;
        return None;
    }
    let base = base_image::of(&target, stage);
    let is_scratch = *stage.root(&stages) == Base::Scratch;
    let is_known = is_scratch
        || base.as_ref().is_some_and(|base| {
            base.family != Some(Family::Windows) && base.starts_as_root().is_some()
        });
    let family = match (&base, is_scratch) {
        (_, true) => "scratch".to_owned(),
        (Some(base), _) => format!("{:?}", base.family),
        (None, _) => "not known".to_owned(),
    };
    let show = arguments.first().filter(|_| arguments.len() == 1);
    let (column, fixed) = match &finding.verdict {
        Verdict::Fix(fix) => {
            let is_wanted = match &fix.applicability {
                Applicability::Safe => true,
                Applicability::Unsafe(assumption) => {
                    for clause in assumption.split(", and ") {
                        *tally.assumptions.entry(masked(clause)).or_default() += 1;
                    }
                    arguments.get(1).is_some_and(|tier| tier == "unsafe")
                }
            };
            let column = usize::from(fix.applicability != Applicability::Safe);
            (column, is_wanted.then(|| apply(&file.content, &fix.edits)))
        }
        Verdict::HeldBack { reason, detail } => {
            let known = if is_known {
                ""
            } else {
                " (base not known to be root)"
            };
            *tally
                .reasons
                .entry(format!("{}{known}", reason.code()))
                .or_default() += 1;
            if show.is_some_and(|code| code == reason.code()) {
                println!("{} {}: {detail}", file.id, file.path);
            }
            if !is_known {
                *tally.unknown.entry(masked(detail)).or_default() += 1;
            }
            (2, None)
        }
        Verdict::Suggestion(_) => (3, None),
    };
    let families = &mut tally.families;
    if is_known && let Some(cell) = families.entry(family).or_default().get_mut(column) {
        *cell += 1;
    }
    fixed
}

/// A clause without the words between backticks and without numbers, so that alike ones count together.
fn masked(clause: &str) -> String {
    let parts = clause.split('`').enumerate();
    let kept: Vec<String> = parts
        .map(|(at, part)| {
            if at % 2 == 1 {
                "_".to_owned()
            } else {
                part.replace(|sign: char| sign.is_ascii_digit(), "")
            }
        })
        .collect();
    kept.join("`")
}

impl Tally {
    fn print(&self) {
        let mut total = [0; 4];
        println!(
            "{:<20} {:>7} {:>7} {:>7} {:>7}",
            "root, base known", "safe", "unsafe", "held", "suggest"
        );
        for (family, cells) in &self.families {
            let [safe, open, held, suggested] = cells;
            println!("{family:<20} {safe:>7} {open:>7} {held:>7} {suggested:>7}");
            for (sum, cell) in total.iter_mut().zip(cells) {
                *sum += cell;
            }
        }
        let [safe, open, held, suggested] = total;
        println!("{:<20} {safe:>7} {open:>7} {held:>7} {suggested:>7}", "all");
        let all: usize = total.iter().sum();
        let share = |count: usize| count * 1000 / all.max(1);
        println!(
            "per mille: safe {}, with --unsafe {}",
            share(safe),
            share(safe + open)
        );
        println!("named users that get their numbers: {}", self.numbered);
        most("held back", &self.reasons);
        most("taken for granted", &self.assumptions);
        most("bases that are not known", &self.unknown);
    }
}

fn most(title: &str, counts: &BTreeMap<String, usize>) {
    println!("\n{title}");
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (what, count) in sorted.iter().take(25) {
        println!("{count:>6}  {what}");
    }
}
