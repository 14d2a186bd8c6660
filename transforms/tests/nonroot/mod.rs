//! What becomes of every root file of the corpus: judged alone, without its context, as `nonroot-user` sees it once.

#![allow(
    dead_code,
    reason = "the example and the test each use their part of this file"
)]
#![allow(
    clippy::unwrap_used,
    reason = "writing to a text does not fail, and a test that cannot go on must fail"
)]

pub mod table;

use catalog::Family;
use context::{Context, Entry, EntryKind};
use corpus::{Part, Real, Verdict as Parsed};
use dockerfile::{Base, Document, Kind, Stage, apply, final_stage, stages};
use transforms::nonroot_user::NonrootUser;
use transforms::{Finding, Options, Target, Transform, Verdict, base_image};

/// A context with one file, the Dockerfile.
struct Alone;

impl Context for Alone {
    fn entries(&self, folder: &str) -> Option<std::sync::Arc<[Entry]>> {
        let only = Entry {
            name: "Dockerfile".to_owned(),
            kind: EntryKind::File,
        };
        folder.is_empty().then(|| std::sync::Arc::from([only]))
    }

    fn read(&self, _file: &str) -> Option<String> {
        None
    }
}

/// One file of the corpus.
pub struct Judged {
    pub file: Real,
    /// What BuildKit and the catalogue say of who the final stage runs as.
    pub runs_as: RunsAs,
    /// The family of its base, for the table.
    pub family: String,
    pub finding: Option<Finding>,
    /// Its text with the fix.
    pub fixed: Option<String>,
}

/// Who the final stage runs as, by BuildKit's verdict on the file and by the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunsAs {
    Root,
    /// Not root, or a name.
    Other,
    /// It cannot be told: the base is not known, or the user is a variable.
    Unknown,
}

/// Every file that BuildKit builds, judged; `None` where the corpus is not there.
pub fn judged() -> Option<Vec<Judged>> {
    let files = corpus::read::<Real>(Part::Dockerfiles)?;
    let verdicts = corpus::read::<Parsed>(Part::Verdicts)?;
    let pairs = files.into_iter().zip(verdicts);
    Some(
        pairs
            .filter(|(_, verdict)| verdict.ok)
            .filter_map(|(file, verdict)| judge(file, &verdict))
            .collect(),
    )
}

fn judge(file: Real, verdict: &Parsed) -> Option<Judged> {
    let document = Document::parse(file.content.as_str());
    let stages = stages(&document);
    let stage = final_stage(&stages)?;
    let options = Options::default();
    let target = target(&file.path, &document, &stages, &options);
    let base = base_image::of(&target, stage);
    let is_scratch = *stage.root(&stages) == Base::Scratch;
    let family = match &base {
        _ if is_scratch => "scratch".to_owned(),
        Some(base) => base.family.map_or("family not known", name).to_owned(),
        None => "base not known".to_owned(),
    };
    let user = verdict
        .image
        .as_ref()
        .and_then(|image| image.user.as_deref());
    // BuildKit leaves out a user that the file alone does not decide.
    let is_open = stage.user.as_ref().is_some_and(|user| !user.is_known());
    let runs_as = match user.unwrap_or_default().split(':').next() {
        _ if is_open => RunsAs::Unknown,
        Some("root" | "0") => RunsAs::Root,
        Some(user) if user.contains('$') => RunsAs::Unknown,
        Some("") | None if is_scratch => RunsAs::Root,
        Some("") | None => match base.as_ref().and_then(|base| base.starts_as_root()) {
            Some(true)
                if base
                    .as_ref()
                    .is_some_and(|base| base.family == Some(Family::Windows)) =>
            {
                RunsAs::Unknown
            }
            Some(true) => RunsAs::Root,
            Some(false) => RunsAs::Other,
            None => RunsAs::Unknown,
        },
        Some(_) => RunsAs::Other,
    };
    let finding = NonrootUser.check(&target).into_iter().next();
    let fixed = match finding.as_ref().map(|finding| &finding.verdict) {
        Some(Verdict::Fix(fix)) => Some(apply(&file.content, &fix.edits)),
        Some(Verdict::HeldBack { .. } | Verdict::Suggestion(_)) | None => None,
    };
    Some(Judged {
        file,
        runs_as,
        family,
        finding,
        fixed,
    })
}

