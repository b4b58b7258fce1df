//! Rows that take the place of those that are there: what is the same is not written again.

/// Stores the rows of an experiment in one table, in order of a key, in place of those that are there. A batch whose rows
/// are there already stays untouched: of a test that has grown that is nearly all.
macro_rules! renew {
    ($database:expr, $id:expr, $all:expr, $row:ty: $table:ident by $key:ident, $doing:expr) => {{
        let (id, doing) = ($id, $doing);
        let own = || $table::table.filter($table::experiment_id.eq(id));
        let last: Option<i32> =
            own().select(diesel::dsl::max($table::$key)).first(&mut $database.connection).doing(doing)?;
        let mut behind = i32::MIN;
        for batch in $all.chunks($crate::store::database::BATCH) {
            let rows = batch.iter().map(|one| <$row>::of(id, one)).collect::<Result<Vec<_>, _>>()?;
            let to = rows.last().map_or(behind, |row| row.$key);
            let place = || own().filter($table::$key.gt(behind).and($table::$key.le(to)));
            let mut stored: Vec<$row> = Vec::new();
            if last.is_some_and(|last| last > behind) {
                let there = place().order($table::$key).select(<$row>::as_select());
                stored = there.load(&mut $database.connection).doing(doing)?;
            }
            if stored != rows {
                if !stored.is_empty() {
                    diesel::delete(place()).execute(&mut $database.connection).doing(doing)?;
                }
                $crate::store::put_all!($database, $table::table, rows).doing(doing)?;
            }
            behind = to;
        }
        if last.is_some_and(|last| last > behind) {
            diesel::delete(own().filter($table::$key.gt(behind))).execute(&mut $database.connection).doing(doing)?;
        }
        Ok(())
    }};
}
pub(super) use renew;
