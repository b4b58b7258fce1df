//! Properties of any test, tried on generated ones: what is written is read, however it is written; a cut test grows to the
//! whole; units scale; databases agree.

use crate::analytic::step_differences;
use crate::append;
use crate::support::{self, Sandbox, on_both};
use crate::synth::{Cell, Encoding, Export, Pair, Script, State, Style, Truth};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::Value;

/// The same tests in every run.
fn tries(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_101), ..Config::default() }
}

/// What is done to the cell after its reference discharge. Shares are of what can still be put in or taken out.
#[derive(Clone, Debug)]
enum Act {
    Rest { duration_s: f64 },
    Charge { current_a: f64, share: f64 },
    Discharge { current_a: f64, share: f64 },
    Power { power_w: f64, duration_s: f64, tail_s: f64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let whole = |range: std::ops::Range<u32>| range.prop_map(f64::from);
    let act = prop_oneof![
        whole(60..4000).prop_map(|duration_s| Act::Rest { duration_s }),
        (whole(2..60), whole(5..80)).prop_map(|(a, share)| Act::Charge { current_a: a / 10.0, share: share / 100.0 }),
        (whole(2..60), whole(5..80))
            .prop_map(|(a, share)| Act::Discharge { current_a: a / 10.0, share: share / 100.0 }),
        (prop_oneof![-20..-1, 1..20], whole(2..60), prop_oneof![Just(0.0), Just(5.0)])
            .prop_map(|(w, duration_s, tail_s)| Act::Power { power_w: f64::from(w), duration_s, tail_s }),
    ];
    prop::collection::vec(act, 1..7)
}

/// A full charge, a full discharge (step 4: the reference), half a charge, and the acts.
fn script(acts: &[Act]) -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.5));
    script.rest(300.0, 60.0);
    script.charge_full(1.0, 60.0);
    script.rest(1800.0, 60.0);
    script.discharge_empty(2.0, 30.0);
    script.charge_by(1.0, 1.0, 60.0);
    for act in acts {
        let (held, room) = (script.state.charge_ah, script.cell.capacity_ah - script.state.charge_ah);
        match *act {
            Act::Rest { duration_s } => script.rest(duration_s, 60.0),
            Act::Charge { current_a, share } => script.charge_by(current_a, share * room, 30.0),
            Act::Discharge { current_a, share } => script.discharge_by(current_a, share * held, 30.0),
            Act::Power { power_w, duration_s, tail_s } => script.power(power_w, duration_s, 0.5, tail_s),
        }
    }
    script
}

fn styles() -> impl Strategy<Value = Style> {
    let encodings = prop_oneof![
        Just((Encoding::Utf8, true)),
        Just((Encoding::Utf8, false)),
        Just((Encoding::Utf16Le, true)),
        Just((Encoding::Utf16Be, false)),
        Just((Encoding::Big5, false)),
        Just((Encoding::Gb18030, false)),
    ];
    let cuts = prop_oneof![Just((',', false)), Just((';', true)), Just(('\t', true)), Just(('|', false))];
    (encodings, cuts, any::<bool>(), any::<bool>()).prop_map(
        |((encoding, mark), (delimiter, decimal_comma), lf, last)| {
            let line_end = if lf { "\n" } else { "\r\n" };
            Style { encoding, mark, line_end, last_line_end: last, delimiter, decimal_comma }
        },
    )
}

fn steps_of(sandbox: &Sandbox, folder: &str) -> Value {
    sandbox.report("steps", &[folder])
}

/// The same in milliamperes, millivolts, milliseconds and so on: the numbers with their point moved, the headers with
/// their new units.
fn in_thousandths(pair: &Pair) -> Pair {
    let mut pair = pair.clone();
    for table in [&mut pair.step, &mut pair.detail] {
        for column in 0..table.header.len() {
            let header = table.header[column].clone();
            let Some((name, unit)) = header.split_once('(').map(|(name, unit)| (name, unit.trim_end_matches(')')))
            else {
                continue;
            };
            let unit = match unit {
                "秒" => "ms",
                "V" | "A" | "W" | "Ah" | "Wh" => &format!("m{unit}"),
                _ => continue,
            };
            table.header[column] = format!("{name}({unit})");
            for row in &mut table.rows {
                if let Ok(number) = row[column].parse::<f64>() {
                    row[column] = format!("{}", (number * 1e9).round() / 1e6);
                }
            }
        }
    }
    pair
}

