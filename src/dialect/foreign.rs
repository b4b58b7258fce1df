//! Tells what a header that no dialect claims looks like, so that a person learns more than that it is unknown.

/// What another cycler's header holds, in lower case; all of it must stand in the beginning of the file.
const OTHERS: &[(&str, &[&str])] = &[
    ("a BioLogic EC-Lab export (.mpt)", &["ec-lab ascii file"]),
    ("a BioLogic EC-Lab export", &["ewe/v", "time/s"]),
    ("a Maccor export", &["rec", "amp-hr", "volts"]),
    ("a Maccor export", &["rec", "dpt time"]),
    ("a Novonix export", &["[data]", "potential (v)"]),
    ("a Novonix export", &["run time (h)", "potential (v)"]),
    ("an Arbin export", &["data_point", "test_time"]),
    ("an Arbin export", &["test time (s)", "cycle index"]),
    ("an Arbin export", &["test_time(s)", "cycle_index"]),
    ("a Neware (BTSDA) export", &["record id", "step name"]),
    ("a Neware (BTSDA) export", &["cycle index", "step index", "step type", "datapoint"]),
    ("a Neware (BTSDA) export", &["datapoint", "cycle index", "step type"]),
    ("a Neware (BTSDA) export", &["数据序号", "工步类型"]),
    ("a Neware (BTSDA) export", &["循环号", "工步号"]),
    ("a Neware (BTSDA) export", &["record index", "jumpto"]),
    ("a LAND (Lanhe) export", &["testtime/s", "voltage/v"]),
    ("a LAND (Lanhe) export", &["voltage/v", "current/ma", "capacity/mah"]),
    ("a Basytec export", &["~time[", "u[v]", "i[a]"]),
    ("a PEC export", &["test regime name"]),
    ("a PEC export", &["total time (", "instruction name"]),
    ("a PEC export", &["total time (seconds)", "voltage (mv)"]),
    ("a Digatron export", &["prog time", "step time", "ah-"]),
    ("a Digatron export", &["ahaccu", "whaccu"]),
    ("a Battery Data Format table", &["test time / s", "voltage / v"]),
    ("a Battery Data Format table", &["test_time_second", "voltage_volt"]),
    ("a BatteryArchive table", &["cycle_index", "charge_capacity (ah)"]),
];

/// What the beginning of a file looks like; `None` when it is like nothing that is known.
pub(super) fn looks_like(head: &str) -> Option<&'static str> {
    // A header stands early, and a long one has its first columns there.
    let end = head.char_indices().nth(8_192).map_or(head.len(), |(at, _)| at);
    let lower = head[..end].to_lowercase();
    OTHERS.iter().find(|(_, words)| words.iter().all(|word| lower.contains(word))).map(|(what, _)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_cyclers_are_known_by_their_headers() {
        for (head, what) in [
            ("Data_Point,Test_Time(s),Date_Time,Step_Time(s),Cycle_Index", "Arbin"),
            ("Today's Date\t04/10/2018\nRec#\tCyc#\tStep\tTestTime\tStepTime\tAmp-hr\tWatt-hr\tAmps\tVolts", "Maccor"),
            ("EC-Lab ASCII FILE\r\nNb header lines : 79\r\n", "BioLogic"),
            ("[Data]\nDate and Time,Cycle Number,Step Type,Run Time (h),Potential (V)", "Novonix"),
            ("DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(A)", "Neware"),
            ("Record\tTestTime/s\tVoltage/V\tCurrent/mA\tCapacity/mAh", "LAND"),
        ] {
            assert!(looks_like(head).is_some_and(|found| found.contains(what)), "{head}");
        }
        assert_eq!(looks_like("工步,電壓(V),電流(A)\n"), None);
        assert_eq!(looks_like("name,age\nann,7\n"), None);
    }
}
