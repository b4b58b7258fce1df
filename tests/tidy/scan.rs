//! What tidy knows of Rust's text: files with comments, strings and tests blanked out, so that plain search finds code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One Rust file of the repository.
pub(crate) struct RustFile {
    /// Its path from the repository's root, with `/`.
    pub(crate) path: String,
    /// As it stands.
    pub(crate) text: String,
    /// With comments, strings and character literals blanked; every line where it was.
    pub(crate) code: String,
    /// Likewise, without what only tests compile.
    pub(crate) shipped: String,
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder`, in order of path; what `.gitignore` names, and git's own, left out.
pub(crate) fn files_below(folder: &str) -> Vec<String> {
    let ignored: Vec<String> = fs::read_to_string(root().join(".gitignore"))
        .unwrap_or_default()
        .lines()
        .map(|line| line.trim().trim_start_matches('/').trim_end_matches('/').to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.contains('*'))
        .collect();
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if name == ".git" || ignored.contains(&path) || ignored.contains(&name) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Every Rust file of src, tests, examples and benches.
pub(crate) fn rust_files() -> Vec<RustFile> {
    let rust = |folder: &str| files_below(folder).into_iter().filter(|path| has_ending(path, "rs"));
    ["src", "tests", "examples", "benches"].iter().flat_map(|folder| rust(folder)).map(read).collect()
}

/// Whether a path ends in `.ending`.
pub(crate) fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

fn read(path: String) -> RustFile {
    let text = fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path}: cannot be read: {error}"));
    parse(&path, &text)
}

/// A file of this path and text.
pub(crate) fn parse(path: &str, text: &str) -> RustFile {
    let code = blank_text(text);
    let shipped = blank_tests(&code);
    RustFile { path: path.to_owned(), text: text.to_owned(), code, shipped }
}

/// The line of a byte offset; the first is 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Whether a character can stand in a name.
pub(crate) fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Where `word` stands in `code` as a whole word.
pub(crate) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        !code[..at].chars().next_back().is_some_and(is_name)
            && !code[at + word.len()..].chars().next().is_some_and(is_name)
    })
}

/// The name at the start of `text`, after blanks; empty when there is none.
pub(crate) fn leading_name(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text.find(|character| !is_name(character)).unwrap_or(text.len())]
}

/// The offset just behind the bracket that closes the one at `open`.
pub(crate) fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// The next `{` or `;` outside round and square brackets, from `from` on.
pub(crate) fn body_start(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' | b';' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Blanks comments, strings and character literals.
fn blank_text(text: &str) -> String {
    let c: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < c.len() {
        let end = match (c[at], c.get(at + 1)) {
            ('/', Some('/')) => (at..c.len()).find(|&k| c[k] == '\n').unwrap_or(c.len()),
            ('/', Some('*')) => comment_end(&c, at),
            ('"', _) => string_end(&c, at),
            ('r', Some('"' | '#')) => raw_string_end(&c, at).unwrap_or(at),
            ('\'', Some('\\')) => (at + 3..c.len()).find(|&k| c[k] == '\'').map_or(c.len(), |k| k + 1),
            ('\'', Some(_)) if c.get(at + 2) == Some(&'\'') => at + 3,
            _ => at,
        };
        if end == at {
            out.push(c[at]);
            at += 1;
        } else {
            out.extend(c[at..end].iter().map(|&character| if character == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn comment_end(c: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0_usize, start);
    while at < c.len() {
        match (c[at], c.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) if depth == 1 => return at + 2,
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

fn string_end(c: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < c.len() && c[at] != '"' {
        at += if c[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(c.len())
}

fn raw_string_end(c: &[char], start: usize) -> Option<usize> {
    let before = |back: usize| start.checked_sub(back).map(|k| c[k]);
    let prefixed = matches!(before(1), Some('b' | 'c')) && !before(2).is_some_and(is_name);
    if before(1).is_some_and(is_name) && !prefixed {
        return None;
    }
    let hashes = c[start + 1..].iter().take_while(|character| **character == '#').count();
    let open = start + 1 + hashes;
    if c.get(open) != Some(&'"') {
        return None;
    }
    let closes = |k: usize| c[k] == '"' && (1..=hashes).all(|n| c.get(k + n) == Some(&'#'));
    Some((open + 1..c.len()).find(|&k| closes(k)).map_or(c.len(), |k| k + 1 + hashes))
}

/// Blanks every item under `#[cfg(test)]`; the file of such a `mod name;` is known as a test's by [`reachable`].
fn blank_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.to_owned();
    while let Some(at) = out.find(MARK) {
        let Some(body) = body_start(&out, at + MARK.len()) else { break };
        let end = if out.as_bytes()[body] == b'{' { closing(&out, body) } else { body + 1 };
        let blank: String = out[at..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(at..end, &blank);
    }
    out
}

/// Every file that a crate root reaches by `mod`, and whether only tests compile it; and each `mod` without a file.
pub(crate) fn reachable(files: &[RustFile]) -> (BTreeMap<String, bool>, Vec<String>) {
    let known: BTreeMap<&str, &RustFile> = files.iter().map(|file| (file.path.as_str(), file)).collect();
    let (mut reached, mut problems) = (BTreeMap::new(), Vec::new());
    let mut todo: Vec<(String, bool)> =
        files.iter().map(|f| &f.path).filter(|p| is_root(p)).map(|p| (p.clone(), !p.starts_with("src/"))).collect();
    while let Some((path, test)) = todo.pop() {
        let Some(file) = known.get(path.as_str()) else { continue };
        if reached.insert(path.clone(), test).is_some() {
            continue;
        }
        for (line, name, attributes) in declared(file) {
            let candidates = homes(&path, name, &attributes);
            match candidates.iter().find(|candidate| known.contains_key(candidate.as_str())) {
                Some(found) => todo.push((found.clone(), test || attributes.contains("cfg(test)"))),
                None => problems.push(format!("{path}:{line}: `mod {name};` has no file; expected {}", candidates[0])),
            }
        }
    }
    (reached, problems)
}

/// Whether cargo compiles a file by itself.
fn is_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["src", name] => matches!(*name, "lib.rs" | "main.rs"),
        ["src", "bin", ..] | [_, _] => true,
        [_, _, name] => *name == "main.rs" && parts[0] != "src",
        _ => false,
    }
}

