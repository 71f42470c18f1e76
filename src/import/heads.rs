//! Step 10: heads come back to their articles.
//!
//! A page whose heads slid away has as many articles without a head as heads
//! without an article. Their texts were swallowed by those before them. Where one
//! may begin is weighed by [`super::starts`]; what a head and a paragraph share is
//! weighed, too; and of all ways to give the heads to starts, one to each, that is
//! looked for whose sum is largest: the surest head first, each of the others on
//! what it left, and then each once more on what all the others left.

use std::{collections::BTreeSet, ops::Range};

use super::{
    bylines::{self, signs_itself},
    decode::Seed,
    evidence::Evidence,
    leads, loose,
    matching::Page,
    passage::{Passage, Role},
    question::Questions,
    repair::{Kind, Repair},
    segment::{Draft, Masthead, Segments},
};
use crate::{
    article,
    places::{Mention, Place, places},
    text::{is_han, words},
};

/// Gives each displaced masthead the text that fits it best, and puts leads before
/// the subheads they slid behind.
pub fn settle(
    seed: &Seed,
    mut segments: Segments,
    questions: &mut Questions,
) -> (Vec<Draft>, Vec<Repair>) {
    mend(&mut segments.drafts);
    let displaced = std::mem::take(&mut segments.displaced);
    let (waiting, mut lone): (Vec<_>, Vec<_>) = bylines::part(seed, displaced)
        .into_iter()
        .partition(|masthead| masthead.lines().next().is_some());
    if !waiting.is_empty() {
        lone.extend(match_heads(seed, &mut segments, waiting, questions));
    }
    segments.drafts.sort_by_key(Draft::start);
    bylines::settle(seed, &mut segments, lone);
    segments.drafts.sort_by_key(Draft::start);
    let mut repairs = segments.repairs;
    for draft in &mut segments.drafts {
        repairs.extend(leads::move_lead(seed, draft));
    }
    (segments.drafts, repairs)
}

/// A masthead with nothing below it but short lines, and behind it a text that opens as
/// only news do: 本报讯 was taken for the opening of another article. The lines are decks.
fn mend(drafts: &mut Vec<Draft>) {
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in std::mem::take(drafts) {
        let above = kept.last_mut().filter(|above| {
            draft.kind == article::Kind::Article
                && draft.masthead.is_empty()
                && above.kind == article::Kind::Article
                && above.masthead.headline.is_some()
                && above.body.iter().all(|p| p.role == Role::Head)
        });
        match above {
            Some(above) => {
                above.masthead.decks.append(&mut above.body);
                above.body = draft.body;
            }
            None => kept.push(draft),
        }
    }
    *drafts = kept;
}

/// Gives heads to texts. One that fits none is a piece of its own. What was read as the
/// byline of a head and signs another text stands by itself again.
fn match_heads(
    seed: &Seed,
    segments: &mut Segments,
    waiting: Vec<Masthead>,
    questions: &mut Questions,
) -> Vec<Masthead> {
    let loose = loose::read_on(seed, &mut segments.drafts);
    let mut page = Page::of(seed, segments, &waiting, &loose);
    page.ask(&segments.drafts, questions);
    page.place_surest();
    page.revise();
    page.exchange();
    page.place_left();
    let mut found: Vec<((usize, usize), Masthead, Option<Evidence>)> = Vec::new();
    for (head, masthead) in waiting.into_iter().enumerate() {
        match page.placed[head] {
            Some(id) => found.push((page.within(id), masthead, Some(page.evidence(head, id)))),
            None => without_body(seed, segments, masthead),
        }
    }
    for loose in loose {
        let place = (loose.draft, loose.at);
        if page.stands(loose.draft, loose.at) {
            found.push((place, loose.masthead, None));
        } else if !loose.masthead.byline.is_empty() {
            // Who signed below the text signed what it is part of.
            let around = found.iter_mut().filter(|(at, ..)| at.0 == place.0 && *at <= place);
            let masthead = match around.max_by_key(|(at, ..)| *at) {
                Some((_, masthead, _)) => masthead,
                None => &mut segments.drafts[loose.draft].masthead,
            };
            masthead.byline.extend(loose.masthead.byline);
        }
    }
    // From the last to the first: what is before stays where it is.
    found.sort_by_key(|(place, ..)| std::cmp::Reverse(*place));
    let mut lone = Vec::new();
    for (place, masthead, evidence) in found {
        match evidence {
            Some(evidence) => lone.extend(give(seed, segments, masthead, place, evidence)),
            None => give_back(segments, masthead, place),
        }
    }
    lone
}