/// The finding of a second look at a text.
pub fn look_again(path: &str, text: &str) -> Option<Finding> {
    let document = Document::parse(text);
    let stages = stages(&document);
    let options = Options::default();
    NonrootUser
        .check(&target(path, &document, &stages, &options))
        .into_iter()
        .next()
}

fn target<'a>(
    path: &'a str,
    document: &'a Document,
    stages: &'a [Stage],
    options: &'a Options,
) -> Target<'a> {
    Target {
        path,
        path_in_context: Some("Dockerfile"),
        document,
        stages,
        context: Some(&Alone),
        surroundings: None,
        siblings: &[],
        options,
        applies_unsafe: true,
    }
}

impl Judged {
    /// Whether the finding is about a name that gets its numbers, and not about root.
    pub fn is_numbered(&self) -> bool {
        self.finding
            .as_ref()
            .is_some_and(|finding| finding.message.starts_with("`USER` names"))
    }

    /// Names in `USER` and `--chown` of the fixed text that the file did not have.
    pub fn invented_names(&self) -> Vec<String> {
        let Some(fixed) = &self.fixed else {
            return Vec::new();
        };
        let before = owners(&self.file.content);
        owners(fixed)
            .into_iter()
            .filter(|owner| !before.contains(owner))
            .filter(|owner| owner.split(':').any(|part| part.parse::<u32>().is_err()))
            .collect()
    }

    /// Whether the numbers of the final `USER` are those of an account that the base has or the file creates, or
    /// nothing else is possible: the base has no way to create one, or it is not known.
    pub fn is_of_an_account(&self) -> bool {
        let Some(fixed) = &self.fixed else {
            return true;
        };
        let document = Document::parse(fixed.as_str());
        let stages = stages(&document);
        let Some(stage) = final_stage(&stages) else {
            return false;
        };
        let options = Options::default();
        let base = base_image::of(&target("", &document, &stages, &options), stage);
        let Some(user) = &stage.user else {
            return false;
        };
        let uid = user.value.split(':').next().unwrap_or_default();
        let is_the_base_s = base.as_ref().is_some_and(|base| {
            base.accounts
                .iter()
                .any(|account| account.uid.to_string() == uid)
        });
        // `www-data` and `nobody`: https://salsa.debian.org/debian/base-passwd/-/blob/master/passwd.master
        let is_the_distribution_s = base.as_ref().is_some_and(|base| match base.family {
            Some(Family::Dpkg) => ["33", "65534"].contains(&uid),
            Some(Family::Apk) => uid == "65534",
            _ => false,
        });
        let creates = |text: &str| {
            let makes = ["useradd", "adduser", "/etc/passwd"]
                .iter()
                .any(|word| text.contains(word));
            makes && text.contains(uid)
        };
        let is_created = document.instructions.iter().any(|instruction| {
            matches!(instruction.kind, Kind::Run(_)) && creates(&instruction.logical.text)
        });
        let has_no_way = base
            .as_ref()
            .is_none_or(|base| matches!(base.family, None | Some(Family::None)));
        is_the_base_s || is_the_distribution_s || is_created || has_no_way
    }

    /// The instructions behind the final `USER` that would run as the account and need root.
    pub fn needing_root(&self) -> usize {
        let Some(fixed) = self.fixed.as_ref().filter(|_| !self.is_numbered()) else {
            return 0;
        };
        let document = Document::parse(fixed.as_str());
        let stages = stages(&document);
        let Some(user) = final_stage(&stages).and_then(|stage| stage.user.as_ref()) else {
            return 0;
        };
        document
            .instructions
            .iter()
            .skip(user.instruction + 1)
            .filter(|instruction| {
                matches!(
                    instruction.kind,
                    Kind::Run(_) | Kind::Workdir(_) | Kind::User(_)
                )
            })
            .count()
    }
}

fn owners(text: &str) -> Vec<String> {
    let mut owners = Vec::new();
    for instruction in Document::parse(text).instructions {
        if let Kind::User(word) = &instruction.kind {
            owners.push(word.value.clone());
        }
        for flag in &instruction.flags {
            if flag.name == "chown" {
                owners.extend(flag.value.as_ref().map(|value| value.value.clone()));
            }
        }
    }
    owners
}

fn name(family: Family) -> &'static str {
    match family {
        Family::Dpkg => "dpkg",
        Family::Apk => "apk",
        Family::Busybox => "busybox",
        Family::Rpm => "rpm",
        Family::Pacman => "pacman",
        Family::None => "distroless",
        Family::Windows => "windows",
    }
}
