//! `conformance selftest`: mutation-tests the suite against deliberately faulty mocks.

use std::collections::BTreeMap;

use super::arguments::SelftestArgs;
use super::{Failure, documents, printer};
use conformance_core::finding::Folded;
use conformance_testbed::reference::Stores;
use conformance_testbed::selftest;
use conformance_testbed::selftest::{SelfTest, Trial};

/// Killed and all faults, by class and by check.
type Scores = BTreeMap<(&'static str, &'static str), (usize, usize)>;

/// Silent and all variants.
#[derive(Default)]
struct Silences {
    silent: usize,
    all: usize,
}

pub(super) fn selftest(arguments: &SelftestArgs) -> Result<u8, Failure> {
    let contracts =
        documents::load(&arguments.provider, arguments.spec.as_deref(), &arguments.related)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let seed = arguments.seed;
    let stores = Stores::new(seed);
    let mut scores = Scores::new();
    let mut silences = Silences::default();
    let mut passed = true;
    for contract in contracts {
        let mut live = arguments.live_field.clone();
        if arguments.spec.is_none() {
            live.extend(stores.fixtures(&contract.id).live().fields());
        }
        let live: Vec<&str> = live.iter().map(String::as_str).collect();
        let tested = runtime
            .block_on(selftest::run(contract, &live, seed))
            .map_err(|error| Failure::new(5, format!("the mock cannot run: {error}")))?;
        passed &= tested.passed();
        print_results(&tested);
        silences.all += tested.variants.len();
        silences.silent +=
            tested.variants.iter().filter(|(_, findings)| findings.is_empty()).count();
        for trial in tested.trials.iter().filter(|trial| !trial.is_excused()) {
            let score = scores.entry((trial.fault.class, trial.fault.check)).or_default();
            score.0 += usize::from(trial.is_killed());
            score.1 += 1;
        }
    }
    print_table(&scores, &silences);
    Ok(u8::from(!passed))
}

fn print_results(tested: &SelfTest) {
    let provider = &tested.provider;
    let killed = tested.trials.iter().filter(|trial| trial.is_killed()).count();
    let counted = tested.trials.iter().filter(|trial| !trial.is_excused()).count();
    printer::line(&format!(
        "{provider:<11} {killed} of {} faults found, {} false alarms in {} cases and {} variants",
        counted,
        tested.alarms.len()
            + tested.variants.iter().map(|(_, findings)| findings.len()).sum::<usize>(),
        tested.tally.total(),
        tested.variants.len()
    ));
    print_alarms("", &tested.alarms);
    for (variant, findings) in &tested.variants {
        print_alarms(&format!(" on {}, which {}", variant.id, variant.what), findings);
    }
    for Trial { fault, found, .. } in tested.trials.iter().filter(|trial| trial.has_survived()) {
        let found = found.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let found = if found.is_empty() { "nothing" } else { &found };
        printer::line(&format!(
            "  survived    {}: a server that {}; {} must find it, but {found} did",
            fault.id, fault.what, fault.check
        ));
    }
    for Trial { fault, inconclusive, .. } in tested.trials.iter().filter(|trial| trial.is_excused())
    {
        printer::line(&format!(
            "  excused     {}: a server that {}; it may concern values that were not supplied, and \
             {inconclusive} more cases are inconclusive",
            fault.id, fault.what
        ));
    }
}

fn print_alarms(on: &str, findings: &[Folded]) {
    for Folded { finding, .. } in findings {
        printer::line(&format!(
            "  false alarm{on}: {} in {}: {}",
            finding.check, finding.case, finding.actual
        ));
    }
}

fn print_table(scores: &Scores, silences: &Silences) {
    printer::line("");
    printer::line(&format!("{:<16}{:<26}{:>7}{:>10}", "class", "check", "killed", "survived"));
    let mut total = (0, 0);
    for ((class, check), (killed, all)) in scores {
        printer::line(&format!("{class:<16}{check:<26}{killed:>7}{:>10}", all - killed));
        total = (total.0 + killed, total.1 + all);
    }
    let share = if total.1 == 0 { 0.0 } else { 100.0 * total.0 as f64 / total.1 as f64 };
    let Silences { silent, all } = silences;
    printer::line(&format!("\nmutation score {share:.1}%: {} of {} killed", total.0, total.1));
    printer::line(&format!("silent on {silent} of {all} equivalent variants"));
}