/// Gives a headline that was read on the text below it again.
fn give_back(segments: &mut Segments, masthead: Masthead, (draft, from): (usize, usize)) {
    let draft = &mut segments.drafts[draft];
    let body = draft.body.split_off(from).split_off(1);
    if from == 0 {
        draft.masthead = masthead;
        draft.body = body;
        return;
    }
    segments.drafts.push(Draft { kind: article::Kind::Article, masthead, body });
}

/// Gives a head the passages of a draft from one on. Its byline is handed back where
/// somebody else signed these: it is of another text, and stood below the head by chance.
fn give(
    seed: &Seed,
    segments: &mut Segments,
    mut masthead: Masthead,
    (draft, from): (usize, usize),
    evidence: Evidence,
) -> Option<Masthead> {
    let draft = &mut segments.drafts[draft];
    let body = draft.body.split_off(from);
    let below = signed_below(draft, &body, from);
    let headless = from == 0 && draft.masthead.lines().next().is_none();
    let signed = !below.is_empty() || headless && !draft.masthead.byline.is_empty();
    let lone = (signed || signs_itself(seed, &body)).then(|| std::mem::take(&mut masthead.byline));
    masthead.byline.extend(below);
    let anchor = masthead.start();
    let words: Vec<String> = masthead.all().map(|p| p.text(seed)).collect();
    let start = body.first().map(|p| p.text(seed)).unwrap_or_default();
    let start: String = start.chars().take(24).collect();
    let repair =
        Repair::applied(Kind::HeadMoved, anchor).words(words.join(" / "), start).because(evidence);
    segments.repairs.push(repair);
    if headless {
        masthead.byline.append(&mut draft.masthead.byline);
        draft.masthead = masthead;
        draft.body = body;
    } else {
        segments.drafts.push(Draft { kind: article::Kind::Article, masthead, body });
    }
    lone.filter(|byline| !byline.is_empty())
        .map(|byline| Masthead { byline, ..Masthead::default() })
}

/// Who signed below the text of a draft signed what is given to a head: taken off it.
fn signed_below(draft: &mut Draft, body: &[Passage], from: usize) -> Vec<Passage> {
    let Some(start) = body.first().map(Passage::start).filter(|_| from > 0) else {
        return Vec::new();
    };
    let signed = std::mem::take(&mut draft.masthead.byline);
    let (below, above): (Vec<_>, Vec<_>) = signed.into_iter().partition(|p| p.start() > start);
    draft.masthead.byline = above;
    below
}

/// A head that no text fits is a piece of its own without a text, and reported. That no
/// text was found is no sign that one was lost: more often it stands below another head.
pub(super) fn without_body(seed: &Seed, segments: &mut Segments, masthead: Masthead) {
    let words = masthead.all().map(|p| p.text(seed)).collect::<Vec<_>>().join(" / ");
    let repair = Repair::reported(Kind::BodyMissing, masthead.start()).words(words, "");
    segments.repairs.push(repair);
    segments.drafts.push(Draft { kind: article::Kind::Article, masthead, body: Vec::new() });
}

/// The divisions a text names, provinces left out: all articles of a paper are
/// of its province.
pub fn places_of(text: &str) -> Vec<&'static Place> {
    below_provinces(divisions_of(text, &places().mentions(text)))
}

/// The divisions a text names, provinces among them.
pub fn all_places_of(text: &str) -> Vec<&'static Place> {
    divisions_of(text, &places().mentions(text))
}

