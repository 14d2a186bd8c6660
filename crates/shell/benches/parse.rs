//! How fast the `RUN` bodies of the corpus are read, in bytes a second.

#[path = "../tests/real/bodies.rs"]
mod bodies;

use divan::Bencher;
use divan::counter::BytesCount;
use shell::{Command, Script};

fn main() {
    divan::main();
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let bodies = bodies::bodies().unwrap_or_default();
    let bytes: usize = bodies.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let scripts = bodies.iter().map(|body| Script::parse(body));
        scripts.map(|script| script.commands.len()).sum::<usize>()
    });
}

#[divan::bench]
fn package_calls(bencher: Bencher<'_, '_>) {
    let bodies = bodies::bodies().unwrap_or_default();
    let bytes: usize = bodies.iter().map(String::len).sum();
    let scripts: Vec<Script> = bodies.iter().map(|body| Script::parse(body)).collect();
    let commands = || {
        let commands = scripts.iter().flat_map(|script| script.commands.iter());
        commands.map(|command| Command::clone(command)).collect()
    };
    let is_call = |command: &&Command| command.package_call().is_some();
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(commands)
        .bench_refs(|commands: &mut Vec<Command>| commands.iter().filter(is_call).count());
}
