//! The section of a view within a settings file: found, and put in its place.

/// The header of a view's section; a name that is more than letters, digits, - and _ stands in quotes.
fn header(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if name.chars().all(bare) && !name.is_empty() {
        format!("[view.{name}]")
    } else {
        format!("[view.\"{}\"]", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The view whose section a line opens.
fn opened(line: &str) -> Option<String> {
    let table = line.parse::<toml::Table>().ok()?;
    let views = table.get("view")?.as_table()?;
    views.keys().next().cloned()
}

/// A settings file with the section of a view put in the place of the one of the same name, or at its end. All else stays as it is.
pub(super) fn with_section(text: &str, name: &str, section: &str) -> String {
    let header = header(name);
    let is_header = |line: &str| line.trim_start().starts_with('[');
    let own = |line: &str| opened(line).as_deref() == Some(name);
    let (mut before, mut after) = (String::new(), String::new());
    let (mut inside, mut seen) = (false, false);
    for line in text.split_inclusive('\n') {
        if is_header(line) {
            inside = own(line);
            seen |= inside;
        }
        if !inside {
            (if seen { &mut after } else { &mut before }).push_str(line);
        }
    }
    if !before.is_empty() && !before.ends_with("\n\n") {
        before.push_str(if before.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let blank = if after.is_empty() { "" } else { "\n" };
    format!("{before}{header}\n{section}{blank}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_rest_stays() {
        let old = "jobs = 2 # two\n\n[view.a]\nkind = \"rate\"\n\n[derive]\ncycle_swing_pct = 5\n";
        let new = with_section(old, "a", "kind = \"fade\"\n");
        assert_eq!(new, "jobs = 2 # two\n\n[view.a]\nkind = \"fade\"\n\n[derive]\ncycle_swing_pct = 5\n");
        let added = with_section(&new, "b", "kind = \"dqdv\"\n");
        assert!(added.starts_with(&new) && added.ends_with("\n\n[view.b]\nkind = \"dqdv\"\n"));
        assert_eq!(with_section("", "b", "x = 1\n"), "[view.b]\nx = 1\n");
    }

    #[test]
    fn a_view_may_have_any_name() {
        for name in ["Folien für Köln", "a/b.c", "say \"no\" # [x]", "循環", "back\\slash"] {
            let once = with_section("jobs = 2\n", name, "kind = \"rate\"\n");
            let twice = with_section(&once, name, "kind = \"fade\"\n");
            let table = twice.parse::<toml::Table>().unwrap();
            let views = table["view"].as_table().unwrap();
            assert_eq!(views.len(), 1, "{name}");
            assert_eq!(views[name]["kind"].as_str(), Some("fade"), "{name}");
        }
    }
}
