//! Every input of the corpus with BuildKit's verdict on it.

use corpus::{Part, Real, Verdict};

/// One text and what BuildKit says of it.
pub(crate) struct Input {
    pub(crate) text: String,
    pub(crate) verdict: Verdict,
}

/// The inputs of one file of the corpus; none when it is not there.
pub(crate) fn of(part: Part) -> Vec<Input> {
    if part == Part::Dockerfiles {
        return real();
    }
    let verdicts: Vec<Verdict> = corpus::read(part).unwrap_or_default();
    let input = |mut verdict: Verdict| Input {
        text: verdict.content.take().unwrap(),
        verdict,
    };
    verdicts.into_iter().map(input).collect()
}

/// All inputs.
pub(crate) fn all() -> Vec<Input> {
    let parts = [Part::Dockerfiles, Part::Tricky, Part::Mutants];
    parts.into_iter().flat_map(of).collect()
}

fn real() -> Vec<Input> {
    let files: Vec<Real> = corpus::read(Part::Dockerfiles).unwrap_or_default();
    let verdicts: Vec<Verdict> = corpus::read(Part::Verdicts).unwrap_or_default();
    assert_eq!(files.len(), verdicts.len());
    let pairs = files.into_iter().zip(verdicts);
    pairs
        .map(|(file, verdict)| {
            assert_eq!(file.id, verdict.id);
            Input {
                text: file.content,
                verdict,
            }
        })
        .collect()
}
