//! The page in a real browser, where one is installed: what its scripts make of it.

use std::path::Path;
use std::process::Command;

use conformance_core::event::Event;
use conformance_report::Html;

use super::{hostile, many, messages};

/// A browser of the Chromium family, by `CHROMIUM` or on the path.
fn browser() -> Option<String> {
    let named = std::env::var("CHROMIUM").ok().into_iter();
    let usual = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    named.chain(usual).find(|name| {
        let version = Command::new(name).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    })
}

/// The page after its scripts ran, opened with this part of the address.
fn opened(browser: &str, folder: &Path, events: &[Event], hash: &str) -> String {
    let page = folder.join("report.html");
    std::fs::write(&page, messages(events, |writer| Box::new(Html::new(writer)))).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}#{hash}", page.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(dom.contains("data-ready=\"true\""), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!dom.contains("data-failed"), "a script failed");
    dom
}

/// What is in the element of this id, as text.
fn text<'a>(dom: &'a str, id: &str) -> &'a str {
    let (_, rest) = dom.split_once(&format!("id=\"{id}\"")).unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once('<').unwrap().0
}

/// The tags of the findings that are shown.
fn shown(dom: &str) -> Vec<&str> {
    let tags = dom.split("<details class=\"finding ").skip(1);
    tags.filter_map(|tag| tag.split_once('>'))
        .map(|(tag, _)| tag)
        .filter(|tag| !tag.contains("hidden"))
        .collect()
}

#[test]
fn filters_of_the_address_hold() {
    let Some(browser) = browser() else {
        return skipped();
    };
    let folder = tempfile::tempdir().unwrap();
    let events = many::run(150);
    let all = opened(&browser, folder.path(), &events, "");
    let total = shown(&all).len();
    assert_eq!(text(&all, "findings-shown"), format!("{total} of {total} shown"));

    let dom = opened(&browser, folder.path(), &events, "severity=error&provider=moov&q=status+302");
    let expected: Vec<&str> = shown(&all)
        .into_iter()
        .filter(|tag| {
            tag.contains("data-severity=\"error\"") && tag.contains("data-provider=\"moov\"")
        })
        .filter(|tag| tag.contains("status 302"))
        .collect();
    let seen = shown(&dom);
    assert_eq!(seen.len(), expected.len());
    assert!(seen.iter().all(|tag| tag.contains("data-provider=\"moov\"")), "{seen:?}");
    assert_eq!(text(&dom, "findings-shown"), format!("{} of {total} shown", seen.len()));

    let dom = opened(&browser, folder.path(), &events, "q=no+such+words&theme=dark");
    assert!(shown(&dom).is_empty() && dom.contains("data-theme=\"dark\""));

    // A finding that does not are in the page in full is filled in when a link opens it.
    let last = shown(&all).last().copied().unwrap();
    let (_, id) = last.split_once("data-id=\"").unwrap();
    let id = id.split_once('"').unwrap().0;
    assert!(!all.contains(&format!("href=\"#open={id}\"")));
    let dom = opened(&browser, folder.path(), &events, &format!("open={id}"));
    assert!(dom.contains(&format!("href=\"#open={id}\"")), "{id}");
}

#[test]
fn cases_are_filtered_and_turned_page_by_page() {
    let Some(browser) = browser() else {
        return skipped();
    };
    let folder = tempfile::tempdir().unwrap();
    let events = many::run(150);
    let cases = events.iter().filter(|event| matches!(event, Event::CaseFinished(_))).count();
    let dom = opened(&browser, folder.path(), &events, "page=2");
    assert_eq!(text(&dom, "cases-shown"), format!("{cases} of {cases} shown, 101 to 200 below"));
    assert_eq!(dom.matches("<td class=\"number\"").count(), 100);
    let dom = opened(&browser, folder.path(), &events, "verdict=skipped&of=1&case=used-3");
    assert_eq!(text(&dom, "cases-shown"), format!("1 of {cases} shown"));
    assert!(dom.contains("nomba/synthetic/revoke-token/used-3"), "{dom}");
}

#[test]
fn hostile_text_stays_text() {
    let Some(browser) = browser() else {
        return skipped();
    };
    let folder = tempfile::tempdir().unwrap();
    // More than are in the page in full, so that those that are filled in are hostile as well.
    let events = hostile::run(103);
    let page = messages(&events, |writer| Box::new(Html::new(writer)));
    let (_, id) = page.rsplit_once("data-id=\"").unwrap();
    let id = id.split_once('"').unwrap().0.to_owned();
    let dom = opened(&browser, folder.path(), &events, &format!("open={id}"));
    assert!(!dom.contains("data-pwned"), "a text of the target ran");
    assert!(dom.contains(&format!("href=\"#open={id}\"")), "the last one is not filled in");
    assert!(
        !dom.contains("<img") && !dom.contains("<b>loud"),
        "a text of the target is an element"
    );
}

#[expect(clippy::print_stderr, reason = "who runs the tests has to know what was not tested")]
fn skipped() {
    eprintln!("skipped: no Chromium is installed; name one with CHROMIUM");
}
