//! Reports in layers: lines of cycles, of steps and of records, told apart by their leading empty cells, made into one
//! table of records that name their cycle and step.

/// The names of what records take over from the line of their step.
const OF_STEP: [&[&str]; 3] = [
    &["Step Index", "Step ID", "工步号", "工步號"],
    &["Step Number", "工步序号", "工步序號"],
    &["Step Type", "Step Name", "工步类型", "工步名称", "工步類型", "工步名稱"],
];

/// The state from line to line.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    delimiter: u8,
    /// The cells of a line of a cycle; where a line of a step is joined to it, its cells follow.
    cycle_cells: usize,
    /// Where the line of a step has what records take over.
    at: Vec<usize>,
    cycle: Vec<u8>,
    step: Vec<Vec<u8>>,
}

impl Layers {
    /// By the three lines of the header; gives the header of the flat table, too. `None` when they are none.
    pub(super) fn of(
        cycles: &[String],
        steps: &[String],
        records: &[String],
        delimiter: u8,
    ) -> Option<(Self, Vec<String>)> {
        let is_header = !cycles.first()?.is_empty()
            && steps.len() > 2
            && steps[0].is_empty()
            && !steps[1].is_empty()
            && records.len() > 3
            && records[..2].iter().all(String::is_empty)
            && !records[2].is_empty();
        if !is_header {
            return None;
        }
        let named =
            |names: &[&str]| steps.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)));
        let at: Vec<usize> = OF_STEP.iter().filter_map(|names| named(names)).collect();
        let mut header = vec![cycles[0].clone()];
        header.extend(at.iter().map(|at| steps[*at].clone()));
        header.extend(records[2..].iter().cloned());
        let layers =
            Self { delimiter, cycle_cells: cycles.len(), step: vec![Vec::new(); at.len()], at, cycle: Vec::new() };
        Some((layers, header))
    }

    /// Makes the next whole lines flat; lines of cycles and steps become blank, so that every line keeps its number.
    pub(crate) fn flatten(&mut self, text: &mut Vec<u8>) {
        let mut flat = Vec::with_capacity(text.len() + text.len() / 4);
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let end = line.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
            let (row, line_end) = line.split_at(end);
            match row.iter().take_while(|byte| **byte == self.delimiter).count() {
                _ if row.is_empty() => {}
                0 => self.take_cycle(row),
                1 => self.take_step(&row[1..]),
                _ => {
                    flat.extend_from_slice(&self.cycle);
                    flat.push(self.delimiter);
                    for cell in &self.step {
                        flat.extend_from_slice(cell);
                        flat.push(self.delimiter);
                    }
                    flat.extend_from_slice(&row[2..]);
                }
            }
            flat.extend_from_slice(line_end);
        }
        *text = flat;
    }

    fn take_cycle(&mut self, row: &[u8]) {
        let cells: Vec<&[u8]> = row.split(|byte| *byte == self.delimiter).collect();
        self.cycle = cells[0].to_vec();
        if let Some(step) = cells.get(self.cycle_cells..).filter(|step| !step.is_empty()) {
            self.take_cells(step);
        }
    }

    fn take_step(&mut self, row: &[u8]) {
        let cells: Vec<&[u8]> = row.split(|byte| *byte == self.delimiter).collect();
        self.take_cells(&cells);
    }

    /// The cells of a step, without the empty one before them.
    fn take_cells(&mut self, cells: &[&[u8]]) {
        for (own, at) in self.step.iter_mut().zip(&self.at) {
            *own = cells.get(at - 1).map_or_else(Vec::new, |cell| cell.to_vec());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_take_over_their_cycle_and_step() {
        let cells = |line: &str| line.split(',').map(ToOwned::to_owned).collect::<Vec<_>>();
        let found = Layers::of(
            &cells("Cycle Index,Chg. Cap.(Ah)"),
            &cells(",Step Index,Step Number,Step Type,Step Time"),
            &cells(",,DataPoint,Time,Voltage(V)"),
            b',',
        );
        let (mut layers, header) = found.unwrap();
        assert_eq!(
            header,
            ["Cycle Index", "Step Index", "Step Number", "Step Type", "DataPoint", "Time", "Voltage(V)"]
        );
        let mut text =
            b"1,0.5,1,1,Rest,00:00:20\n,,1,00:00:00,4.1\n,2,2,CC Chg,00:01:00\r\n,,2,00:00:00,4.2\r\n".to_vec();
        layers.flatten(&mut text);
        assert_eq!(text, b"\n1,1,1,Rest,1,00:00:00,4.1\n\r\n1,2,2,CC Chg,2,00:00:00,4.2\r\n");
        // A cycle in a line of its own, in the next piece.
        let mut text = b"2,0.6\n,1,3,Rest,00:00:20\n,,3,00:00:00,4.3\n".to_vec();
        layers.flatten(&mut text);
        assert_eq!(text, b"\n\n2,1,3,Rest,3,00:00:00,4.3\n");
    }
}