/// Where two answers differ by more than a share; texts and counts must be the same.
fn far_apart(one: &Value, other: &Value, place: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter()
                .zip(other)
                .enumerate()
                .for_each(|(at, (a, b))| far_apart(a, b, &format!("{place}[{at}]"), found));
        }
        (Value::Object(one), Value::Object(other)) => {
            one.iter().for_each(|(key, a)| far_apart(a, &other[key], &format!("{place}.{key}"), found));
        }
        (Value::Number(one), Value::Number(other)) => {
            let (a, b) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            if (a - b).abs() > 1e-9 + 1e-9 * a.abs() {
                found.push(format!("{place}: {a} and {b}"));
            }
        }
        _ if one == other => {}
        _ => found.push(format!("{place}: {one} and {other}")),
    }
}

proptest! {
    #![proptest_config(tries(24))]

    #[test]
    fn what_is_written_is_read(acts in acts(), style in styles()) {
        let script = script(&acts);
        let plain = Export::PLAIN.pair("plain", &script);
        let styled = Pair { name: "styled".to_owned(), style, ..plain.clone() };
        let sandbox = Sandbox::sqlite();
        plain.write(&sandbox.path("plain")).unwrap();
        styled.write(&sandbox.path("styled")).unwrap();
        let steps = steps_of(&sandbox, "styled");
        let differences = step_differences(&steps, &Truth::of(&script, 4));
        prop_assert!(differences.is_empty(), "{differences:#?}");
        sandbox.ingest(&sandbox.path("plain"), &["--fail-on", "never"]).0.expect(0);
        let (_, answer) = sandbox.ingest(&sandbox.path("styled"), &["--fail-on", "never"]);
        prop_assert_eq!(&answer["tests"][0]["outcome"], "skipped", "the same data: {:#}", answer);
    }

    #[test]
    fn units_scale(acts in acts()) {
        let plain = Export::PLAIN.pair("test", &script(&acts));
        let sandbox = Sandbox::sqlite();
        plain.write(&sandbox.path("plain")).unwrap();
        in_thousandths(&plain).write(&sandbox.path("milli")).unwrap();
        let mut found = Vec::new();
        far_apart(&steps_of(&sandbox, "plain")["steps"], &steps_of(&sandbox, "milli")["steps"], "steps", &mut found);
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn clean_tests_are_silent(acts in acts()) {
        let sandbox = Sandbox::sqlite();
        Export::PLAIN.pair("test", &script(&acts)).write(&sandbox.path("in")).unwrap();
        let answer = sandbox.json(["validate", "in", "--format", "json", "--fail-on", "never"]);
        // A charge by capacity may end above what the others are charged to: then no discharge begins charged, and that is said.
        let counts = |one: &&Value| one["severity"] != "info" && one["rule"] != "REF01";
        let said: Vec<&Value> = answer["findings"].as_array().unwrap().iter().filter(counts).collect();
        prop_assert!(said.is_empty(), "{said:#?}");
    }
}

proptest! {
    #![proptest_config(tries(6))]

    #[test]
    fn a_cut_test_grows_to_the_whole(acts in acts(), at in 0.0..1.0, share in 0.0..1.0) {
        let pair = Export::PLAIN.pair("test", &script(&acts));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let whole = support::Pair { name: pair.name.clone(), step: text(pair.step_bytes()), detail: text(pair.detail_bytes()) };
        let steps = whole.steps();
        let running = steps[(at * steps.len() as f64) as usize];
        on_both(|sandbox| append::check(sandbox, &whole, running, share));
    }

    #[test]
    fn databases_say_the_same(acts in acts()) {
        let pair = Export::PLAIN.pair("test", &script(&acts));
        let answers = std::cell::RefCell::new(Vec::new());
        on_both(|sandbox| {
            pair.write(&sandbox.path("in")).unwrap();
            sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.expect(0);
            let said = ["steps", "cycles", "pulses"].map(|kind| {
                sandbox.run(["report", kind, "--experiment", "test", "--format", "json"]).done().stdout
            });
            answers.borrow_mut().push(said);
        });
        let answers = answers.into_inner();
        prop_assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    }
}
