//! The content digest: what was measured, whatever the bytes of the file were.
//!
//! Each column has a blake3 hasher of its own over little-endian doubles, and one more takes step numbers and row counts,
//! so that the digest does not know how rows were cut into blocks, in which order the file had its columns, or which
//! of its temperatures was chosen as the cell's. A digest can be taken at any row, which is how growth is recognised.
//! Every NaN counts as the same, and -0 as 0, as databases keep them.

use super::{Block, Column, Head, StepRecord, TreeHasher};
use blake3::Hasher;

/// Folds the rows of a test, before thinning, into their digest.
#[derive(Debug)]
pub struct RowsFold {
    columns: Vec<Hashed>,
    closed: Hasher,
    run: Option<Run>,
    rows: u64,
    marks: Vec<(u64, Option<String>)>,
}

/// A column's name, and its hash so far.
#[derive(Debug)]
struct Hashed {
    name: String,
    hasher: TreeHasher,
}

impl Hashed {
    fn push(&mut self, values: &[f64]) {
        self.hasher.update(values, |value| canonical(value).to_le_bytes());
    }
}

/// Consecutive rows of one step.
#[derive(Clone, Copy, Debug)]
struct Run {
    step: i32,
    first: u64,
    rows: u64,
}

impl Run {
    fn close(self, into: &mut Hasher) {
        into.update(&self.step.to_le_bytes());
        into.update(&self.first.to_le_bytes());
        into.update(&self.rows.to_le_bytes());
    }
}

impl RowsFold {
    /// Begins a test; the names of its channels become part of the digest.
    #[must_use]
    pub fn new(head: &Head) -> Self {
        let temperature = head.temperature_channel.as_deref();
        // The signs keep our columns apart from headers; the temperature is one of the headers.
        let own = |column: Column| match (column, temperature) {
            (Column::Temperature, Some(header)) => format!("#{header}"),
            _ => format!("={}", column.name()),
        };
        let channels = head.channels.iter().map(|channel| format!("#{}", channel.name));
        let names = Column::ALL.into_iter().map(own).chain(channels);
        let pieces = TreeHasher::among(Column::COUNT + head.channels.len());
        Self {
            columns: names.map(|name| Hashed { name, hasher: pieces.clone() }).collect(),
            closed: Hasher::new(),
            run: None,
            rows: 0,
            marks: Vec::new(),
        }
    }

    /// Also takes the digest of the first `rows` rows, to be asked for by [`Self::digest_at`].
    pub fn mark(&mut self, rows: u64) {
        self.marks.push((rows, None));
        self.take_marks();
    }

    /// Takes the next rows.
    pub fn push(&mut self, block: &Block<'_>) {
        let mut from = 0;
        while from < block.len() {
            let next = self.marks.iter().filter(|mark| mark.0 > self.rows).map(|mark| mark.0 - self.rows).min();
            let to = next.map_or(block.len(), |ahead| block.len().min(from + ahead as usize));
            self.push_rows(block, from, to);
            self.take_marks();
            from = to;
        }
    }

    fn push_rows(&mut self, block: &Block<'_>, from: usize, to: usize) {
        let own = block.columns();
        let columns = own.iter().chain(block.channels);
        for (column, values) in self.columns.iter_mut().zip(columns) {
            column.push(&values[from..to]);
        }
        let (first, rows) = (block.first_sequence + from as u64, (to - from) as u64);
        match &mut self.run {
            Some(run) if run.step == block.step && run.first + run.rows == first => run.rows += rows,
            run => {
                if let Some(run) = run.take() {
                    run.close(&mut self.closed);
                }
                *run = Some(Run { step: block.step, first, rows });
            }
        }
        self.rows += rows;
    }

    fn take_marks(&mut self) {
        if self.marks.iter().any(|mark| mark.0 == self.rows && mark.1.is_none()) {
            let digest = self.digest();
            for mark in self.marks.iter_mut().filter(|mark| mark.0 == self.rows) {
                mark.1 = Some(digest.clone());
            }
        }
    }

    /// How many rows were taken.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The digest of the rows so far, in hex.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut runs = self.closed.clone();
        if let Some(run) = self.run {
            run.close(&mut runs);
        }
        let mut columns: Vec<_> = self.columns.iter().collect();
        columns.sort_by(|a, b| a.name.cmp(&b.name));
        let mut all = Hasher::new_derive_key("battery-etl rows 1");
        all.update(&self.rows.to_le_bytes());
        all.update(runs.finalize().as_bytes());
        for column in columns {
            text(&mut all, &column.name);
            all.update(column.hasher.hash().as_bytes());
        }
        all.finalize().to_hex().to_string()
    }

    /// The digest of the first `rows` rows, if they were [marked](Self::mark) and there are as many.
    #[must_use]
    pub fn digest_at(&self, rows: u64) -> Option<&str> {
        self.marks.iter().find(|mark| mark.0 == rows)?.1.as_deref()
    }
}

/// A value as its digest and every database have it: one NaN, and no negative zero.
fn canonical(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value + 0.0 }
}

fn text(into: &mut Hasher, value: &str) {
    into.update(&(value.len() as u64).to_le_bytes());
    into.update(value.as_bytes());
}

fn put(into: &mut Hasher, bytes: &[u8]) {
    into.update(bytes);
}

fn maybe<T>(into: &mut Hasher, value: Option<T>, put: impl FnOnce(&mut Hasher, T)) {
    into.update(&[u8::from(value.is_some())]);
    if let Some(value) = value {
        put(into, value);
    }
}

