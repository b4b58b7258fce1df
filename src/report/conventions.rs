//! The head that every report of one test begins with: the reference, the nominal capacity, the conventions in force.

use crate::format::{Entry, Footing, Heading, Kind, Value};
use crate::model::{Conventions, CyclesBy, Derived, Head, NominalSource, ReferenceQuality, SocAnchor, SohBaseline};

/// Reference and nominal capacity, with where they come from.
#[must_use]
pub(crate) fn head(derived: &Derived) -> Vec<Entry> {
    let reference = derived.reference;
    let nominal = derived.nominal;
    let reference_words = reference.map_or_else(
        || "none: the test has no discharge, so SOC is missing".to_owned(),
        |reference| {
            let quality = match reference.quality {
                ReferenceQuality::Full => "a full discharge",
                ReferenceQuality::Partial => "only a partial discharge",
            };
            format!("{} ({quality} of {:.4} Ah)", reference.step, reference.capacity_ah)
        },
    );
    let nominal_words = nominal.map_or_else(
        || "unknown, so C-rates are missing: give --nominal-capacity".to_owned(),
        |(capacity_ah, source)| {
            let source = match source {
                NominalSource::Flag => "as given",
                NominalSource::Cell => "the cell's",
                NominalSource::Reference => "the reference step's",
            };
            format!("{capacity_ah:.4} Ah ({source})")
        },
    );
    vec![
        keyed("reference_step", "The discharge that SOC stands on", reference.map(|reference| reference.step)),
        keyed("reference_quality", "Whether it is full", reference.map(|reference| reference.quality.as_str())),
        keyed("reference_capacity_ah", "Its capacity", reference.map(|reference| reference.capacity_ah)),
        keyed("nominal_capacity_ah", "What C-rates stand on", nominal.map(|nominal| nominal.0)),
        keyed("nominal_capacity_source", "Where that comes from", nominal.map(|nominal| nominal.1.as_str())),
        Entry::said("Reference step", reference_words),
        Entry::said("Nominal capacity", nominal_words),
    ]
}

/// A value for machines, and what it is.
fn keyed(key: &'static str, about: &'static str, value: impl Into<Value>) -> Entry {
    Entry::new(Heading::new(key, "", Kind::Structure, about), value)
}

/// The conventions in force; `cycles_by` is how cycles were counted in the end.
#[must_use]
pub(crate) fn conventions(head: &Head, cycles_by: CyclesBy) -> Footing {
    let used = &head.conventions;
    let fields = vec![
        ("sign", Value::text("charge positive, discharge negative")),
        ("c_rate", Value::text("held current of the step / nominal capacity")),
        ("coulombic_efficiency", Value::text("discharge / charge of a complete cycle")),
        ("soc_anchor", anchor_name(used.soc_anchor).into()),
        ("soh_baseline", baseline_name(used.soh_baseline).into()),
        ("cycles_by", cycles_by_name(cycles_by).into()),
        ("cycle_swing_pct", used.cycle_swing_pct.into()),
        ("min_rest_s", used.min_rest_s.into()),
        ("pulse_max_s", used.pulse_max_s.into()),
        ("temperature_channel", head.temperature_channel.clone().into()),
        ("voltage_min_v", used.voltage_min_v.into()),
        ("voltage_max_v", used.voltage_max_v.into()),
        ("thinned_s", head.thinned_s.into()),
    ];
    Footing { fields, words: words(head, used, cycles_by) }
}

