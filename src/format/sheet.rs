//! A sheet: a head of named values and lists of rows, each column with its unit and its meaning.

use super::FormatError;
use crate::model::{Maybe, nearest};
use chrono::NaiveDateTime;
use std::borrow::Cow;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name, or a word: never broken over lines.
    Text,
    /// A sentence, which may be broken at its words.
    Prose,
    /// A whole number.
    Integer,
    /// A measured or derived number.
    Number,
    /// A number of seconds, which people read as h:mm:ss.
    Duration,
    /// Yes or no.
    Flag,
    /// A moment.
    Time,
    /// A structure, for JSON; said in words elsewhere.
    Structure,
}

/// What a column holds: the same words serve the header, the help and the documentation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heading {
    /// The field's name, in snake_case with its unit last. Public.
    pub key: Cow<'static, str>,
    /// The header for people.
    pub title: Cow<'static, str>,
    /// The unit as printed; empty for none.
    pub unit: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Decimals shown to people; machines get every digit.
    pub decimals: u8,
    /// What it means, in one line.
    pub about: Cow<'static, str>,
    /// How long a table keeps it where room runs out.
    pub rank: Rank,
}

/// How long a table keeps a column where room runs out: the last rank goes first, and in a rank what stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// It names the row: never left out.
    Name,
    /// What a person reads first.
    Brief,
    /// Shown where there is room.
    Wide,
    /// Shown only when it is asked for.
    Asked,
}

impl Heading {
    /// A column of the given kind, shown where there is room.
    #[must_use]
    pub(crate) const fn new(key: &'static str, title: &'static str, kind: Kind, about: &'static str) -> Self {
        let (key, title, about) = (Cow::Borrowed(key), Cow::Borrowed(title), Cow::Borrowed(about));
        Self { key, title, unit: "", kind, decimals: 0, about, rank: Rank::Wide }
    }

    /// A column of numbers with a unit and the decimals shown.
    #[must_use]
    pub(crate) const fn number(
        key: &'static str,
        title: &'static str,
        unit: &'static str,
        decimals: u8,
        about: &'static str,
    ) -> Self {
        let (key, title, about) = (Cow::Borrowed(key), Cow::Borrowed(title), Cow::Borrowed(about));
        Self { key, title, unit, kind: Kind::Number, decimals, about, rank: Rank::Wide }
    }

    /// The same, of another rank.
    #[must_use]
    pub(crate) const fn rank(mut self, rank: Rank) -> Self {
        self.rank = rank;
        self
    }

    /// The same, shown before others.
    #[must_use]
    pub(crate) const fn brief(self) -> Self {
        self.rank(Rank::Brief)
    }

    /// Whether a table shows it whatever room there is.
    #[must_use]
    pub(crate) fn is_brief(&self) -> bool {
        self.rank <= Rank::Brief
    }
}

/// One value. Missing is never 0.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// There is none.
    Missing,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// A finite number that says less than it seems: people see a mark before it, and a note says why.
    Marked(f64),
    /// Yes or no.
    Flag(bool),
    /// A moment by a clock without a zone.
    Time(NaiveDateTime),
    /// A moment in UTC.
    Instant(NaiveDateTime),
    /// Named values.
    Object(Vec<(Cow<'static, str>, Value)>),
    /// Values in order.
    List(Vec<Value>),
}

impl Value {
    /// A number; NaN and the infinities are missing, and there is no negative zero.
    #[must_use]
    pub(crate) fn of(number: f64) -> Self {
        if number.is_finite() { Self::Number(number + 0.0) } else { Self::Missing }
    }

    /// The same value with a mark, if it is a number and `doubtful`.
    #[must_use]
    pub(crate) fn marked(self, doubtful: bool) -> Self {
        match self {
            Self::Number(number) if doubtful => Self::Marked(number),
            value => value,
        }
    }

    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Whether there is none.
    #[must_use]
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

macro_rules! value_from {
    ($($from:ty => $make:expr),+ $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                ($make)(value)
            }
        })+
    };
}
value_from!(
    f64 => Value::of,
    Maybe => |n: Maybe| n.get().into(),
    i32 => |n| Value::Integer(i64::from(n)),
    u32 => |n| Value::Integer(i64::from(n)),
    i64 => Value::Integer,
    u64 => |n| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX)),
    usize => |n| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX)),
    bool => Value::Flag,
    &str => Value::text,
    String => Value::Text,
    NaiveDateTime => Value::Time,
);

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// A column, and how its value is read from a record: one line makes header, help and cell.
#[derive(Debug)]
pub(crate) struct Field<T: 'static> {
    /// What it holds.
    pub column: Heading,
    /// Reads it.
    pub get: fn(&T) -> Value,
}

impl<T> Field<T> {
    /// The columns of fields.
    #[must_use]
    pub(crate) fn columns(fields: &[Self]) -> Vec<Heading> {
        fields.iter().map(|field| field.column.clone()).collect()
    }

    /// The cells of one record.
    #[must_use]
    pub(crate) fn row(fields: &[Self], record: &T) -> Vec<Value> {
        fields.iter().map(|field| (field.get)(record)).collect()
    }
}

/// Takes rows, one after the other.
pub(crate) type RowSink<'s> = dyn FnMut(&[Value]) -> Result<(), FormatError> + 's;

/// Gives rows to a sink, so that a table of any length streams.
pub(crate) type RowSource<'a> = Box<dyn FnOnce(&mut RowSink<'_>) -> Result<(), FormatError> + 'a>;

/// Who is told a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Audience {
    /// Everyone.
    #[default]
    All,
    /// Machines, and people who ask for all columns: a person would lose the rest of the sheet in it.
    Machines,
    /// Documents (JSON) alone: its rows hold lists, which others are told as tables of their own.
    Documents,
    /// All but documents, which hold the same within another list.
    Flat,
    /// The flat formats, and people who ask for all columns.
    Records,
}