/// Each `mod name;` of a file: its line, its name and its attributes as they stand.
fn declared(file: &RustFile) -> Vec<(usize, &str, String)> {
    let lines: Vec<&str> = file.text.lines().collect();
    let names = words(&file.code, "mod").filter_map(|at| {
        let rest = &file.code[at + 3..];
        let name = leading_name(rest);
        let behind = rest.trim_start()[name.len()..].trim_start();
        (!name.is_empty() && behind.starts_with(';')).then(|| (line_of(&file.code, at), name))
    });
    let attributes = |line: usize| {
        let before = lines[..line - 1].iter().rev().take_while(|l| l.trim_start().starts_with(['#', '/']));
        before.filter(|l| l.trim_start().starts_with('#')).copied().collect::<String>()
    };
    names.map(|(line, name)| (line, name, attributes(line))).collect()
}

/// Where the file of `mod name;` in `path` may stand.
fn homes(path: &str, name: &str, attributes: &str) -> Vec<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    if let Some((_, rest)) = attributes.split_once("path = \"") {
        let mut parts: Vec<&str> = folder.split('/').collect();
        for part in rest.split('"').next().unwrap_or_default().split('/') {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        return vec![parts.join("/")];
    }
    let stem = file.trim_end_matches(".rs");
    let own = stem == "mod" || is_root(path);
    let base = if own { folder.to_owned() } else { format!("{folder}/{stem}") };
    vec![format!("{base}/{name}.rs"), format!("{base}/{name}/mod.rs")]
}
