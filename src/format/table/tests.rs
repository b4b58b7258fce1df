//! Tables at every width: nothing is broken, what is left out is named.

use super::super::{Heading, Rank, Table, Value};
use super::*;

const NAME: &str = "EVE_M41 Peak charge 60s 0220";

fn sheet(rows: usize) -> Sheet<'static> {
    let columns = vec![
        Heading::new("step", "Step", Kind::Integer, "").rank(Rank::Name),
        Heading::new("name", "Name", Kind::Text, "").brief(),
        Heading::number("voltage_end_v", "Voltage end", "V", 3, "").brief(),
        Heading::new("message", "Message", Kind::Prose, "").brief(),
        Heading::number("power_end_w", "Power end", "W", 3, ""),
        Heading::new("start_time", "Start", Kind::Time, ""),
        Heading::new("digest", "Digest", Kind::Text, "").rank(Rank::Asked),
    ];
    let time = Value::Time("2025-02-20T14:03:07".parse().unwrap());
    let words = Value::text("\u{1b}[31mred words that say at some length what is wrong with row 17");
    let row = |n: usize| {
        let number = Value::Number(-1234.5678);
        vec![
            n.into(),
            Value::text(NAME),
            number,
            words.clone(),
            Value::Missing,
            time.clone(),
            Value::text("0123456789"),
        ]
    };
    Sheet::list("T", Table::held("steps", columns, (0..rows).map(row).collect()))
}

fn written(width: Option<u16>, all_columns: bool, sheet: Sheet<'static>) -> String {
    let mut out = Vec::new();
    let layout = Layout { width, all_columns, ..Layout::default() };
    TextTable.write(&mut std::iter::once(Ok(sheet)), &layout, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn text_is_harmless_and_units_stand_in_the_header() {
    let text = written(None, false, sheet(1));
    assert!(!text.contains('\u{1b}'), "{text}");
    assert!(text.contains(" V") && !text.contains("Power"), "{text}");
    assert!(text.contains("3 more columns: --columns all (digest, power_end_w, start_time)"), "{text}");
}

#[test]
fn no_number_date_or_name_is_broken_at_any_width() {
    for (width, all) in (20..240).flat_map(|width| [(width, false), (width, true)]) {
        let text = written(Some(width), all, sheet(3));
        assert_eq!(text.matches("-1234.568").count(), 3, "{width}: {text}");
        assert_eq!(text.matches(NAME).count(), 3, "{width}: {text}");
        let dates = text.matches("2025-02-20 14:03:07").count();
        assert!(dates == 3 || (dates == 0 && !all && text.contains("start_time")), "{width}: {text}");
        // Only a block may have a line that is wider, and only for a name that cannot be broken.
        let widest = text.lines().map(wide).max().unwrap();
        assert!(widest <= usize::from(width).max(NAME.len() + 17), "{width}: {text}");
    }
}

#[test]
fn what_does_not_fit_is_left_out_by_rank() {
    let wide = written(Some(200), false, sheet(1));
    assert!(wide.contains("Power end") && wide.contains("14:03:07") && wide.contains("1 more column:"), "{wide}");
    let narrower = written(Some(100), false, sheet(1));
    assert!(!narrower.contains("Power end") && narrower.contains("Voltage"), "{narrower}");
    let narrow = written(Some(60), false, sheet(2));
    assert!(narrow.contains("\n Step         0\n") && narrow.contains("-1234.568 V\n"), "{narrow}");
}

#[test]
fn chosen_columns_stay_even_where_they_make_blocks() {
    let chosen = ["name", "start_time", "digest", "name"].map(str::to_owned);
    let text = written(Some(50), false, sheet(1).select(&chosen).unwrap());
    assert!(text.contains("0123456789") && text.contains("Digest") && !text.contains("more column"), "{text}");
    assert_eq!(text.matches(NAME).count(), 1, "asked for twice it is one field: {text}");
}

#[test]
fn chinese_letters_take_two_places() {
    let columns = vec![
        Heading::new("status", "Status", Kind::Text, "").brief(),
        Heading::new("step", "Step", Kind::Integer, "").brief(),
    ];
    let rows = vec![vec![Value::text("截止條件"), Value::Integer(1)], vec![Value::text("abc"), Value::Integer(2)]];
    let text = written(Some(40), false, Sheet::list("", Table::held("steps", columns, rows)));
    assert!(text.contains("\n 截止條件     1\n abc          2\n"), "{text}");
}

#[test]
fn nothing_is_said_in_words() {
    assert!(written(None, false, sheet(0)).contains("no steps"));
}

#[test]
fn the_header_is_said_again() {
    let text = written(Some(200), false, sheet(101));
    assert_eq!(text.lines().filter(|line| line.contains("Message")).count(), 3, "{text}");
    assert_eq!(written(None, false, sheet(50)).matches("Message").count(), 1);
}