/// The divisions that `head` names. What the text below it names in full (the
/// codes `known`) may stand in a head by its short name: 义乌集市换新颜.
pub fn places_in_head<'k>(
    head: &str,
    known: impl FnOnce() -> &'k BTreeSet<u32>,
) -> Vec<&'static Place> {
    below_provinces(divisions_of(head, &places().mentions_knowing(head, known)))
}

fn divisions_of(text: &str, mentions: &[Mention]) -> Vec<&'static Place> {
    let named = |m: &&Mention| {
        m.full || (stands_apart(text, &m.span) && !names_a_university(&text[m.span.end..]))
    };
    mentions.iter().filter(named).filter_map(Mention::place).collect()
}

/// Whether a short name is the first part of a university's, whose people are heard everywhere:
/// 太原|理工大学.
fn names_a_university(behind: &str) -> bool {
    const LONGEST: usize = 6;
    let Some((name, rest)) = behind.split_once("大学") else { return false };
    // 贵阳籍大学生 are of the place.
    !rest.starts_with('生')
        && name.chars().nth(LONGEST).is_none()
        && name.chars().all(|c| is_han(c) && !"的在和有与".contains(c))
}

fn below_provinces(mut found: Vec<&'static Place>) -> Vec<&'static Place> {
    found.retain(|place| place.parent.is_some());
    found.dedup();
    found
}

/// Whether a short name is no part of the words around it: 露天|水管 does not name 天水.
fn stands_apart(text: &str, name: &Range<usize>) -> bool {
    const NEAR: usize = 4;
    let before = text[..name.start].char_indices().rev().take(NEAR).last();
    let behind = text[name.end..].char_indices().nth(NEAR);
    let from = before.map_or(name.start, |(at, _)| at);
    let to = behind.map_or(text.len(), |(at, _)| name.end + at);
    let mut at = from;
    let inside = |edge: usize, word: &Range<usize>| word.start < edge && edge < word.end;
    !words::split(&text[from..to]).into_iter().any(|word| {
        let word = at..at + word.len();
        at = word.end;
        inside(name.start, &word) || inside(name.end, &word)
    })
}

/// Words with which a lead opens.
const LEADS: &[&str] = &[
    "近年来",
    "近日",
    "日前",
    "近来",
    "近期",
    "连日来",
    "今年以来",
    "去年以来",
    "今年",
    "去年",
    "入夏以来",
    "入冬以来",
    "入汛以来",
    "新春伊始",
    "年初以来",
    "一直以来",
    "长期以来",
    "自",
    "本报讯",
];

/// Whether a paragraph opens like a lead, a quotation mark before it aside.
pub fn opens_like_lead(text: &str) -> bool {
    let text = text.trim_start_matches(['“', '"', '「']);
    let month = text.char_indices().take(8).find(|(_, c)| *c == '月').map(|(at, _)| &text[..at]);
    let dated =
        month.is_some_and(|m| !m.is_empty() && m.chars().all(|c| c.is_ascii_digit() || c == '年'));
    dated || LEADS.iter().any(|l| text.starts_with(l))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{evidence::start, question::Questions, sample, segment::segment},
        *,
    };

    fn settled(lines: &[&str]) -> (Vec<Vec<String>>, Vec<Kind>) {
        let (seed, passages) = sample::page(lines);
        let (drafts, repairs) = settle(
            &seed,
            segment(&seed, passages, &mut Questions::default()),
            &mut Questions::default(),
        );
        let all = |d: &Draft| d.masthead.all().chain(&d.body).map(|p| p.text(&seed)).collect();
        let kinds = repairs.iter().map(|r| r.kind).filter(|kind| *kind != Kind::ReadAs);
        (drafts.iter().map(all).collect(), kinds.collect())
    }

    const A1: &str = "近年来，桐乡市把河道整治放在第一位，柳树沿堤种了四十里。";
    const A2: &str = "柳树是住户自己栽的，谁栽谁管，河道干净了，桐乡市的水也清了。";
    const B1: &str = "去年秋天，义乌市的集市搬进了新棚，卖菜的不用再淋雨。";
    const B2: &str = "新棚有水有电，义乌市还给摊主装了电子秤，短斤少两的事没有了。";

    #[test]
    fn a_displaced_head_comes_back_to_its_text() {
        let (found, kinds) = settled(&[
            "柳绿四十里",
            "记者 刘娟",
            A1,
            A2,
            "集市搬新棚",
            B1,
            B2,
            "义乌集市换新颜 摊主不再怕风雨",
            "通讯员 王海",
        ]);
        assert_eq!(found[0], ["柳绿四十里", "记者 刘娟", A1, A2]);
        assert_eq!(found[1][..2], ["义乌集市换新颜 摊主不再怕风雨", "通讯员 王海"]);
        assert_eq!(found[1].len(), 5);
        assert!(kinds.contains(&Kind::HeadMoved));
    }

    #[test]
    fn a_lead_comes_back_before_its_subhead_only_where_the_text_says_so() {
        let head = ["桐乡治河记", "记者 刘娟"];
        let (found, kinds) = settled(&[
            head[0],
            head[1],
            "柳树谁栽谁管",
            A1,
            "柳树是住户自己栽的，谁栽谁管，活了九成。",
            B2,
        ]);
        assert_eq!(found[0][2], A1);
        assert_eq!(kinds, [Kind::LeadMoved]);
        let (found, kinds) = settled(&[
            head[0],
            head[1],
            "柳树沿堤种",
            "柳树沿堤种了四十里，一棵挨着一棵。",
            B2,
            B1,
        ]);
        assert_eq!(found[0][2], "柳树沿堤种");
        assert_eq!(kinds, []);
    }

    #[test]
    fn heads_come_back_to_texts_that_were_swallowed() {
        let heads =
            ["集市搬进新棚", "——义乌市场改造记", "通讯员 王海", "水清了 柳绿了", "记者 孙立"];
        let (found, kinds) = settled(&[
            "灯火里的老街",
            "记者 刘娟",
            "老街的灯修好了，三百七十米，一盏也不少，修灯的师傅干了两个月。",
            "灯是住户凑钱修的，老街的夜里又有人下棋。",
            B1,
            B2,
            A1,
            A2,
            heads[0],
            heads[1],
            heads[2],
            heads[3],
            heads[4],
        ]);
        assert_eq!(found[1], [heads[0], heads[1], heads[2], B1, B2]);
        assert_eq!(found[2], [heads[3], heads[4], A1, A2]);
        assert_eq!(kinds, [Kind::HeadMoved, Kind::HeadMoved]);
    }

    #[test]
    fn who_signs_below_a_text_signs_it_when_its_head_comes_back() {
        let (found, _) = settled(&[
            "义乌集市换新颜 摊主不再怕风雨",
            "——义乌市场改造记",
            B1,
            B2,
            A1,
            A2,
            "（记者 孙立）",
            "灯火里的老街",
            "记者 王海",
            "老街的灯修好了，三百七十米，一盏也不少，修灯的师傅干了两个月。",
            "桐乡河堤柳绿四十里",
            "——桐乡市河道整治记",
        ]);
        assert_eq!(found[0][2], B1, "{found:?}");
        assert_eq!(found[1][..3], ["桐乡河堤柳绿四十里", "——桐乡市河道整治记", "（记者 孙立）"]);
    }

    #[test]
    fn a_lone_byline_goes_to_an_article_that_is_not_signed() {
        let (found, kinds) =
            settled(&["柳绿四十里", A1, A2, "集市搬新棚", "记者 刘娟", B1, B2, "记者 孙立"]);
        assert_eq!(found[0], ["柳绿四十里", "记者 孙立", A1, A2]);
        assert_eq!(kinds, [Kind::HeadMoved]);
        // 摄影报道 signs a text, 摄 does not.
        for (line, signs) in [("记者 孙立 摄影报道", true), ("孙立 摄", false)] {
            let (found, _) =
                settled(&["柳绿四十里", A1, A2, "集市搬新棚", "记者 刘娟", B1, B2, line]);
            assert_eq!(found[0].contains(&line.to_owned()), signs, "{line}: {found:?}");
        }
    }

    const LAW: &str = "中华人民共和国河道管理条例（节选）";
    const C1: &str = "第一条　为了加强河道管理，保护河堤，发挥江河的综合效益，制定本条例。";
    const C2: &str = "第二条　县级以上人民政府应当加强对河道管理工作的领导。";

    #[test]
    fn a_byline_below_a_displaced_head_is_another_texts_if_that_one_has_none_or_its_own() {
        let news = "本报讯（记者 刘娟）近日，桐乡市的堤修好了，柳树沿堤种了四十里。";
        for lines in [
            // Nobody signs a law.
            [B1, B2, C1, C2, "集市搬新棚", LAW],
            // The text says itself who wrote it.
            [B1, B2, news, A2, "集市搬新棚", "桐乡河堤柳绿四十里"],
        ] {
            let lines = [&["义乌集市换新颜"], &lines[..4], &lines[5..], &["记者 孙立"]].concat();
            let (found, _) = settled(&lines);
            assert_eq!(found[0][..2], ["义乌集市换新颜", "记者 孙立"], "{found:?}");
            assert_eq!(found[1], [lines[5], lines[3], lines[4]]);
        }
    }

    #[test]
    fn a_letter_whose_head_slid_away_begins_with_its_address() {
        let (address, letter) =
            ("亲爱的沿河住户：", "近日，桐乡市水利局向住户发出倡议：爱护河堤，把旧船拖上岸来。");
        let lines = ["义乌集市换新颜", "记者 刘娟", B1, B2, address, letter, "致沿河住户的一封信"];
        let (seed, passages) = sample::page(&lines);
        let mut nobody = Questions::default();
        let (drafts, repairs) = settle(&seed, segment(&seed, passages, &mut nobody), &mut nobody);
        let found: Vec<String> = drafts[1].body.iter().map(|p| p.text(&seed)).collect();
        assert_eq!(found, [address, letter]);
        let moved = repairs.iter().find(|repair| repair.kind == Kind::HeadMoved);
        assert!(moved.is_some_and(|repair| repair.evidence.has(&start::OPENS_ADDRESS)));
    }

    #[test]
    fn a_lone_byline_stays_where_too_many_articles_are_unsigned() {
        let street = "老街的灯修好了，三百七十米，一盏也不少，修灯的师傅干了两个月。";
        let (lone, signed) = ("记者 孙立", "（记者 王海）");
        let page = |end: &[&'static str]| {
            let first =
                ["柳绿四十里", "——桐乡治河记", A1, A2, "集市搬新棚", "——义乌市场改造记", B1, B2];
            let third = ["灯火里的老街", "——老街修灯记", street, street];
            [&first[..], &third[..], end].concat()
        };
        let signs = |end: &[&'static str]| -> Vec<bool> {
            let (found, _) = settled(&page(end));
            found.iter().map(|lines| lines.iter().any(|line| line == lone)).collect()
        };
        // One of two may have lost it, or one of three: it stands below the last of these.
        assert_eq!(signs(&[signed, lone]), [false, true, false]);
        assert_eq!(signs(&[lone]), [false, false, true]);
        // The last is signed, and three others are not.
        let fourth = ["桥头的早市", "——早市见闻", B2, signed, lone];
        assert_eq!(signs(&fourth), [false, false, false, false, true]);
    }

    const FAIR: &str = "义乌市委副书记、市长 郑和平";

    #[test]
    fn a_text_of_a_displaced_head_runs_through_its_first_subhead() {
        // 谁来修堤 is the first subhead of a text whose head slid away.
        let (found, kinds) = settled(&[
            "义乌集市换新颜 摊主不再怕风雨",
            "记者 刘娟",
            B1,
            B2,
            A1,
            "谁来修堤",
            A2,
            "堤是住户凑钱修的，桐乡市水务局出了石料，柳树下又有人下棋。",
            "桐乡河堤柳绿四十里",
            "——桐乡市河道整治记",
            "记者 孙立",
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0][2..], [B1, B2]);
        assert_eq!(found[1][0], "桐乡河堤柳绿四十里");
        assert_eq!(found[1][3..6], [A1, "谁来修堤", A2]);
        assert_eq!(kinds, [Kind::HeadMoved]);
    }

    #[test]
    fn an_unsigned_headline_above_its_text_stays_where_it_is() {
        let lines = [
            "义乌集市换新颜 摊主不再怕风雨",
            "记者 刘娟",
            B1,
            B2,
            "桐乡河堤柳绿四十里 治河三年见成效",
            A1,
            A2,
        ];
        // Without a head that waits.
        let (found, kinds) = settled(&lines);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], [lines[4], A1, A2]);
        assert_eq!(kinds, []);
        // With one that is another text's.
        let third = [
            "老街的灯修好了，三百七十米，一盏也不少，修灯的师傅干了两个月。（记者 王海）",
            "灯火里的老街亮了三百七十米",
            "记者 孙立",
        ];
        let (found, _) = settled(&[&third[..1], &lines, &third[1..]].concat());
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0][0], third[1]);
        assert_eq!(found[2], [lines[4], A1, A2]);
    }

    #[test]
    fn lone_bylines_at_the_end_go_each_to_an_article_of_its_own() {
        let decks = ["——桐乡治河记", "——义乌市场改造记"];
        let (found, _) = settled(&[
            "柳绿四十里",
            decks[0],
            A1,
            A2,
            "集市搬新棚",
            decks[1],
            B1,
            B2,
            "记者 孙立",
            "记者 刘娟",
        ]);
        assert_eq!(found[0][1..3], [decks[0], "记者 孙立"], "{found:?}");
        assert_eq!(found[1][1..3], [decks[1], "记者 刘娟"]);
        // 记者 and 通讯员 one below the other sign one article.
        let (found, _) = settled(&[
            "柳绿四十里",
            "记者 王海",
            A1,
            A2,
            "集市搬新棚",
            decks[1],
            B1,
            B2,
            "记者 孙立",
            "通讯员 刘娟",
        ]);
        assert_eq!(found[1][2..4], ["记者 孙立", "通讯员 刘娟"], "{found:?}");
    }

    #[test]
    fn a_lone_byline_with_a_post_goes_to_the_article_of_its_place() {
        let (found, _) = settled(&["集市搬新棚", B1, B2, "柳绿四十里", A1, A2, FAIR]);
        assert_eq!(found[0][1], FAIR);
    }

    #[test]
    fn heads_without_common_words_are_exchanged_for_the_better() {
        let (found, _) = settled(&[
            A1,
            A2,
            "（记者 王海）",
            B1,
            B2,
            "卖菜的不用再淋雨",
            "记者 孙立",
            "河道干净了",
            "记者 刘娟",
        ]);
        assert_eq!(found[0][0], "河道干净了", "{found:?}");
        assert_eq!(found[1][0], "卖菜的不用再淋雨");
    }

    #[test]
    fn a_line_between_headline_and_dateline_is_a_deck() {
        let news = "本报讯（记者 刘娟）桐乡市的堤修好了，柳树沿堤种了四十里，一棵挨着一棵。";
        let (found, kinds) = settled(&[
            "义乌集市换新颜 摊主不再怕风雨",
            "记者 孙立",
            B1,
            B2,
            "桐乡河堤柳绿四十里",
            "治河三年 水清岸绿",
            news,
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[1].last().map(String::as_str), Some(news));
        assert!(!kinds.contains(&Kind::BodyMissing));
    }

    #[test]
    fn a_head_that_fits_nothing_is_kept_and_reported() {
        let (found, kinds) =
            settled(&["柳绿四十里", "记者 刘娟", A1, A2, "北国风光 万里雪飘", "记者 孙立"]);
        assert_eq!(found.len(), 2);
        assert_eq!(kinds, [Kind::BodyMissing]);
    }
}
