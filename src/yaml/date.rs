//! Days of the calendar, written in one way only.

use jiff::civil::Date;

use super::{Mapping, Text};
use crate::{
    diag::{Diagnostic, Source},
    tongue::said,
};

/// The entry `key`: a day that is in the calendar.
pub fn date(
    source: &Source,
    mapping: &mut Mapping,
    key: &'static str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let text = mapping.text(key, problems)?;
    read(source, &text, problems)
}

/// The entry `key`, which may not be absent or blank: a day that is in the calendar.
pub fn required_date(
    source: &Source,
    mapping: &mut Mapping,
    key: &'static str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let text = mapping.required(key, problems)?;
    read(source, &text, problems)
}

fn read(source: &Source, text: &Text, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    let date = parse_date(&text.value);
    if date.is_none() {
        let numbers: Vec<&str> =
            text.value.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
        let written = match numbers[..] {
            [year, month, day] => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
            _ => String::new(),
        };
        let hint = match parse_date(&written) {
            Some(date) => said!("write `{date}`", "请写成 `{date}`"),
            None => said!(
                "write year, month and day as on the calendar: `2023-03-23`",
                "请写日历上有的年、月、日：`2023-03-23`"
            ),
        };
        let error = Diagnostic::error(said!(
            "`{text}` is no date",
            "“{text}”不是日期",
            text = text.brief()
        ));
        problems.push(error.at(source.place(text.span.clone())).hint(hint));
    }
    date
}

/// `2023-03-23`, and no other way to write it: what it means must be the same
/// for every reader.
pub fn parse_date(text: &str) -> Option<Date> {
    let shape =
        |(at, b): (usize, u8)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() };
    let good = text.len() == 10 && text.bytes().enumerate().all(shape);
    good.then(|| text.parse().ok())?
}
