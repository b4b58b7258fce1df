//! Where the database is. Only this type sees the password, and nothing it prints holds one.

use super::StoreError;
use std::fmt;
use std::path::{Path, PathBuf};

/// A database to connect to: `postgres://…`, `postgresql://…` or `sqlite:PATH`.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A server; libpq's own variables and files fill what the URL leaves out.
    Postgres(PostgresUrl),
    /// A file.
    Sqlite(PathBuf),
}

/// A URL of PostgreSQL in its parts. Printing it hides the password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    user: Option<String>,
    password: Option<String>,
    /// Host, port and path, as they stand in the URL.
    place: String,
    options: Vec<(String, String)>,
}

/// Options of libpq whose values are secret.
const SECRET: &[&str] = &["password", "sslpassword", "oauth_client_secret"];

impl Target {
    /// Whether several loads can write at once.
    #[must_use]
    pub fn has_many_writers(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Whether there is something to open; a server is taken to be there.
    #[must_use]
    pub fn exists(&self) -> bool {
        match self {
            Self::Postgres(_) => true,
            Self::Sqlite(path) => path.exists(),
        }
    }

    /// Reads a URL.
    ///
    /// # Errors
    /// When it names neither database, or cannot be read without guessing where its password ends.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        let wrong = |why: &str| StoreError::Target { found: hide(text), why: why.to_owned() };
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(wrong("the path is missing")) } else { Ok(Self::Sqlite(path.into())) };
        }
        let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
        let rest = rest.ok_or_else(|| wrong("it begins with neither postgres:// nor sqlite:"))?;
        if text.contains(|c: char| c.is_control()) {
            return Err(wrong("it holds a control character"));
        }
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        if before.matches('@').count() > 1 || (query.contains('@') && !before.contains('@') && before.contains(':')) {
            return Err(wrong("`@`, `/` and `?` in a user name or password are written %40, %2F and %3F"));
        }
        let (user_info, place) = match before.rsplit_once('@') {
            Some((user_info, _)) if user_info.contains('/') => {
                return Err(wrong("`/` in a user name or password is written %2F"));
            }
            Some((user_info, place)) => (Some(user_info), place),
            None => (None, before),
        };
        let part = |raw: &str| decode(raw).ok_or_else(|| wrong("a `%` is not followed by two hexadecimal digits"));
        let (user, password) = match user_info.map(|info| info.split_once(':').unwrap_or((info, ""))) {
            Some((user, password)) => (Some(part(user)?), Some(part(password)?)),
            None => (None, None),
        };
        let mut options = Vec::new();
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').ok_or_else(|| wrong("an option after `?` has no `=`"))?;
            options.push((part(name)?, part(value)?));
        }
        let filled = |value: Option<String>| value.filter(|value| !value.is_empty());
        let (user, password) = (filled(user), filled(password));
        Ok(Self::Postgres(PostgresUrl { user, password, place: place.to_owned(), options }))
    }

    /// A file of SQLite.
    #[must_use]
    pub fn sqlite(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }

    /// Takes every trace of the password out of a message.
    #[must_use]
    pub fn scrub(&self, message: &str) -> String {
        let Self::Postgres(url) = self else { return message.to_owned() };
        let mut message = message.to_owned();
        for secret in url.secrets() {
            for form in [secret.clone(), encode(secret)] {
                if !form.is_empty() {
                    message = message.replace(&form, "***");
                }
            }
        }
        message
    }
}

impl PostgresUrl {
    fn secrets(&self) -> impl Iterator<Item = &String> {
        let options = self.options.iter().filter(|(name, _)| SECRET.contains(&name.as_str())).map(|(_, value)| value);
        self.password.iter().chain(options)
    }

