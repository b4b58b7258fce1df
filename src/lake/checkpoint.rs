//! A checkpoint of a Delta log: the actions that are in force, as rows of a Parquet file.

use super::LakeError;
use super::action::{Action, Add, Metadata, Protocol};
use super::parquet_file::ParquetFile;
use crate::format::Value;
use std::path::Path;

/// Hands over every action that is in force.
pub(super) fn read(path: &Path, each: &mut dyn FnMut(Action) -> Result<(), LakeError>) -> Result<(), LakeError> {
    let file = ParquetFile::open(path)?;
    for group in 0..file.groups() {
        let rows = file.rows(group);
        let column = |name: &str| -> Result<Vec<Value>, LakeError> {
            let mut cells = Vec::with_capacity(rows);
            file.cells(group, name, 0, rows, &mut cells)?;
            Ok(cells)
        };
        let versions = column("protocol.minReaderVersion")?;
        for version in versions.iter().filter_map(whole) {
            let reader_features = Some(elements(&file, group, "protocol.readerFeatures.")?);
            each(Action {
                protocol: Some(Protocol { min_reader_version: version, reader_features }),
                ..Action::default()
            })?;
        }
        if column("metaData.id")?.iter().any(|id| !id.is_missing()) {
            let partition_columns = elements(&file, group, "metaData.partitionColumns.")?;
            let keys = elements(&file, group, "metaData.configuration.key_value.key")?;
            let values = elements(&file, group, "metaData.configuration.key_value.value")?;
            let configuration = keys.into_iter().zip(values.into_iter().map(Some)).collect();
            each(Action { meta_data: Some(Metadata { partition_columns, configuration }), ..Action::default() })?;
        }
        let (paths, sizes, stats) = (column("add.path")?, column("add.size")?, column("add.stats")?);
        let vectors = column("add.deletionVector.storageType")?;
        for (((path, size), stats), vector) in paths.into_iter().zip(sizes).zip(stats).zip(vectors) {
            let Value::Text(path) = path else { continue };
            let stats = match stats {
                Value::Text(stats) => Some(stats),
                _ => None,
            };
            let deletion_vector = (!vector.is_missing()).then_some(serde_json::Value::Bool(true));
            let size = whole(&size).and_then(|size| u64::try_from(size).ok());
            each(Action { add: Some(Add { path, size, stats, deletion_vector }), ..Action::default() })?;
        }
    }
    Ok(())
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        _ => None,
    }
}

/// All texts of the one list whose column's path begins so.
fn elements(file: &ParquetFile, group: usize, front: &str) -> Result<Vec<String>, LakeError> {
    let Some(name) = file.columns_below(front).next() else { return Ok(Vec::new()) };
    let Some(mut cursor) = file.column(group, name)? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    cursor.texts(file.rows(group), |text| {
        all.extend(text.map(|text| String::from_utf8_lossy(text).into_owned()));
    })?;
    Ok(all)
}
