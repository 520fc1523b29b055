//! Which diagnostics entries match, and the mistakes of files.

use super::{Accepted, file};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {responses: {ok: {description: Done}, '204': {description: Done}}}
    post: {responses: {no: {description: Done}, '204': {description: Done}}}
";

fn accepted(text: &str) -> Accepted {
    Accepted { entries: file::parse("accept.toml", text).unwrap() }
}

/// How many diagnostics of the document an entry of these lines accepts.
fn matched(lines: &str) -> usize {
    let (_, diagnostics) = specs::parse("a", "docs/a.yaml", DOCUMENT);
    let mut accepted = accepted(&format!("[[accepted]]\n{lines}\nreason = 'r'"));
    let (others, matched) = accepted.split(&diagnostics);
    assert_eq!(others.len() + matched.len(), 2);
    assert_eq!(accepted.finish().is_ok(), !matched.is_empty());
    matched.len()
}

#[test]
fn an_entry_matches_by_all_that_it_names() {
    for (lines, count) in [
        ("code = 'bad-status'", 2),
        ("code = 'bad-path'", 0),
        ("pointer = '/paths/~1a/get/responses/ok'", 1),
        ("pointer = '/paths/~1a/get'", 0),
        ("pointer = '/paths/*/responses/*'", 2),
        ("file = 'a.yaml'", 2),
        ("file = './docs/*.yaml'", 2),
        ("file = 'other.yaml'", 0),
        ("file = '.yaml'", 0),
        ("code = 'bad-status'\npointer = '*/no'\nfile = 'docs/a.yaml'", 1),
        ("code = 'bad-path'\npointer = '*/no'", 0),
    ] {
        assert_eq!(matched(lines), count, "{lines}");
    }
}

#[test]
fn fatal_diagnostics_are_never_accepted() {
    let (_, diagnostics) = specs::parse("a", "a.yaml", "openapi: 4.0.0");
    assert!(diagnostics.is_fatal());
    let (others, _) = accepted("accepted = [{file = '*', reason = 'r'}]").split(&diagnostics);
    assert!(others.is_fatal());
}

#[test]
fn accepted_diagnostics_are_listed_by_entry() {
    let (_, diagnostics) = specs::parse("a", "a.yaml", DOCUMENT);
    let mut accepted = accepted("\n[[accepted]]\ncode = 'bad-status'\nreason = 'not used'");
    let (_, matched) = accepted.split(&diagnostics);
    insta::assert_snapshot!(accepted.lines(&matched).join("\n"), @r"
    accepted: bad-status at a.yaml:5:23, bad-status at a.yaml:6:24
      reason: not used (accept.toml:2)
    ");
}

#[test]
fn all_mistakes_are_reported_with_line_and_help() {
    let text = "\
known = 1
[[accepted]]
code = 'bad-statis'
pointer = 'paths'
reasn = 'r'

[[accepted]]
reason = ' '
file = 3

[[accepted]]
reason = 'all'
";
    insta::assert_snapshot!(file::parse("accept.toml", text).unwrap_err().join("\n"), @r"
    error: accept.toml:1: unknown key `known`
      help: write `[[accepted]]` before each entry
    error: accept.toml:2: `reason` is missing
      help: describe why the loss is accepted
    error: accept.toml:3: unknown code `bad-statis`
      help: did you mean `bad-status`?
    error: accept.toml:4: `pointer` is no JSON Pointer
      help: begin with a slash or `*`, and write `~1` for a slash in a key
    error: accept.toml:5: unknown key `reasn`
      help: the keys are `code`, `pointer`, `file` and `reason`
    error: accept.toml:8: `reason` is empty
      help: describe why the loss is accepted
    error: accept.toml:9: `file` is not a string
      help: write the value in quotes
    error: accept.toml:11: the entry would match every diagnostic
      help: name `code`, `pointer` or `file`
    ");
}

#[test]
fn texts_that_are_not_toml_have_mistakes() {
    for text in
        ["[[accepted]", "accepted = 1", "accepted = [1]", "a =\nb =\n", "[accepted]\ncode = 'a'"]
    {
        let mistakes = file::parse("accept.toml", text).unwrap_err();
        assert!(mistakes.iter().all(|one| one.contains("help: ")), "{text}: {mistakes:?}");
    }
    assert!(file::parse("accept.toml", "").unwrap().is_empty());
}
