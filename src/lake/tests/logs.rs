//! Logs as engines write them: commits, checkpoints, and what is refused.

use super::super::log;
use super::texts;
use parquet::data_type::Int32Type;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

const PROTOCOL: &str = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}"#;
const METADATA: &str = r#"{"metaData":{"id":"x","schemaString":"","partitionColumns":[],"configuration":{}}}"#;

fn table() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("_delta_log")).unwrap();
    folder
}

fn commit(table: &Path, version: u64, lines: &[&str]) {
    let text = lines.join("\n") + "\n";
    fs::write(table.join(format!("_delta_log/{version:020}.json")), text).unwrap();
}

fn add(name: &str) -> String {
    format!(r#"{{"add":{{"path":"{name}","partitionValues":{{}},"size":1,"modificationTime":0,"dataChange":true}}}}"#)
}

fn names(table: &Path) -> Result<Vec<String>, String> {
    let files = log::active(table, &[]).map_err(|error| error.to_string())?.unwrap();
    Ok(files.iter().map(|file| file.path.strip_prefix(table).unwrap().to_string_lossy().into_owned()).collect())
}

#[test]
fn commits_are_replayed() {
    let folder = table();
    let table = folder.path();
    let stats = r#"{"add":{"path":"b%20c.parquet","stats":"{\"numRecords\":1,\"minValues\":{\"test\":\"0a\"},\"maxValues\":{\"test\":\"0b\"}}"}}"#;
    commit(table, 0, &[PROTOCOL, METADATA, &add("a.parquet"), stats]);
    commit(
        table,
        1,
        &[r#"{"txn":{"appId":"x","version":1}}"#, r#"{"remove":{"path":"a.parquet"}}"#, &add("d.parquet")],
    );
    assert_eq!(names(table).unwrap(), ["b c.parquet", "d.parquet"]);
    let files = log::active(table, &[]).unwrap().unwrap();
    assert!(
        files[0].may_hold("0a") && files[0].may_hold("0aff") && !files[0].may_hold("0c") && files[1].may_hold("0c")
    );
    // What a cut-off end stands for.
    assert!(files[0].may_hold("0b12"));
    commit(table, 3, &[&add("e.parquet")]);
    let said = names(table).unwrap_err();
    assert!(said.contains("00000000000000000002.json") && said.contains("is not there"), "{said}");
    assert!(log::active(&table.join("none"), &[]).unwrap().is_none());
}

#[test]
fn what_is_not_understood_is_refused() {
    for (lines, words) in [
        (vec![r#"{"protocol":{"minReaderVersion":4,"minWriterVersion":7}}"#], "version 4"),
        (
            vec![r#"{"protocol":{"minReaderVersion":3,"readerFeatures":["timestampNtz","v2Checkpoint"]}}"#],
            "asks its readers for v2Checkpoint",
        ),
        (vec![PROTOCOL, r#"{"metaData":{"id":"x","partitionColumns":["day"]}}"#], "partitioned by day"),
        (
            vec![r#"{"metaData":{"id":"x","configuration":{"delta.columnMapping.mode":"name"}}}"#],
            "maps its columns by name",
        ),
        (vec![r#"{"add":{"path":"a.parquet","deletionVector":{"storageType":"u"}}}"#], "deletion vector"),
        (vec![r#"{"add":{"path":"s3://b/a.parquet"}}"#], "outside of the table"),
        (vec![r#"{"add":{"path":"../a.parquet"}}"#], "outside of the table"),
        (vec![PROTOCOL, r#"{"add":{"path":"a.par"#], "00000000000000000000.json:2"),
    ] {
        let folder = table();
        commit(folder.path(), 0, &lines);
        let said = names(folder.path()).unwrap_err();
        assert!(said.contains(words) && said.contains("00000000000000000000.json"), "{said}");
    }
    let folder = table();
    assert!(names(folder.path()).unwrap_err().contains("holds no commit"));
    let known = [r#"{"protocol":{"minReaderVersion":3,"readerFeatures":["timestampNtz"]}}"#, &add("a.parquet")];
    commit(folder.path(), 0, &known);
    assert_eq!(names(folder.path()).unwrap(), ["a.parquet"]);
}

/// A checkpoint of a protocol, the metadata, two files and one that was removed.
fn checkpoint(path: &Path, features: &[&str], vector: Option<&str>) {
    let schema = "message checkpoint {
        optional group add { optional binary path (UTF8); optional binary stats (UTF8);
            optional group deletionVector { optional binary storageType (UTF8); } }
        optional group remove { optional binary path (UTF8); }
        optional group metaData { optional binary id (UTF8);
            optional group partitionColumns (LIST) { repeated group list { optional binary element (UTF8); } } }
        optional group protocol { optional int32 minReaderVersion;
            optional group readerFeatures (LIST) { repeated group list { optional binary element (UTF8); } } } }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file =
        SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::new(WriterProperties::builder().build()))
            .unwrap();
    let mut group = file.next_row_group().unwrap();
    let group_mut = &mut group;
    texts(group_mut, &["a.parquet", "b.parquet"], &[0, 0, 2, 2, 0], None);
    texts(group_mut, &[], &[0, 0, 1, 1, 0], None);
    let levels = [0, 0, 1, if vector.is_some() { 3 } else { 1 }, 0];
    texts(group_mut, &vector.into_iter().collect::<Vec<_>>(), &levels, None);
    texts(group_mut, &["gone.parquet"], &[0, 0, 0, 0, 2], None);
    texts(group_mut, &["x"], &[0, 2, 0, 0, 0], None);
    texts(group_mut, &[], &[0, 2, 0, 0, 0], Some(&[0; 5]));
    let mut column = group.next_column().unwrap().unwrap();
    let version = if features.is_empty() { 1 } else { 3 };
    column.typed::<Int32Type>().write_batch(&[version], Some(&[2, 0, 0, 0, 0]), None).unwrap();
    column.close().unwrap();
    let (mut levels, mut repeats) = (vec![4; features.len().max(1)], vec![1; features.len().max(1)]);
    if features.is_empty() {
        levels[0] = 1;
    }
    repeats[0] = 0;
    levels.extend([0; 4]);
    repeats.extend([0; 4]);
    texts(&mut group, features, &levels, Some(&repeats));
    group.close().unwrap();
    file.close().unwrap();
}

#[test]
fn later_commits_are_replayed_over_a_checkpoint() {
    let folder = table();
    let table = folder.path();
    let log = table.join("_delta_log");
    let place = log.join("00000000000000000007.checkpoint.parquet");
    checkpoint(&place, &[], None);
    // One before it counts no more; it need not even be whole.
    commit(table, 6, &["{"]);
    assert_eq!(names(table).unwrap(), ["a.parquet", "b.parquet"]);
    commit(table, 8, &[r#"{"remove":{"path":"a.parquet"}}"#, &add("c.parquet")]);
    assert_eq!(names(table).unwrap(), ["b.parquet", "c.parquet"]);
    checkpoint(&place, &["timestampNtz", "columnMapping"], None);
    assert!(names(table).unwrap_err().contains("columnMapping, which is not known"));
    checkpoint(&place, &[], Some("u"));
    assert!(names(table).unwrap_err().contains("b.parquet has a deletion vector"));
    fs::write(&place, b"PAR1 no").unwrap();
    assert!(names(table).unwrap_err().contains("checkpoint.parquet"));
    // In two parts.
    fs::remove_file(&place).unwrap();
    checkpoint(&log.join("00000000000000000007.checkpoint.0000000001.0000000002.parquet"), &[], None);
    let said = names(table).unwrap_err();
    assert!(said.contains("0000000002.0000000002.parquet") && said.contains("is not there"), "{said}");
    checkpoint(&log.join("00000000000000000007.checkpoint.0000000002.0000000002.parquet"), &[], None);
    assert_eq!(names(table).unwrap(), ["b.parquet", "c.parquet"]);
}

#[test]
fn what_a_checkpoint_does_not_say_the_commits_do() {
    let folder = table();
    let table = folder.path();
    let log = table.join("_delta_log");
    commit(table, 0, &[PROTOCOL, METADATA, &add("0.parquet")]);
    commit(table, 1, &[&add("1.parquet")]);
    checkpoint(&log.join("00000000000000000001.checkpoint.parquet"), &[], None);
    commit(table, 2, &[&add("2.parquet")]);
    let from_checkpoint = ["2.parquet", "a.parquet", "b.parquet"];
    // The hint is not there, damaged, old, or names what is gone.
    let hint = log.join("_last_checkpoint");
    assert_eq!(names(table).unwrap(), from_checkpoint);
    for said in ["", "{", "\u{fffd}", r#"{"version":0,"size":1}"#, r#"{"version":9,"size":1}"#] {
        fs::write(&hint, said).unwrap();
        assert_eq!(names(table).unwrap(), from_checkpoint, "{said}");
    }
    // A newer one that was cut off: the one before, and all commits since.
    fs::write(log.join("00000000000000000002.checkpoint.parquet"), "PAR1").unwrap();
    checkpoint(&log.join("00000000000000000002.checkpoint.0000000001.0000000002.parquet"), &[], None);
    assert_eq!(names(table).unwrap(), from_checkpoint);
    fs::write(log.join("00000000000000000001.checkpoint.parquet"), "PAR1").unwrap();
    assert_eq!(names(table).unwrap(), ["0.parquet", "1.parquet", "2.parquet"]);
    // Never an older state for the newest.
    fs::remove_file(log.join("00000000000000000002.json")).unwrap();
    let said = names(table).unwrap_err();
    assert!(said.contains("00000000000000000002.checkpoint.0000000002.0000000002.parquet"), "{said}");
}