/// What of the command line asks for them, as far as they are not the usual ones.
#[must_use]
pub(crate) fn asked(used: &Conventions) -> String {
    let usual = Conventions::default();
    let number = |value: f64, usual: f64| (value != usual).then(|| value.to_string());
    let quoted = |text: &String| format!("'{}'", text.replace('\'', "'\\''"));
    let options = [
        ("reference-step", used.reference_step.map(|step| step.to_string())),
        ("nominal-capacity", used.nominal_capacity_ah.map(|capacity| capacity.to_string())),
        ("cycles-by", (used.cycles_by != usual.cycles_by).then(|| cycles_by_name(used.cycles_by).to_owned())),
        ("cycle-swing", number(used.cycle_swing_pct, usual.cycle_swing_pct)),
        ("soc-anchor", (used.soc_anchor != usual.soc_anchor).then(|| anchor_name(used.soc_anchor).to_owned())),
        ("soh-baseline", (used.soh_baseline != usual.soh_baseline).then(|| baseline_name(used.soh_baseline))),
        ("min-rest", number(used.min_rest_s, usual.min_rest_s)),
        ("pulse-max", number(used.pulse_max_s, usual.pulse_max_s)),
        ("temperature-channel", used.temperature_channel.as_ref().map(quoted)),
        ("voltage-min", used.voltage_min_v.map(|volts| volts.to_string())),
        ("voltage-max", used.voltage_max_v.map(|volts| volts.to_string())),
    ];
    let given = options.into_iter().filter_map(|(name, value)| Some(format!(" --{name} {}", value?)));
    given.collect()
}

fn words(head: &Head, used: &Conventions, cycles_by: CyclesBy) -> String {
    let mut words = vec![
        "charge positive, discharge negative".to_owned(),
        "C-rate = held current of the step / nominal capacity".to_owned(),
        match used.soc_anchor {
            SocAnchor::Reference => {
                "SOC is 0 % at the end of the reference step and 100 % one reference capacity above"
            }
            SocAnchor::FullCharge => "SOC is 100 % after each full charge and 0 % after each full discharge",
        }
        .to_owned(),
        match cycles_by {
            CyclesBy::Detected => format!("cycles by turning points with a swing of {} %", used.cycle_swing_pct),
            CyclesBy::Tester => "cycles by the tester's counter".to_owned(),
        },
        "efficiency = discharge / charge of a complete cycle".to_owned(),
        match used.soh_baseline {
            SohBaseline::First => "SOH against the first full discharge of its group".to_owned(),
            SohBaseline::Nominal => "SOH against the nominal capacity".to_owned(),
            SohBaseline::Max => "SOH against the largest full discharge of its group".to_owned(),
            SohBaseline::Cycle(cycle) => format!("SOH against cycle {cycle}"),
        },
        format!("OCV after at least {} s of rest", used.min_rest_s),
    ];
    words.extend(head.temperature_channel.as_ref().map(|channel| format!("temperature from {channel}")));
    words.extend(head.thinned_s.map(|interval_s| format!("rows thinned at loading to one each {interval_s} s")));
    format!("{}.", words.join("; "))
}

/// The word for it on the command line.
fn cycles_by_name(by: CyclesBy) -> &'static str {
    match by {
        CyclesBy::Detected => "detected",
        CyclesBy::Tester => "tester",
    }
}

/// The word for it on the command line.
fn anchor_name(anchor: SocAnchor) -> &'static str {
    match anchor {
        SocAnchor::Reference => "reference",
        SocAnchor::FullCharge => "full-charge",
    }
}

/// The word for it on the command line.
fn baseline_name(baseline: SohBaseline) -> String {
    match baseline {
        SohBaseline::First => "first".to_owned(),
        SohBaseline::Nominal => "nominal".to_owned(),
        SohBaseline::Max => "max".to_owned(),
        SohBaseline::Cycle(cycle) => cycle.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_unusual_is_asked_for() {
        assert_eq!(asked(&Conventions::default()), "");
        let used = Conventions {
            reference_step: Some(7),
            nominal_capacity_ah: Some(8.0),
            soc_anchor: SocAnchor::FullCharge,
            soh_baseline: SohBaseline::Cycle(3),
            temperature_channel: Some("Bob's T1".into()),
            ..Conventions::default()
        };
        assert_eq!(
            asked(&used),
            " --reference-step 7 --nominal-capacity 8 --soc-anchor full-charge --soh-baseline 3 --temperature-channel \
             'Bob'\\''s T1'"
        );
    }
}
