//! `conformance explain`: describes a check from its own record.

use super::{Failure, printer};
use conformance_core::check::Profile;
use conformance_core::checks;
use conformance_core::nearest::did_you_mean;

pub(super) fn explain(id: Option<&str>) -> Result<u8, Failure> {
    let Some(id) = id else {
        for check in checks::ALL {
            let profile = check.profile.map_or("", Profile::as_str);
            printer::line(&format!("{:<34}{profile:<10}{}", check.id, check.title));
        }
        return Ok(0);
    };
    let Some(check) = checks::find_by_any_name(id) else {
        let known = checks::ids();
        let help = did_you_mean(id, known.iter().copied())
            .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
        return Err(Failure::usage(format!("unknown check `{id}`\n  help: {help}")));
    };
    let bold = anstyle::Style::new().bold();
    printer::line(&format!(
        "{bold}{}{bold:#}: {}\n\n{}\n",
        check.id, check.title, check.requirement
    ));
    for (name, text) in checks::rows(check) {
        printer::line(&format!("{bold}{name:<10}{bold:#}{text}"));
    }
    Ok(0)
}

/// Every check in Markdown, as in `CHECKS.md`.
pub(super) fn markdown() -> Result<u8, Failure> {
    printer::line(checks::markdown().trim_end());
    Ok(0)
}