    /// Sets an option unless the URL has it.
    #[must_use]
    pub fn or_option(mut self, name: &str, value: &str) -> Self {
        if self.option(name).is_none() {
            self.options.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }

    /// The connection string for libpq. The bundled OpenSSL does not know where this system keeps its certificates, so
    /// `sslrootcert=system` becomes the file that is found, with the full verification that `system` stands for.
    pub(super) fn connection_string(&self) -> Result<String, String> {
        let mut url = self.clone().or_option("application_name", "battery-etl");
        let named = |name: &str, variable: &str| {
            self.option(name).map(str::to_owned).or_else(|| std::env::var(variable).ok().filter(|v| !v.is_empty()))
        };
        if named("connect_timeout", "PGCONNECT_TIMEOUT").is_none() {
            url = url.or_option("connect_timeout", "10");
        }
        if named("sslrootcert", "PGSSLROOTCERT").as_deref() == Some("system") {
            let mode = named("sslmode", "PGSSLMODE").unwrap_or_else(|| "verify-full".to_owned());
            if mode != "verify-full" {
                return Err(format!("sslrootcert=system needs sslmode=verify-full, not {mode}"));
            }
            let bundle = openssl_probe::probe().cert_file;
            let bundle = bundle.ok_or("this system has no bundle of certificates; name one with sslrootcert=FILE")?;
            url.options.retain(|(name, _)| name != "sslrootcert" && name != "sslmode");
            url.options.push(("sslrootcert".to_owned(), bundle.display().to_string()));
            url.options.push(("sslmode".to_owned(), mode));
        }
        Ok(url.write(encode))
    }

    fn write(&self, secret: impl Fn(&str) -> String) -> String {
        let mut text = "postgres://".to_owned();
        if let Some(user) = &self.user {
            text += &encode(user);
        }
        if let Some(password) = &self.password {
            text.push(':');
            text += &secret(password);
        }
        if self.user.is_some() || self.password.is_some() {
            text.push('@');
        }
        text += &self.place;
        for (index, (name, value)) in self.options.iter().enumerate() {
            let value = if SECRET.contains(&name.as_str()) { secret(value) } else { encode(value).replace("%2F", "/") };
            text.push(if index == 0 { '?' } else { '&' });
            text += &encode(name);
            text.push('=');
            text += &value;
        }
        text
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postgres(url) => f.write_str(&url.write(|_| "***".to_owned())),
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.write(|_| "***".to_owned()))
    }
}

impl std::str::FromStr for Target {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        Self::parse(text)
    }
}

/// A URL that could not be read, with all hidden that may belong to a password: what stands before the last `@`, and
/// the options.
fn hide(text: &str) -> String {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), text),
    };
    let place = rest.rsplit_once('@').map(|(_, place)| place);
    let shown = place.unwrap_or(rest);
    let shown = shown.split_once('?').map_or_else(|| shown.to_owned(), |(before, _)| format!("{before}?…"));
    let shown = if shown.to_lowercase().contains("password") { "…".to_owned() } else { shown };
    format!("{scheme}{}{shown}", if place.is_some() { "***@" } else { "" })
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            let byte = u8::from_str_radix(digits, 16).ok().filter(|&byte| byte != 0 && !digits.starts_with('+'))?;
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Leaves nothing that libpq could take for the end of a user name or a password.
fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        for text in [
            "postgres://ann:ca%40nary@db.example.com:5432/lab?sslmode=require",
            "postgresql://ann@db.example.com/lab?password=ca%40nary",
            "postgres://:ca%40nary@/lab",
        ] {
            let target = Target::parse(text).unwrap();
            for shown in [format!("{target}"), format!("{target:?}")] {
                assert!(!shown.contains("nary") && shown.contains("***"), "{shown}");
            }
            assert_eq!(target.scrub("FATAL: ca@nary or ca%40nary"), "FATAL: *** or ***");
            let Target::Postgres(url) = &target else { panic!() };
            assert!(url.connection_string().unwrap().contains("ca%40nary"));
        }
        let Target::Postgres(url) = Target::parse("postgres://ann:ca%2Fnary@h/d?host=/run").unwrap() else { panic!() };
        let text = url.connection_string().unwrap();
        assert!(text.starts_with("postgres://ann:ca%2Fnary@h/d?host=/run&"), "{text}");
    }

    #[test]
    fn what_cannot_be_read_is_refused_without_showing_it() {
        for text in [
            "postgres://ann:can/ary@h/d",
            "postgres://ann:can?ary@h/d",
            "postgres://ann:c@nary@h/d",
            "postgres://ann:%zznary@h/d",
            "mysql://ann:canary@h/d",
            "host=h password=canary",
            "sqlite:",
        ] {
            let message = Target::parse(text).unwrap_err().to_string();
            assert!(!message.contains("nary") && !message.contains("ary"), "{message}");
        }
    }

    #[test]
    fn both_databases_are_read() {
        let Target::Postgres(url) = Target::parse("postgres://postgres@127.0.0.1:5432/postgres").unwrap() else {
            panic!()
        };
        let text = url.connection_string().unwrap();
        assert!(text.starts_with("postgres://postgres@127.0.0.1:5432/postgres?application_name=battery-etl"), "{text}");
        assert_eq!(Target::parse("sqlite:/data/lab.db").unwrap(), Target::Sqlite("/data/lab.db".into()));
        assert_eq!(Target::parse("sqlite:///data/lab.db").unwrap(), Target::Sqlite("/data/lab.db".into()));
        assert_eq!(Target::parse("postgres://").unwrap().to_string(), "postgres://");
    }

    #[test]
    fn system_certificates_ask_for_full_verification() {
        let Target::Postgres(url) = Target::parse("postgres://h/d?sslrootcert=system&sslmode=require").unwrap() else {
            panic!()
        };
        assert!(url.connection_string().unwrap_err().contains("verify-full"));
    }
}
