//! Lists, filters, runs and near misses.

use super::lane::on_both;
use super::sample::Sample;
use crate::model::StepType;
use crate::store::{Actor, CellRecord, Filter, LoadMode, Metadata, Range, RunOutcome, StoreError};

fn numbers(database: &mut crate::store::Database, filter: &Filter) -> Vec<i32> {
    let mut numbers = Vec::new();
    database
        .list_steps(filter, &mut |step| {
            numbers.push(step.metrics.step);
            Ok(())
        })
        .unwrap();
    numbers
}

#[test]
fn filters_choose_experiments_and_steps() {
    on_both(|lane| {
        let (mut database, _) = Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        assert_eq!(numbers(&mut database, &Filter::default()), [1, 2, 3, 5]);
        let range = |min, max| Some(Range { min, max });
        let cases: [(Filter, &[i32]); 8] = [
            (Filter { step_types: vec![StepType::Rest], ..Filter::default() }, &[1, 5]),
            (Filter { c_rate: range(Some(0.5), Some(0.75)), ..Filter::default() }, &[2, 3]),
            (Filter { c_rate: range(Some(2.0), None), ..Filter::default() }, &[]),
            (Filter { soc_pct: range(Some(20.0), Some(80.0)), ..Filter::default() }, &[1, 2, 3, 5]),
            (Filter { soc_pct: range(Some(30.0), None), ..Filter::default() }, &[]),
            (Filter { ocv_v: range(Some(3.2), None), min_rest_s: 1800.0, ..Filter::default() }, &[1, 2, 3, 5]),
            (Filter { ocv_v: range(Some(3.2), None), min_rest_s: 3600.0, ..Filter::default() }, &[]),
            (Filter { temperature_degc: range(None, Some(20.0)), ..Filter::default() }, &[]),
        ];
        for (filter, expected) in cases {
            assert_eq!(numbers(&mut database, &filter), expected, "{filter:?}");
            let experiments = database.list_experiments(&filter).unwrap();
            assert_eq!(experiments.is_empty(), expected.is_empty(), "{filter:?}");
        }
        let text = |words: &str| Some(words.to_owned());
        for (filter, found) in [
            (Filter { project: text("ageing"), cell: text("CALB-20"), ..Filter::default() }, 1),
            (Filter { chemistry: text("LFP"), operator: text("ann"), ..Filter::default() }, 1),
            (Filter { chemistry: text("NMC"), ..Filter::default() }, 0),
            (Filter { machine: text("none"), ..Filter::default() }, 0),
            (Filter { experiments: vec!["lot".to_owned()], ..Filter::default() }, 1),
            (Filter { since: Some("2025-01-01T00:00:00".parse().unwrap()), ..Filter::default() }, 0),
            (Filter { until: Some("2025-01-01T00:00:00".parse().unwrap()), ..Filter::default() }, 1),
        ] {
            assert_eq!(database.list_experiments(&filter).unwrap().len(), found, "{filter:?}");
            assert_eq!(database.list_cells(&filter).unwrap().len(), found, "{filter:?}");
            assert_eq!(database.list_files(&filter).unwrap().len(), 2 * found, "{filter:?}");
        }
        let experiment = database.experiment("lot").unwrap();
        assert_eq!(experiment.tags, ["a", "b"]);
        assert_eq!(experiment.end_time.unwrap().to_string(), "2025-01-01 00:05:00.625");
        assert_eq!(database.list_projects(&Filter::default()).unwrap()[0].1, 1);
        assert!(database.size_bytes().unwrap() > 0);
    });
}

#[test]
fn views_answer() {
    on_both(|lane| {
        Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        let views = [
            "bi_experiments",
            "bi_findings",
            "bi_steps",
            "bi_cycles",
            "bi_pulses",
            "bi_measurements",
            "bi_voltage_time",
            "bi_temperature_time",
            "bi_voltage_capacity",
            "bi_capacity_pct",
        ];
        for view in views {
            lane.execute(&format!("CREATE TABLE copy_{view} AS SELECT * FROM {view}")).unwrap();
        }
        let exact = "INSERT INTO audit_events (happened_at, who, command, tool_version, entity, entity_name, action) \
                     SELECT '2026-01-01 00:00:00', '', '', '', 'view', 'x', 'x' FROM bi_measurements \
                     WHERE step = 3 AND seq = 36000 AND abs(soc_pct - (20 - 2.0 * 60.0 / (4.0 / 3.0 + 2.0))) < 1e-9";
        lane.execute(exact).unwrap();
        assert_eq!(lane.open().history(Some("view"), None).unwrap().len(), 1);
    });
}

#[test]
fn near_misses_are_named() {
    on_both(|lane| {
        let (mut database, _) = Sample::cut(1, 3).load(lane.open(), LoadMode::New).unwrap();
        let cell = |name: &str, capacity: f64| Metadata {
            cell: Some(CellRecord {
                name: name.to_owned(),
                nominal_capacity_ah: Some(capacity),
                ..CellRecord::default()
            }),
            ..Metadata::default()
        };
        let notes = database.metadata_notes(&cell("CALB20", 20.0)).unwrap();
        assert_eq!(notes, ["cell `CALB20` is new; did you mean `CALB-20`?"]);
        assert_eq!(database.metadata_notes(&cell("CALB-20", 20.0)).unwrap(), Vec::<String>::new());
        assert!(database.metadata_notes(&cell("CALB-20", 21.0)).unwrap()[0].contains("other values"));
        let mut wrong = cell("x", 1.0);
        wrong.cell.as_mut().unwrap().chemistry = Some("lead".to_owned());
        let error = database.metadata_notes(&wrong).unwrap_err();
        assert!(error.to_string().contains("NMC"), "{error}");
        let error = database.experiment("Lot").unwrap_err();
        assert!(matches!(&error, StoreError::NotFound { nearest: Some(name), .. } if name == "lot"), "{error}");
    });
}

#[test]
fn runs_and_refused_files_are_written_down() {
    on_both(|lane| {
        let mut database = lane.open();
        let mut actor = Actor { who: "ann".into(), command: "ingest x".into(), tool_version: "0".into(), run_id: None };
        let run_id = database.begin_run(&actor).unwrap();
        actor.run_id = Some(run_id);
        let file = Sample::cut(1, 3).head.files[0].clone();
        for _ in 0..2 {
            database.record_refused_files(&actor, std::slice::from_ref(&file), "rejected", "3 errors").unwrap();
        }
        let outcome = |outcome: &str| RunOutcome {
            name: "lot".to_owned(),
            outcome: outcome.to_owned(),
            experiment_id: None,
            message: Some("3 errors".to_owned()),
            duration_s: 0.5,
        };
        database.finish_run(run_id, &[outcome("rejected"), outcome("skipped"), outcome("appended")]).unwrap();
        let runs = database.list_runs(None).unwrap();
        assert_eq!((runs[0].loaded, runs[0].skipped, runs[0].rejected, runs[0].failed), (1, 1, 1, 0));
        assert!(runs[0].finished_at.is_some());
        let files = database.list_files(&Filter::default()).unwrap();
        assert_eq!(files.len(), 1, "the same refusal is written down once");
        assert_eq!((files[0].experiment.as_deref(), files[0].outcome.as_str()), (None, "rejected"));
        assert!(!database.has_file_of_size(files[0].size as u64).unwrap());
    });
}
