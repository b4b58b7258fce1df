//! Fields that go both ways: into a column, and out of it again with every bit.

use crate::format::{Heading, Kind, Value};
use crate::model::{Control, EndReason, Maybe, StepType};
use chrono::NaiveDateTime;
use std::sync::Arc;

/// A field of a record.
pub(super) struct Kept<T: 'static> {
    pub(super) column: Heading,
    pub(super) get: fn(&T) -> Value,
    /// Sets it; `None` where the value is none of the field's.
    pub(super) set: fn(&mut T, &Value) -> Option<()>,
}

/// What a column can hold.
pub(super) trait Held: Sized {
    /// The kind of the column.
    const KIND: Kind;

    /// As a cell.
    fn value(&self) -> Value;

    /// From a cell; `None` where it is none of these.
    fn held(value: &Value) -> Option<Self>;
}

/// The kind of a field's column.
pub(super) fn kind<T, F: Held>(_: fn(&T) -> &F) -> Kind {
    F::KIND
}

/// The fields of a record, each with its unit; the column is called after the field, behind a prefix.
macro_rules! kept {
    ($record:ident $prefix:literal $about:literal; $($field:ident $unit:literal),+ $(,)?) => {
        vec![$({
            let key = concat!($prefix, stringify!($field));
            let mut column = $crate::format::Heading::number(key, key, $unit, 6, $about);
            column.kind = $crate::lake::kept::kind(|record: &$record| &record.$field);
            $crate::lake::kept::Kept::<$record> {
                column,
                get: |record| $crate::lake::kept::Held::value(&record.$field),
                set: |record, value| {
                    record.$field = $crate::lake::kept::Held::held(value)?;
                    Some(())
                },
            }
        }),+]
    };
}
pub(super) use kept;

impl Held for f64 {
    const KIND: Kind = Kind::Number;

    fn value(&self) -> Value {
        Value::of(*self)
    }

    fn held(value: &Value) -> Option<Self> {
        match value {
            Value::Missing => Some(Self::NAN),
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Held for Maybe {
    const KIND: Kind = Kind::Number;

    fn value(&self) -> Value {
        (*self).into()
    }

    fn held(value: &Value) -> Option<Self> {
        Option::<f64>::held(value).map(Self::from)
    }
}

macro_rules! whole {
    ($($type:ty),+) => {
        $(impl Held for $type {
            const KIND: Kind = Kind::Integer;

            fn value(&self) -> Value {
                (*self).into()
            }

            fn held(value: &Value) -> Option<Self> {
                match value {
                    Value::Integer(number) => Self::try_from(*number).ok(),
                    _ => None,
                }
            }
        })+
    };
}
whole!(i32, u64);

impl Held for bool {
    const KIND: Kind = Kind::Flag;

    fn value(&self) -> Value {
        Value::Flag(*self)
    }

    fn held(value: &Value) -> Option<Self> {
        match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

/// What is a text in its column.
macro_rules! said {
    ($($type:ty: $say:expr, $hear:expr;)+) => {
        $(impl Held for $type {
            const KIND: Kind = Kind::Text;

            fn value(&self) -> Value {
                let say: fn(&$type) -> String = $say;
                Value::Text(say(self))
            }

            fn held(value: &Value) -> Option<Self> {
                let hear: fn(&str) -> Option<Self> = $hear;
                match value {
                    Value::Text(text) => hear(text),
                    _ => None,
                }
            }
        })+
    };
}

/// How a moment is said: by the cycler's clock, which has no zone.
pub(super) const MOMENT: &str = "%Y-%m-%dT%H:%M:%S%.f";

said! {
    String: Clone::clone, |text| Some(text.to_owned());
    Arc<str>: ToString::to_string, |text| Some(text.into());
    NaiveDateTime: |time| time.format(MOMENT).to_string(), |text| NaiveDateTime::parse_from_str(text, MOMENT).ok();
    StepType: |word| word.as_str().to_owned(), Self::from_name;
    Control: |word| word.as_str().to_owned(), Self::from_name;
    EndReason: |word| word.as_str().to_owned(), Self::from_name;
}

impl<T: Held> Held for Option<T> {
    const KIND: Kind = T::KIND;

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Missing, Held::value)
    }

    fn held(value: &Value) -> Option<Self> {
        if value.is_missing() { Some(None) } else { T::held(value).map(Some) }
    }
}
