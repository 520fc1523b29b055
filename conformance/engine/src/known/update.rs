//! Rewrites a file of known failures after a run: entries that no longer apply are removed, new
//! failures are added. Comments, order and all other entries stay as they are.

use toml_edit::{ArrayOfTables, Document, Item, Table, value};

use conformance_core::event::{StaleExpectation, StaleKind};

/// The longest reason that is written, in characters.
const LONGEST: usize = 160;

/// A failure that is added.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accepted {
    /// The id of the case.
    pub case: String,
    /// The id of the check.
    pub check: String,
    /// Its symptom, in a line.
    pub symptom: String,
}

/// The result of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Updated {
    /// The new text of the file.
    pub text: String,
    /// What was added, as `case: check`.
    pub added: Vec<String>,
    /// What was removed, and why.
    pub removed: Vec<String>,
}

/// Removes entries that pass or match nothing, and adds these failures as of today (`YYYY-MM-DD`).
///
/// An expired entry stays: its last day was set as a reminder.
///
/// # Errors
///
/// If the text is not TOML, or has its entries in another form.
pub fn update(
    text: &str,
    stale: &[StaleExpectation],
    accepted: &[Accepted],
    today: &str,
) -> Result<Updated, String> {
    let read = Document::parse(text).map_err(|error| error.to_string())?;
    let lines = ["known", "flaky"].map(|list| lines(text, &read, list));
    let mut document = read.into_mut();
    let gone: Vec<&StaleExpectation> =
        stale.iter().filter(|one| one.kind != StaleKind::Expired).collect();
    let mut removed = Vec::new();
    let mut orphans = String::new();
    for (list, lines) in ["known", "flaky"].into_iter().zip(&lines) {
        let Some(item) = document.get_mut(list) else { continue };
        let tables = item
            .as_array_of_tables_mut()
            .ok_or_else(|| format!("`{list}` is not written as [[{list}]]"))?;
        remove(lines, tables, &gone, &mut removed, &mut orphans);
    }
    let mut added = Vec::new();
    let known = document.entry("known").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(tables) = known.as_array_of_tables_mut() {
        for one in accepted {
            added.push(format!("{}: {}", one.case, one.check));
            tables.push(entry(one, today));
        }
    }
    let written = document.to_string();
    let text = if orphans.is_empty() {
        written.trim_start_matches('\n').to_owned()
    } else {
        format!("{}\n{}", orphans.trim_end(), written)
    };
    Ok(Updated { text, added, removed })
}

/// The line of each entry of an array; changing a document loses them.
fn lines(text: &str, document: &Document<&str>, list: &str) -> Vec<usize> {
    let tables = document.get(list).and_then(Item::as_array_of_tables);
    let starts = tables.into_iter().flatten().map(|table| table.span().map_or(0, |at| at.start));
    starts.map(|at| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)).collect()
}

/// Removes the entries at these indices. A comment is removed with its entry, unless an empty line
/// separates them.
fn remove(
    lines: &[usize],
    tables: &mut ArrayOfTables,
    gone: &[&StaleExpectation],
    removed: &mut Vec<String>,
    orphans: &mut String,
) {
    let mut index = 0;
    let mut kept = String::new();
    for line in lines {
        let Some(table) = tables.get_mut(index) else { break };
        let prefix = table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
        let is_at = |one: &&&StaleExpectation| one.entry.place.ends_with(&format!(":{line}"));
        match gone.iter().find(is_at) {
            Some(stale) => {
                removed.push(stale.words());
                if let Some((apart, _)) = prefix.rsplit_once("\n\n") {
                    kept.push_str(apart);
                    kept.push_str("\n\n");
                }
                tables.remove(index);
            }
            None => {
                if !kept.is_empty() {
                    let prefix = format!("{kept}{}", prefix.trim_start_matches('\n'));
                    table.decor_mut().set_prefix(prefix);
                    kept.clear();
                }
                index += 1;
            }
        }
    }
    orphans.push_str(&kept);
}

fn entry(accepted: &Accepted, today: &str) -> Table {
    let mut table = Table::new();
    let symptom: String = accepted.symptom.chars().take(LONGEST).collect();
    table.insert("case", value(&accepted.case));
    table.insert("check", value(&accepted.check));
    table.insert("reason", value(format!("accepted on {today}: {}", symptom.replace('\n', " "))));
    table.decor_mut().set_prefix("\n");
    table
}
