//! The corpus reads whole.

use corpus::{IgnoreFile, Part, Real, Verdict};

#[test]
fn every_part_reads() {
    let Some(real) = corpus::read::<Real>(Part::Dockerfiles) else {
        return;
    };
    assert_eq!(real.len(), 4000);
    let verdicts = corpus::read::<Verdict>(Part::Verdicts).unwrap();
    assert!(
        real.iter()
            .zip(&verdicts)
            .all(|(real, verdict)| real.id == verdict.id)
    );
    assert_eq!(corpus::read::<Verdict>(Part::Tricky).unwrap().len(), 95);
    assert_eq!(corpus::read::<Verdict>(Part::Mutants).unwrap().len(), 3500);
    assert_eq!(
        corpus::read::<IgnoreFile>(Part::IgnoreFiles).unwrap().len(),
        3000
    );
}