impl Audience {
    /// Whether it is part of a document.
    pub(super) fn is_for_documents(self) -> bool {
        !matches!(self, Self::Flat | Self::Records)
    }

    /// Whether a person is told it.
    pub(super) fn is_for_people(self, all_columns: bool) -> bool {
        match self {
            Self::All | Self::Flat => true,
            Self::Machines | Self::Records => all_columns,
            Self::Documents => false,
        }
    }
}

/// A named list of rows.
pub(crate) struct Table<'a> {
    /// The list's name in JSON.
    pub name: Cow<'static, str>,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Its rows, each as long as `columns`.
    pub rows: RowSource<'a>,
    /// Who is told it.
    pub audience: Audience,
}

impl<'a> Table<'a> {
    /// A table of rows that are held already.
    #[must_use]
    pub(crate) fn held(name: &'static str, columns: Vec<Heading>, rows: Vec<Vec<Value>>) -> Self {
        Self::streamed(name, columns, Box::new(move |sink| rows.iter().try_for_each(|row| sink(row))))
    }

    /// A table whose rows are made while they are written.
    #[must_use]
    pub(crate) fn streamed(name: &'static str, columns: Vec<Heading>, rows: RowSource<'a>) -> Self {
        Self { name: Cow::Borrowed(name), columns, rows, audience: Audience::All }
    }

    /// The same, told to these alone.
    #[must_use]
    pub(crate) fn told(mut self, audience: Audience) -> Self {
        self.audience = audience;
        self
    }

    /// Keeps the columns of these names, in this order.
    ///
    /// # Errors
    /// When there is no such column.
    pub(crate) fn select(self, keys: &[String]) -> Result<Self, FormatError> {
        let place = |asked: &String| {
            self.columns.iter().position(|column| column.key == asked.as_str()).ok_or_else(|| FormatError::NoColumn {
                asked: asked.clone(),
                nearest: nearest(asked, self.columns.iter().map(|column| column.key.as_ref())).map(str::to_owned),
                columns: self.columns.iter().map(|column| column.key.as_ref()).collect::<Vec<_>>().join(", "),
            })
        };
        let mut places = Vec::with_capacity(keys.len());
        for key in keys {
            let at = place(key)?;
            // Asked for twice it is still one field.
            if !places.contains(&at) {
                places.push(at);
            }
        }
        let columns = places.iter().map(|&at| self.columns[at].clone().rank(Rank::Name)).collect();
        let source = self.rows;
        let rows: RowSource<'a> = Box::new(move |sink| {
            source(&mut |row| sink(&places.iter().map(|&at| row[at].clone()).collect::<Vec<_>>()))
        });
        Ok(Self { name: self.name, columns, rows, audience: self.audience })
    }
}

/// A named value of the head. Without a key it is said to people only, without a title to machines only.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// What it is.
    pub column: Heading,
    /// Its value.
    pub value: Value,
}

impl Entry {
    /// A value of a column.
    pub(crate) fn new(column: Heading, value: impl Into<Value>) -> Self {
        Self { column, value: value.into() }
    }

    /// A line for people.
    pub(crate) fn said(title: &'static str, text: impl Into<String>) -> Self {
        Self::new(Heading::new("", title, Kind::Prose, ""), text.into())
    }

    /// A value for machines.
    pub(crate) fn keyed(key: &'static str, value: impl Into<Value>) -> Self {
        Self::new(Heading::new(key, "", Kind::Structure, ""), value)
    }
}

/// The conventions that a sheet stands on, once for machines and once for people.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footing {
    /// By name.
    pub fields: Vec<(&'static str, Value)>,
    /// In words.
    pub words: String,
}

/// What one record of a flat format (CSV, NDJSON) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Record {
    /// A row of the first list.
    #[default]
    Row,
    /// The head: one record a sheet.
    Head,
}

/// What a report says: a head, then lists; and under which conventions.
#[derive(Default)]
pub(crate) struct Sheet<'a> {
    /// The title for people.
    pub title: String,
    /// The experiment, where the sheet is of one: every flat record begins with it.
    pub experiment: Option<String>,
    /// Named values, in order.
    pub head: Vec<Entry>,
    /// The conventions in force; `None` where none applies.
    pub conventions: Option<Footing>,
    /// Lists of rows; most sheets have one.
    pub tables: Vec<Table<'a>>,
    /// What a flat record is.
    pub record: Record,
    /// What a person should know.
    pub notes: Vec<String>,
}

impl<'a> Sheet<'a> {
    /// Where the list stands whose rows are the records of the flat formats.
    pub(super) fn flat(&self) -> Option<usize> {
        self.tables.iter().position(|table| table.audience != Audience::Documents)
    }

    /// A sheet of one list and nothing else.
    #[must_use]
    pub(crate) fn list(title: impl Into<String>, table: Table<'a>) -> Self {
        Self { title: title.into(), tables: vec![table], ..Self::default() }
    }

    /// Keeps these columns of the list that the flat formats tell.
    ///
    /// # Errors
    /// When there is no such column.
    pub(crate) fn select(mut self, keys: &[String]) -> Result<Self, FormatError> {
        // The experiment stands before every flat record anyway.
        let own = |key: &&String| self.experiment.is_none() || key.as_str() != "experiment";
        let keys: Vec<String> = keys.iter().filter(own).cloned().collect();
        if let Some(at) = self.flat().filter(|_| !keys.is_empty()) {
            let table = self.tables.remove(at).select(&keys)?;
            self.tables.insert(at, table);
        }
        Ok(self)
    }
}
