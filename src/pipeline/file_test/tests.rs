//! Reading a test's files, and reading them again.

use super::*;
use crate::source::Files;
use std::fmt::Write;
use std::path::Path;

const HEADER: &str = "循環,迴圈,子循環,子迴圈,MR編號,子工步編號,工步編號,工步,工步種類,實際開始時間,執行時間(秒),\
                      工步執行時間(秒),電壓(V),電流(A),電量(Ah),能量(Wh),狀態";

/// A Detail file of twelve steps of 2,000 rows, in several pieces.
fn detail(folder: &tempfile::TempDir) -> (PathBuf, FileTest) {
    let mut text = format!("\u{feff}{HEADER}\r\n");
    for row in 0..24_000_u32 {
        let (step, at) = (row / 2000 + 1, row % 2000);
        let (voltage, charge) = (3.0 + f64::from(at) / 4000.0, f64::from(at) / 3600.0);
        let (minute, second) = (row / 60 % 60, row % 60);
        writeln!(
            text,
            "1,1,1,1,1,{step},{step},{step},CC充電,09/04/2024 {:02}:{minute:02}:{second:02},{row},{at},{voltage:.6},1,\
             {charge:.6},{:.6},StepRunning\r",
            row / 3600,
            3.2 * charge
        )
        .unwrap();
    }
    let path = folder.path().join("long_Detail.csv");
    std::fs::write(&path, text).unwrap();
    let test = open(&path);
    (path, test)
}

fn open(path: &Path) -> FileTest {
    let candidate = Candidate { name: "long".to_owned(), files: Files::Detail(path.to_owned()) };
    FileTest::open(&candidate, ReadOptions::default()).unwrap()
}

/// What is read of chosen steps: step, sequence, line and voltage of each row.
fn rows(test: &mut FileTest, steps: &StepSet) -> Result<Vec<(i32, u64, u64, u64)>, TestError> {
    let mut found = Vec::new();
    test.blocks(Columns::ALL, steps, &mut |block| {
        let rows = (0..block.len()).zip(block.first_sequence..);
        found.extend(
            rows.map(|(row, sequence)| (block.step, sequence, block.lines[row], block.voltage_v[row].to_bits())),
        );
        Ok(())
    })?;
    Ok(found)
}

#[test]
fn what_is_read_again_in_parts_is_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut test) = detail(&folder);
    let all = rows(&mut test, &StepSet::All).unwrap();
    assert_eq!(all.len(), 24_000);
    assert!(test.parts.is_some());
    for chosen in [vec![1], vec![3, 9], vec![12], vec![], vec![99], (1..=12).collect()] {
        let wanted: Vec<_> = all.iter().filter(|row| chosen.contains(&row.0)).copied().collect();
        let found = rows(&mut test, &StepSet::Only(chosen.iter().copied().collect())).unwrap();
        assert_eq!(found, wanted, "{chosen:?}");
    }
    // What is packed or in another encoding cannot be read in parts, and gives the same.
    let text = std::fs::read_to_string(&path).unwrap();
    let packed = folder.path().join("packed_Detail.csv.zst");
    std::fs::write(&packed, zstd::encode_all(text.as_bytes(), 1).unwrap()).unwrap();
    let wide = folder.path().join("wide_Detail.csv");
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    std::fs::write(&wide, units.collect::<Vec<u8>>()).unwrap();
    for other in [packed, wide] {
        let mut other = open(&other);
        assert_eq!(rows(&mut other, &StepSet::All).unwrap(), all);
        assert!(other.parts.is_none());
        let wanted: Vec<_> = all.iter().filter(|row| [3, 9].contains(&row.0)).copied().collect();
        assert_eq!(rows(&mut other, &StepSet::Only([3, 9].into())).unwrap(), wanted);
    }
    std::fs::write(&path, "another file").unwrap();
    let error = rows(&mut test, &StepSet::Only([3].into())).unwrap_err();
    assert!(error.to_string().contains("it was written to"), "{error}");
}
