//! How fast a document is read, beside `parse-dockerfile`, which gives a smaller answer.
//!
//! `cargo bench -p harden-dockerfile` prints the throughput over the corpus. Without the corpus a short file stands in.

use corpus::{Part, Real};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use dockerfile::Document;

fn main() {
    divan::main();
}

#[divan::bench]
fn ours(bencher: Bencher<'_, '_>) {
    let files = files();
    bencher.counter(bytes(&files)).bench(|| {
        for file in &files {
            black_box(Document::parse(black_box(file.as_str())));
        }
    });
}

#[divan::bench]
fn parse_dockerfile(bencher: Bencher<'_, '_>) {
    let files = files();
    bencher.counter(bytes(&files)).bench(|| {
        for file in &files {
            let _ = black_box(parse_dockerfile::parse(black_box(file)));
        }
    });
}

fn files() -> Vec<String> {
    let files: Option<Vec<Real>> = corpus::read(Part::Dockerfiles);
    let contents = |files: Vec<Real>| files.into_iter().map(|file| file.content).collect();
    files.map_or_else(
        || vec!["FROM alpine:3.20\nRUN apk add curl\n".to_owned()],
        contents,
    )
}

fn bytes(files: &[String]) -> BytesCount {
    BytesCount::new(files.iter().map(String::len).sum::<usize>())
}
