//! Who runs this command, for the audit.

use crate::store::Actor;

/// Who runs this command, and its words. Values of options that may hold credentials are left out.
pub(super) fn actor() -> Actor {
    let mut words = Vec::new();
    let mut hide = false;
    for word in std::env::args_os().skip(1) {
        let word = word.to_string_lossy().into_owned();
        if hide {
            words.push("…".to_owned());
        } else if word.starts_with("--database=") {
            words.push("--database=…".to_owned());
        } else {
            words.push(word.clone());
        }
        hide = !hide && word == "--database";
    }
    let who = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    Actor {
        who: who.unwrap_or_else(|| "unknown".to_owned()),
        command: format!("battery-etl {}", words.join(" ")),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        run_id: None,
    }
}
