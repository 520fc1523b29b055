//! Generated runs of any size, always the same: what pages are looked at and measured with. The findings are
//! varied as real ones are, and not drawn by chance.

use conformance_core::check::Severity;
use conformance_core::checks;
use conformance_core::coverage::{Coverage, Reached, Share};
use conformance_core::event::{
    CaseReport, Event, Losses, Outcome, RunEnd, RunStart, SuiteEnd, SuiteStart, Tally, Verdict,
};
use conformance_core::exchange::RedactedRequest;
use conformance_core::finding::{Finding, RedactedResponse, SpecPlace, curl, fold};

const PROVIDERS: [&str; 5] = ["pipevest", "nomba", "voucherify", "moov", "infisical"];

/// The number of this finding among the checks and targets follows from its place.
pub(crate) fn finding(number: usize) -> Finding {
    let check = checks::ALL[(number * 7) % checks::ALL.len()];
    let provider = PROVIDERS[number % PROVIDERS.len()];
    let severity =
        [Severity::Error, Severity::Error, Severity::Warning, Severity::Info][number % 4];
    let request = RedactedRequest {
        method: "POST".to_owned(),
        url: format!("https://api.{provider}.example/v1/oauth/token/revoke?attempt={number}"),
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("authorization".to_owned(), "Bearer $BEARER_AUTH".to_owned()),
        ],
        body: Some(format!(
            "{{\"token\":\"$TOKEN\",\"token_type_hint\":\"access_token\",\"n\":{number}}}"
        )),
    };
    Finding {
        check: check.id,
        severity,
        case: format!("{provider}/synthetic/revoke-token-{}/invalid-{number}", number % 13),
        title: format!("a body in which member {number} has another type"),
        operation: format!("revokeToken{}", number % 13),
        symptom: format!("symptom {number}"),
        expected: "one of 400, 401, 404 after a request that the schema refuses".to_owned(),
        actual: format!("status {}", [200, 204, 500, 302][number % 4]),
        clause: check.clause,
        spec: SpecPlace {
            file: format!("specs/{provider}.yaml"),
            line: 40 + number % 900,
            column: 9,
            width: 11,
            text: "        requestBody: { $ref: '#/components/requestBodies/Revoke' }".to_owned(),
            pointer: "/paths/~1v1~1oauth~1token~1revoke/post/requestBody".to_owned(),
        },
        help: check.help,
        curl: curl(&request),
        request,
        response: (!number.is_multiple_of(9)).then(|| RedactedResponse {
            status: [200, 204, 500, 302][number % 4],
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: format!(
                "{{\"ok\":true,\"trace\":\"{}\"}}",
                "0123456789abcdef".repeat(number % 20)
            ),
        }),
        provenance: None,
    }
}

/// A run of the five with so many findings, each shown by one case or several, and twenty other cases for each.
pub(crate) fn run(findings: usize) -> Vec<Event> {
    let cases = findings * 2 + 200;
    let mut events = vec![Event::RunStarted(RunStart { version: "0.1.0", seed: 1, cases })];
    let mut whole = (Tally::default(), Share::default());
    for (index, provider) in PROVIDERS.iter().enumerate() {
        suite(&mut events, provider, (index..findings).step_by(PROVIDERS.len()), &mut whole);
    }
    let verdict = if whole.0.failed > 0 { Verdict::Findings } else { Verdict::Conforms };
    events.push(Event::RunFinished(Box::new(RunEnd {
        verdict,
        tally: whole.0,
        interrupted: false,
        stale: Vec::new(),
        coverage: whole.1,
        minimum: None,
        milliseconds: 54_321,
        error: None,
    })));
    events
}

