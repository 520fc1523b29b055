//! How long generation takes: from the texts of the five documents, and from their contracts.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;

use codegen::{Target, generate};
use criterion::{Criterion, criterion_group, criterion_main};
use specs::Contract;
use specs::providers::ALL;

fn contracts() -> Vec<Contract> {
    let parsed = ALL.iter().map(|provider| specs::parse(provider.id, provider.file, provider.text));
    parsed.map(|(contract, _)| contract.unwrap()).collect()
}

fn benches(criterion: &mut Criterion) {
    criterion.bench_function("five documents, parse and generate", |bencher| {
        bencher.iter(|| generate(&black_box(contracts()), &Target::Workspace).unwrap());
    });
    criterion.bench_function("five documents, parse", |bencher| {
        bencher.iter(|| black_box(contracts()));
    });
    let contracts = contracts();
    criterion.bench_function("five documents, generate", |bencher| {
        bencher.iter(|| generate(black_box(&contracts), &Target::Workspace).unwrap());
    });
}

criterion_group!(generation, benches);
criterion_main!(generation);
