//! How a record of the model becomes a row and back, written once for each field.

use super::StoreError;

/// A missing number is NULL on both databases; SQLite has neither NaN nor a negative zero.
pub(super) fn number(value: impl Into<Option<f64>>) -> Option<f64> {
    value.into().filter(|value| !value.is_nan()).map(|value| value + 0.0)
}

/// A plain number, of which NaN is NULL.
pub(super) fn plain(value: f64) -> Option<f64> {
    number(value)
}

/// A stored name that this program does not know: another wrote it.
pub(super) fn unknown_name(field: &str, found: &str) -> StoreError {
    StoreError::Value {
        field: field.to_owned(),
        problem: format!("the database holds `{found}`, which this battery-etl does not know; use a newer one"),
    }
}

/// A text that may stand in a database: PostgreSQL takes no NUL, so neither gets one.
pub(super) fn text(field: &str, value: &str) -> Result<String, StoreError> {
    if value.contains('\0') {
        return Err(StoreError::Value {
            field: field.to_owned(),
            problem: "it holds a NUL byte, which no text may; take it out".to_owned(),
        });
    }
    Ok(value.to_owned())
}

/// A text from a file, for reading by people: a NUL is shown, not kept.
pub(super) fn shown(value: &str) -> String {
    value.replace('\0', "\u{2400}")
}

/// Makes a row type for a table, with the ways from and to a type of the model.
///
/// `same` fields are copied, `count` are u64 stored as BIGINT, `counts` are those that may be missing, `number` may be
/// missing, `plain` are NaN where missing, `name` are stored by name; `special` fields say both ways themselves, `stamp`
/// columns say when the row was made and are not of the model, and `rest` fields of the model are no columns of this table.
macro_rules! row {
    (
        $(#[$doc:meta])*
        $row:ident in $table:ident for $model:ident ($with:ident: $with_type:ty) {
            same { $($same:ident: $same_type:ty),* $(,)? }
            count { $($count:ident),* $(,)? }
            counts { $($counts:ident),* $(,)? }
            number { $($number:ident),* $(,)? }
            plain { $($plain:ident),* $(,)? }
            name { $($name:ident: $name_type:ty),* $(,)? }
            special { $($special:ident: $special_type:ty = |$m:ident| $to:expr, |$r:ident| $from:expr;)* }
            $(stamp { $($stamp:ident),* $(,)? })?
            rest { $($rest:ident: $rest_value:expr),* $(,)? }
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, diesel::Queryable, diesel::Selectable, diesel::Insertable, diesel::AsChangeset)]
        #[diesel(table_name = $table, treat_none_as_default_value = false, treat_none_as_null = true)]
        pub(super) struct $row {
            pub(super) experiment_id: i32,
            $(pub(super) $same: $same_type,)*
            $(pub(super) $count: i64,)*
            $(pub(super) $counts: Option<i64>,)*
            $(pub(super) $number: Option<f64>,)*
            $(pub(super) $plain: Option<f64>,)*
            $(pub(super) $name: String,)*
            $(pub(super) $special: $special_type,)*
            $($(pub(super) $stamp: chrono::NaiveDateTime,)*)?
        }

        impl $row {
            #[allow(unused_variables)]
            pub(super) fn of(experiment_id: i32, model: &$model) -> Result<Self, StoreError> {
                Ok(Self {
                    experiment_id,
                    $($same: model.$same.clone(),)*
                    $($count: model.$count as i64,)*
                    $($counts: model.$counts.map(|value| value as i64),)*
                    $($number: $crate::store::row::number(model.$number),)*
                    $($plain: $crate::store::row::plain(model.$plain),)*
                    $($name: model.$name.as_str().to_owned(),)*
                    $($special: { let $m = model; $to },)*
                    $($($stamp: $crate::store::clock::now(),)*)?
                })
            }

            #[allow(unused_variables)]
            pub(super) fn model(&self, $with: $with_type) -> Result<$model, StoreError> {
                Ok($model {
                    $($same: self.$same.clone(),)*
                    $($count: self.$count.max(0) as u64,)*
                    $($counts: self.$counts.map(|value| value.max(0) as u64),)*
                    $($number: self.$number.into(),)*
                    $($plain: self.$plain.unwrap_or(f64::NAN),)*
                    $($name: <$name_type>::from_name(&self.$name)
                        .ok_or_else(|| $crate::store::row::unknown_name(stringify!($name), &self.$name))?,)*
                    $($special: { let $r = self; $from },)*
                    $($rest: $rest_value,)*
                })
            }
        }
    };
}
pub(super) use row;