/// The digest of what the Step file said: parsed values, so that it does not know encodings, delimiters or line ends.
/// Steps that only Detail has are left out, because their rows are in the digest of the rows.
#[must_use]
pub fn steps_digest<'a>(steps: impl IntoIterator<Item = &'a StepRecord>) -> String {
    let mut all = Hasher::new_derive_key("battery-etl steps 1");
    for step in steps.into_iter().filter(|step| step.line.is_some()) {
        all.update(&step.number.to_le_bytes());
        for whole in [step.tester_cycle, step.section, step.recipe_line, step.loop_pass] {
            maybe(&mut all, whole, |all, value| put(all, &value.to_le_bytes()));
        }
        text(&mut all, step.step_type.as_str());
        text(&mut all, step.control.as_str());
        text(&mut all, &step.original_step_type);
        maybe(&mut all, step.status.as_deref(), text);
        let clock = step.start_time.map(|time| time.and_utc().timestamp_micros());
        maybe(&mut all, clock, |all, value| put(all, &value.to_le_bytes()));
        for value in [
            step.duration_s,
            step.voltage_start_v,
            step.voltage_end_v,
            step.current_end_a,
            step.power_end_w,
            step.capacity_ah,
            step.energy_wh,
            step.temperature_end_degc,
            step.chamber_temperature_end_degc,
            step.constant_current_capacity_ah,
            step.total_capacity_ah,
            step.tester_soc_pct,
        ] {
            maybe(&mut all, value.get(), |all, value| put(all, &canonical(value).to_le_bytes()));
        }
        let mut extras: Vec<_> = step.extras.iter().collect();
        extras.sort_unstable();
        all.update(&(extras.len() as u64).to_le_bytes());
        for (header, value) in extras {
            text(&mut all, header);
            text(&mut all, value);
        }
    }
    all.finalize().to_hex().to_string()
}

/// The digest of a whole test, of [`RowsFold::digest`] and [`steps_digest`]: the same content has the same.
#[must_use]
pub fn content_digest(rows: &str, steps: &str) -> String {
    let mut all = Hasher::new_derive_key("battery-etl content 1");
    text(&mut all, rows);
    text(&mut all, steps);
    all.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Channel, ChannelKind, Conventions, Origin};

    fn head(temperature: Option<&str>, channels: &[&str]) -> Head {
        let channel = |&name: &&str| Channel { name: name.to_owned(), kind: ChannelKind::Other };
        Head {
            name: "x".to_owned(),
            origin: Origin::Files,
            dialect: "chroma".to_owned(),
            has_end_reasons: true,
            has_rows: true,
            channels: channels.iter().map(channel).collect(),
            temperature_channel: temperature.map(str::to_owned),
            thinned_s: None,
            cell: None,
            project: None,
            machine: None,
            operator: None,
            amended: Vec::new(),
            conventions: Conventions::default(),
            files: Vec::new(),
        }
    }

    /// Rows `from..to` of step 4, with two channels.
    fn push(fold: &mut RowsFold, from: usize, to: usize, [temperature, one, two]: [f64; 3]) {
        let column = |scale: f64| (from..to).map(|row| row as f64 * scale).collect::<Vec<_>>();
        let (v, t, a, b) = (column(0.5), column(temperature), column(one), column(two));
        fold.push(&Block {
            step: 4,
            first_sequence: from as u64,
            step_time_s: &v,
            test_time_s: &v,
            voltage_v: &v,
            current_a: &v,
            capacity_ah: &v,
            energy_wh: &v,
            temperature_degc: &t,
            channels: &[&a, &b],
            end_reasons: &[],
            last_status: None,
            lines: &[],
        });
    }

    #[test]
    fn cuts_do_not_matter_and_a_prefix_is_known() {
        let head = head(Some("T1"), &["A", "B"]);
        let scales = [1.0, 2.0, 3.0];
        let (mut whole, mut parts, mut prefix) = (RowsFold::new(&head), RowsFold::new(&head), RowsFold::new(&head));
        whole.mark(7);
        push(&mut whole, 0, 20, scales);
        for (from, to) in [(0, 3), (3, 4), (4, 20)] {
            push(&mut parts, from, to, scales);
        }
        push(&mut prefix, 0, 7, scales);
        assert_eq!(whole.digest(), parts.digest());
        assert_eq!(whole.digest_at(7), Some(prefix.digest().as_str()));
        assert_ne!(whole.digest(), prefix.digest());
    }

    #[test]
    fn the_order_of_columns_and_the_chosen_temperature_do_not_matter() {
        let mut one = RowsFold::new(&head(Some("T1"), &["A", "T2"]));
        let mut two = RowsFold::new(&head(Some("T2"), &["T1", "A"]));
        push(&mut one, 0, 9, [1.0, 2.0, 3.0]);
        push(&mut two, 0, 9, [3.0, 1.0, 2.0]);
        assert_eq!(one.digest(), two.digest());
        let mut other = RowsFold::new(&head(Some("T1"), &["A", "T3"]));
        push(&mut other, 0, 9, [1.0, 2.0, 3.0]);
        assert_ne!(one.digest(), other.digest());
    }

    #[test]
    fn missing_and_zero_have_one_form() {
        let head = head(None, &["A", "B"]);
        let digest = |value: f64| {
            let mut fold = RowsFold::new(&head);
            push(&mut fold, 0, 1, [0.0; 3]);
            push(&mut fold, 1, 2, [value, 0.0, 0.0]);
            fold.digest()
        };
        assert_eq!(digest(f64::NAN), digest(f64::from_bits(0x7FF8_0000_0000_1234)));
        assert_eq!(digest(0.0), digest(-0.0));
        assert_ne!(digest(0.0), digest(f64::NAN));
    }
}
