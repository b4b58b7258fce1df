//! Which sheets of a workbook hold records, and which of them belong together.

use super::super::table::Problem;
use super::TableName;
use super::lines::push_cell;
use calamine::DataRef;

/// A header stands in the first rows.
const LOOKED_AT: u32 = 200;
/// A header has more columns than this, and names them by text.
const FEWEST_COLUMNS: usize = 4;
/// No header has as many.
const MOST_COLUMNS: u32 = 1000;

/// What the first rows of a sheet say of it.
pub(super) struct Sketch {
    name: String,
    /// The row of the header, from 0, and its columns.
    header: Option<(u32, Vec<String>)>,
    /// The number of the first record, if a column holds it.
    first_record: Option<f64>,
    row: u32,
    texts: Vec<String>,
    numbers: usize,
}

impl Sketch {
    pub(super) fn new(name: String) -> Self {
        Self { name, header: None, first_record: None, row: 0, texts: Vec::new(), numbers: 0 }
    }

    /// Looks at a cell; `false` when the sketch is complete.
    pub(super) fn look(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> bool {
        if row != self.row && self.end_row() || row >= LOOKED_AT {
            self.texts.clear();
            return false;
        }
        self.row = row;
        if column >= MOST_COLUMNS || matches!(value, DataRef::Empty) {
            return true;
        }
        let mut text = Vec::new();
        push_cell(&mut text, value);
        self.numbers += usize::from(!matches!(value, DataRef::String(_) | DataRef::SharedString(_)));
        self.texts.resize(column as usize, String::new());
        self.texts.push(String::from_utf8_lossy(&text).trim().to_owned());
        true
    }

    /// Ends the last row; whether the sheet has a header of records.
    pub(super) fn finish(&mut self) -> bool {
        self.end_row();
        self.header.is_some()
    }

    /// Ends a row; whether the sketch is complete.
    fn end_row(&mut self) -> bool {
        let texts = std::mem::take(&mut self.texts);
        let words =
            texts.iter().filter(|text| !text.is_empty()).count() - std::mem::take(&mut self.numbers).min(texts.len());
        match &self.header {
            Some((_, columns)) if !texts.is_empty() => {
                let number = columns.iter().position(|column| numbers_records(column));
                self.first_record = number.and_then(|at| texts.get(at)?.parse().ok());
                true
            }
            None if words >= FEWEST_COLUMNS => {
                if texts.iter().any(|text| names_voltage(text)) && texts.iter().any(|text| names_current(text)) {
                    self.header = Some((self.row, texts));
                }
                false
            }
            _ => false,
        }
    }

    fn columns(&self) -> &[String] {
        self.header.as_ref().map_or(&[], |(_, columns)| columns)
    }

    /// Whether this sheet continues another one.
    fn continues(&self, before: &Self) -> bool {
        let restarts = match (before.first_record, self.first_record) {
            (Some(before), Some(now)) => now <= before,
            _ => false,
        };
        self.columns() == before.columns() && key(&self.name) == key(&before.name) && !restarts
    }
}

/// The symbol of a column, as `u` of `U[V]`, `i` of `<I>/mA` and `cur` of `Cur(mA)`.
fn symbol(column: &str) -> &str {
    let column = column.trim_start_matches('<');
    column.split(['[', '(', '/', '>', ' ', '_', ',']).next().unwrap_or(column)
}

fn names_voltage(column: &str) -> bool {
    let column = column.to_lowercase();
    ["volt", "potential", "ewe", "电压", "電壓"].iter().any(|word| column.contains(word))
        || matches!(symbol(&column), "u" | "v" | "ecell")
}

fn names_current(column: &str) -> bool {
    let column = column.to_lowercase();
    ["current", "amps", "电流", "電流"].iter().any(|word| column.contains(word))
        || matches!(symbol(&column), "i" | "cur" | "curr")
}

fn numbers_records(column: &str) -> bool {
    let column: String = column.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    matches!(
        column.as_str(),
        "record"
            | "recordindex"
            | "recordid"
            | "recordnumber"
            | "recordno"
            | "rec"
            | "datapoint"
            | "index"
            | "数据序号"
            | "记录序号"
            | "序号"
    )
}

/// Whether a sheet sums up cycles or steps, by its name.
fn sums_up(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "info",
        "unit",
        "test",
        "log",
        "idle",
        "step",
        "cycle",
        "curve",
        "工步层",
        "循环层",
        "工步数据",
        "循环数据",
        "统计数据",
    ];
    const STARTS: &[&str] = &["statis", "cycle_", "cycle-", "step_", "step-", "global", "工步", "循环", "统计"];
    let name = name.to_lowercase();
    NAMES.contains(&name.as_str()) || STARTS.iter().any(|start| name.starts_with(start))
}

/// The channel of Arbin's `Channel_1-006_2` (`1-006`).
pub(super) fn arbin_channel(name: &str) -> Option<&str> {
    let rest = name.get(..7).filter(|start| start.eq_ignore_ascii_case("channel")).and(name.get(7..))?;
    let rest = rest.trim_start_matches(['_', '-', ' ']);
    let channel = rest.split('_').next().filter(|channel| channel.starts_with(|first: char| first.is_ascii_digit()))?;
    channel.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-').then_some(channel)
}

/// What the names of sheets share that continue each other.
fn key(name: &str) -> String {
    if let Some(channel) = arbin_channel(name) {
        return format!("channel {channel}");
    }
    let name = name.to_lowercase();
    if let Some(place) = name.strip_prefix("detail_") {
        return format!("detail {}", place.split('_').take(3).collect::<Vec<_>>().join("_")); // device, unit, channel
    }
    let digits = |name: &str| name.trim_end_matches(|last: char| last.is_ascii_digit()).len();
    let stem = match name.strip_suffix(')').map(|name| &name[..digits(name)]).and_then(|name| name.strip_suffix('(')) {
        Some(stem) => stem,
        None => &name[..digits(&name)],
    };
    stem.trim_end_matches(['_', '-', ' ', '.']).to_owned()
}

