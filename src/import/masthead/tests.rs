use super::*;

/// Lines, what stands around them, how they are read, and whether a signal is seen.
type Case<'a> = (&'a [&'a str], Around, &'a [Part], &'a str, bool);

fn line(text: &str) -> Line {
    let (fragment, with_above) = (None, Together::Unknown);
    let role = if text.starts_with("——") { Role::Deck } else { Role::Head };
    Line { text: text.to_owned(), role, fragment, with_above }
}

/// The signals of each reading of lines, by the words for it.
fn signals(lines: &[&str], around: &Around, reading: &[Part]) -> Vec<&'static str> {
    let lines: Vec<Line> = lines.iter().map(|text| line(text)).collect();
    let found = all(&lines, around).into_iter().find(|r| {
        let begins = r.parts.iter().filter(|(_, begins)| *begins).count();
        begins < 2 && r.parts.iter().map(|(part, _)| *part).eq(reading.iter().copied())
    });
    let found = found.unwrap_or_else(|| panic!("no such reading: {reading:?}"));
    found.evidence.names()
}

#[test]
fn what_stands_around_lines_is_seen() {
    let forms = |lines: &[&str]| lines.iter().map(|l| Form::of(l)).collect::<Vec<_>>();
    let reading = || Around { reading: true, text_follows: true, ..Around::default() };
    let after = |since| Around { since, ..reading() };
    let of_lead = |text: &str| Around { lead: crate::text::pairs(text).collect(), ..reading() };
    let among = |before: &[&str], next: Option<&str>| Around {
        subheads: forms(before),
        has_subheads: !before.is_empty(),
        next_line: next.map(Form::of),
        ..reading()
    };
    let (long, near) = (sign::AS_LONG_AS_OTHERS.name, sign::LIKE_OTHERS.name);
    let cases: &[Case<'_>] = &[
        (&["种下柳树"], among(&["让出菜地"], None), &[SubheadBefore], long, true),
        (&["集市旧街留不得"], among(&["让出菜地"], None), &[SubheadBefore], long, false),
        (&["集市旧街留不得"], among(&["让出菜地"], None), &[SubheadBefore], near, true),
        (
            &["种下柳树"],
            among(&[], Some("河水清了")),
            &[SubheadBefore],
            sign::AS_LONG_AS_NEXT.name,
            true,
        ),
        (
            &["种下柳树"],
            among(&[], Some("集市搬进了新棚 摊主不再怕雨")),
            &[SubheadBefore],
            sign::UNLIKE_NEXT.name,
            true,
        ),
        (&["种下柳树"], among(&[], None), &[SubheadBefore], sign::ONLY_SUBHEAD.name, true),
        (
            &["刘娟"],
            Around { signs_itself: true, ..reading() },
            &[Byline],
            sign::SIGNED_AGAIN.name,
            true,
        ),
        (&["种下柳树"], after(100), &[SubheadBefore], sign::BRIEF_SECTION.name, true),
        (&["种下柳树"], after(500), &[SubheadBefore], sign::LONGISH_SECTION.name, true),
        (
            &["集市搬进了新棚", "清河县改造菜场的做法"],
            of_lead("集市搬进了新棚，卖菜的不用再淋雨。"),
            &[Headline, Deck],
            sign::DECK_OFF_LEAD.name,
            true,
        ),
        (
            &["清河县改造菜场的做法", "集市搬进了新棚"],
            of_lead("集市搬进了新棚，卖菜的不用再淋雨。"),
            &[Headline, Deck],
            sign::DECK_OF_LEAD.name,
            true,
        ),
    ];
    hold(cases);
}
fn hold(cases: &[Case<'_>]) {
    for (lines, around, reading, signal, seen) in cases {
        let found = signals(lines, around, reading);
        assert_eq!(found.contains(signal), *seen, "{lines:?}: {signal} in {found:?}");
    }
}

#[test]
fn how_columns_decks_and_labels_are_worded_is_seen() {
    let lead = || Around { reading: true, text_follows: true, since: 90, ..Around::default() };
    let decked = |since| Around { decked: true, since, ..lead() };
    let ridden = Form::of("第二代：骑马");
    let next = Around { next_line: Some(ridden), ..lead() };
    let others = Around { has_subheads: true, subheads: vec![ridden], ..lead() };
    let (head, deck, two) = ("集市搬进了新棚", "清河县改造菜场的做法", "摊主有家 城里少堵");
    let (above, dashes) = (sign::COLUMN_ABOVE.name, sign::DECK_ABOVE_DASHES.name);
    hold(&[
        (&[head, two], lead(), &[Headline, Deck], sign::DECK_SPACED.name, true),
        (&[head, deck], lead(), &[Headline, Deck], sign::DECK_SPACED.name, false),
        (&[two, head], lead(), &[Kicker, Headline], sign::KICKER_SPACED.name, true),
        (&["集市在线", deck], lead(), &[Headline, Deck], above, true),
        (&["集市的声音", deck], lead(), &[Headline, Deck], above, false),
        (&["小店的账本", head], lead(), &[Column, Headline], sign::COLUMN_OF.name, true),
        (&[two, head, "——集市记"], lead(), &[Headline, Deck, Deck], dashes, true),
        (&[head], decked(90), &[Headline], sign::LEAD_ALONE.name, true),
        (&[head], decked(900), &[Headline], sign::LEAD_ALONE.name, false),
        (&["第三代：看屏"], next, &[SubheadBefore], sign::LABELLED_AS_NEXT.name, true),
        (&["第三代：看屏"], others, &[SubheadBefore], sign::LABELLED_AS_OTHERS.name, true),
    ]);
}

#[test]
fn a_column_of_photos_may_stand_above_a_photo_alone() {
    let photo = Around {
        photo: Some("收割机在田里收水稻。".to_owned()),
        text_follows: true,
        ..Around::default()
    };
    hold(&[
        (&["图片新闻"], photo.clone(), &[Column], sign::NO_HEADLINE.name, false),
        (&["水边人语"], photo.clone(), &[Column], sign::NO_HEADLINE.name, true),
        (
            &["图片新闻", "清河：秋收时节"],
            photo,
            &[Column, PhotoTitle],
            sign::PHOTO_TITLE.name,
            true,
        ),
    ]);
}
