//! Where a finding is: in words, and as a path or an address.

use super::plain::plain;
use crate::model::Finding;
use std::path::{Component, Path, PathBuf};

/// `line 7`, `lines 7 to 9`, `step 3`, `column voltage_v`, as far as they are known.
pub(super) fn words(finding: &Finding) -> String {
    let lines = match (finding.line, finding.line_end) {
        (Some(line), Some(end)) if end > line => Some(format!("lines {line} to {end}")),
        (Some(line), _) => Some(format!("line {line}")),
        (None, _) => None,
    };
    let step = finding.step.map(|step| format!("step {step}"));
    let column = finding.column.as_deref().map(|column| format!("column {}", plain(column)));
    [lines, step, column].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A path as written from `root`, with `/`; `None` when it lies elsewhere.
pub(super) fn relative(path: &str, root: &Path) -> Option<String> {
    let root = normal(&root.components().collect::<PathBuf>());
    let full = normal(&root.join(path));
    let inside = full.strip_prefix(&root).ok()?;
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The address of a file: relative to `root` inside it, else `file://` and the full path; percent-encoded.
pub(super) fn address(path: &str, root: &Path) -> (String, bool) {
    if let Some(inside) = relative(path, root) {
        return (encoded(&inside), true);
    }
    let full = normal(&root.join(path)).to_string_lossy().replace('\\', "/");
    let slash = if full.starts_with('/') { "" } else { "/" };
    (format!("file://{slash}{}", encoded(&full)), false)
}

/// Without `.` and `..`, by the letters of the path alone: the file may be gone by now.
fn normal(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole
}

/// Percent-encoded as RFC 3986 wants a path: only unreserved characters and `/` stand for themselves.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_inside_and_whole_outside() {
        let root = Path::new("/data/project");
        let address = |path: &str| address(path, root);
        assert_eq!(address("a/./b c%.csv"), ("a/b%20c%25.csv".into(), true));
        assert_eq!(address("/data/project/電壓.csv"), ("%E9%9B%BB%E5%A3%93.csv".into(), true));
        assert_eq!(address("../other/x:y.csv"), ("file:///data/other/x%3Ay.csv".into(), false));
        assert_eq!(address("a:b\n\u{1b}<\".csv").0, "a%3Ab%0A%1B%3C%22.csv");
        assert_eq!(relative("..", root), None);
    }
}