/// The tables that these sheets make up; `rows` counts the rows of a sheet.
pub(super) fn tables(
    sketches: Vec<Sketch>,
    rows: &mut dyn FnMut(&str) -> Result<u32, Problem>,
) -> Result<Vec<TableName>, Problem> {
    let (summaries, records): (Vec<_>, Vec<_>) = sketches.into_iter().partition(|sketch| sums_up(&sketch.name));
    let mut groups: Vec<Vec<Sketch>> = Vec::new();
    for sketch in if records.is_empty() { summaries } else { records } {
        match groups.iter_mut().find(|group| group.last().is_some_and(|last| sketch.continues(last))) {
            Some(group) => group.push(sketch),
            None => groups.push(vec![sketch]),
        }
    }
    if groups.len() > 1 {
        keep_like_the_largest(&mut groups, rows)?;
    }
    let table = |group: &Vec<Sketch>| {
        let header_row = |sketch: &Sketch| sketch.header.as_ref().map_or(1, |(row, _)| row + 1);
        let sheets: Vec<_> = group.iter().map(|sketch| (sketch.name.clone(), header_row(sketch))).collect();
        let (name, header_row) = sheets.first()?.clone();
        Some(TableName { name, header_row, sheets })
    };
    Ok(groups.iter().filter_map(table).collect())
}

/// The largest table holds the records; others do if they look the same: their header, or that they are channels.
fn keep_like_the_largest(
    groups: &mut Vec<Vec<Sketch>>,
    rows: &mut dyn FnMut(&str) -> Result<u32, Problem>,
) -> Result<(), Problem> {
    let mut largest = (0, Vec::new(), false);
    for group in &*groups {
        let mut count = 0;
        for sketch in group {
            count += u64::from(rows(&sketch.name)?);
        }
        if count > largest.0 {
            largest = (count, group[0].columns().to_vec(), arbin_channel(&group[0].name).is_some());
        }
    }
    let (_, columns, of_arbin) = largest;
    groups.retain(|group| group[0].columns() == columns || of_arbin && arbin_channel(&group[0].name).is_some());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(name: &str, header: &[&str], first: f64) -> Sketch {
        let mut sketch = Sketch::new(name.into());
        for (column, text) in header.iter().enumerate() {
            assert!(sketch.look(3, column as u32, &DataRef::SharedString(text)));
        }
        assert!(sketch.look(4, 0, &DataRef::Float(first)));
        sketch.finish();
        sketch
    }

    const HEADER: &[&str] = &["Data_Point", "Test_Time(s)", "Current(A)", "Voltage(V)"];

    fn names(sketches: Vec<Sketch>) -> Vec<Vec<String>> {
        let rows = |name: &str| Ok(if name.contains("summary") { 10 } else { 1000 });
        let names = |table: TableName| table.sheets.into_iter().map(|(name, _)| name).collect();
        tables(sketches, &mut { rows }).unwrap().into_iter().map(names).collect()
    }

    #[test]
    fn headers_name_voltage_and_current() {
        assert_eq!(sketch("a", HEADER, 1.0).header.unwrap().0, 3);
        assert_eq!(sketch("a", HEADER, 5.0).first_record, Some(5.0));
        assert!(sketch("a", &["n", "t[s]", "U[V]", "I[A]"], 1.0).header.is_some());
        assert!(sketch("a", &["n", "time/s", "<Ewe>/V", "<I>/mA"], 1.0).header.is_some());
        assert!(sketch("a", &["序号", "时间", "电压(V)", "电流(A)"], 1.0).header.is_some());
        assert!(sketch("a", &["n", "Cycle", "Cur(mA)", "Voltage(V)"], 1.0).header.is_some());
        assert!(sketch("a", &["n", "Cycle", "Capacity(Ah)", "Voltage(V)"], 1.0).header.is_none());
        assert!(sketch("a", &["Current", "Voltage", "n"], 1.0).header.is_none(), "three columns");
    }

    #[test]
    fn sheets_that_continue_make_one_table() {
        let of = |first: &str, second: &str, record: f64| {
            names(vec![sketch(first, HEADER, 1.0), sketch(second, HEADER, record)]).len()
        };
        assert_eq!(of("Detail_1_1_1", "Detail_1_1_1_1", 65_001.0), 1);
        assert_eq!(of("record", "record1", 65_001.0), 1);
        assert_eq!(of("record", "record(2)", 65_001.0), 1);
        assert_eq!(of("Channel_1-006_1", "Channel_1-006_2", 65_001.0), 1);
        assert_eq!(of("Channel_1-5", "Channel_1-6", 65_001.0), 2);
        assert_eq!(of("Sheet1", "Sheet2", 1.0), 2, "its records begin anew");
        assert_eq!(of("Detail_1_1_1", "Detail_1_1_2", 65_001.0), 2);
    }

    #[test]
    fn summaries_give_way() {
        let other = &["Cycle", "Time", "Current(A)", "Voltage(V)"];
        let all = vec![
            sketch("Statis_1_1_1", other, 1.0),
            sketch("summary", other, 1.0),
            sketch("Detail_1_1_1", HEADER, 1.0),
        ];
        assert_eq!(names(all), [["Detail_1_1_1"]]);
        assert_eq!(names(vec![sketch("test", HEADER, 1.0)]), [["test"]], "if there is nothing else");
    }
}