fn suite(
    events: &mut Vec<Event>,
    provider: &str,
    numbers: impl Iterator<Item = usize>,
    whole: &mut (Tally, Share),
) {
    let start = events.len();
    events.push(Event::SuiteStarted(SuiteStart {
        provider: provider.to_owned(),
        title: format!("The API of {provider} 1.0.0"),
        spec: format!("specs/{provider}.yaml"),
        target: format!("https://api.staging.{provider}.example/v1"),
        cases: 0,
        losses: Losses::default(),
    }));
    let (mut tally, mut found) = (Tally::default(), Vec::new());
    let mut emit = |id: String, outcome: Outcome| {
        tally.count(&outcome);
        events.push(Event::CaseFinished(CaseReport {
            id,
            operation: "revokeToken".to_owned(),
            title: "a request that is generated for this".to_owned(),
            outcome,
            microseconds: 1_234,
            flaky: None,
        }));
    };
    for number in numbers {
        let one = finding(number);
        let shown = number % 3 + 1;
        for time in 0..shown {
            let again = Finding { case: format!("{}-{time}", one.case), ..one.clone() };
            found.push(again.clone());
            let outcome = match again.severity {
                Severity::Error if number % 40 == 1 => Outcome::KnownFailure {
                    reason: format!("TRACK-{}: mended with the next release", number % 7),
                    findings: vec![again.clone()],
                },
                Severity::Error => Outcome::Failed { findings: vec![again.clone()] },
                Severity::Warning => Outcome::Warned { findings: vec![again.clone()] },
                Severity::Info => Outcome::Passed { findings: vec![again.clone()] },
            };
            if matches!(outcome, Outcome::KnownFailure { .. }) {
                found.pop();
            }
            emit(again.case, outcome);
        }
    }
    for number in 0..36 {
        let id = format!("{provider}/synthetic/revoke-token/valid-{number}");
        emit(id, Outcome::Passed { findings: Vec::new() });
    }
    for number in 0..4 {
        let id = format!("{provider}/synthetic/revoke-token/used-{number}");
        let reason = "no live value of `access_token` is left".to_owned();
        emit(id, Outcome::Skipped { reason });
    }
    if let Event::SuiteStarted(start) = &mut events[start] {
        start.cases = tally.total();
    }
    let coverage = coverage(provider);
    whole.0.add(tally);
    whole.1 = whole.1.and(coverage.share());
    let provider = provider.to_owned();
    events.push(Event::SuiteFinished(Box::new(SuiteEnd {
        provider,
        tally,
        findings: fold(found),
        coverage,
        hint: None,
        left: Vec::new(),
    })));
}

fn coverage(provider: &str) -> Coverage {
    let names = |kind: &str, count: usize, missed: usize| {
        let name = |number: usize| format!("revokeToken {kind}{number}");
        Reached {
            reached: (0..count - missed).map(name).collect(),
            missed: (count - missed..count).map(name).collect(),
        }
    };
    let more = provider.len();
    Coverage {
        operations: names("", 3, 0),
        successes: names("", 3, 1),
        statuses: names("40", 14, more / 2),
        parameters: names("query/p", 9, 0),
        fields: names("body/f", 20, 2),
        security: names("security/s", 2, 0),
        keywords: names("body/f type", 120, more),
        contents: names("200 application/json", 11, 3),
    }
}

/// With the name of a folder in `PAGES`, the pages are written there, to be looked at.
#[test]
fn pages_of_none_ten_and_thousands_of_findings() {
    for (count, headline) in
        [(0, "All targets conform"), (10, "5 findings"), (5_000, "2,375 findings")]
    {
        let page =
            super::messages(&run(count), |writer| Box::new(conformance_report::Html::new(writer)));
        assert!(page.contains(&format!("<h1 id=\"headline\">{headline}</h1>")), "{count}");
        assert_eq!(page.matches("<details class=\"finding ").count(), count);
        assert!(page.len() < 24 * 1024 * 1024, "{} bytes", page.len());
        if let Some(folder) = std::env::var_os("PAGES") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{count}.html")), page)
                .unwrap();
        }
    }
}

#[test]
fn page_is_bounded_and_names_omitted_findings() {
    use conformance_report::{Bounds, Html};
    let page = |bounds| super::messages(&run(300), |writer| Box::new(Html::within(writer, bounds)));
    let whole = page(Bounds::default());
    assert!(!whole.contains("omitted from this page") && !whole.contains("findings are omitted"));
    let cut = page(Bounds { findings: 200, bytes: 100_000, cases: 50 });
    assert!(cut.len() < whole.len() / 2, "{} of {}", cut.len(), whole.len());
    assert_eq!(cut.matches("<details class=\"finding ").count(), 200);
    assert!(cut.contains("more findings are omitted from this page"));
    assert!(cut.contains("findings are omitted, since the page"));
    assert!(cut.contains("cases are omitted from this page"));
}
