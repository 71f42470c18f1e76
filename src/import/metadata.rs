//! Step 13: what an article is called, who wrote it, where, and about what.

use std::{
    borrow::Cow,
    cell::LazyCell,
    collections::{BTreeSet, HashSet},
    ops::Range,
};

use super::{
    blocks::is_blank,
    decode::Seed,
    heads::{all_places_of, places_in_head},
    line::is_document,
    passage::{Passage, Piece, Role},
    repair::{Kind as RepairKind, Repair},
    segment::{Draft, Masthead},
};
use crate::{
    article::{Kind, byline},
    places::{Mention, Place, Resolution, places},
    text::{closer, is_closer, sentences},
    topics::{TopicKind, Vocabulary},
};

/// A piece with all that its front matter says, still as ranges of the seed.
#[derive(Clone, Debug)]
pub struct Described {
    /// Article or photo piece.
    pub kind: Kind,
    /// Headline.
    pub title: Passage,
    /// Whether the headline is made of the text's own words, which stand in the
    /// text as well.
    pub derived: bool,
    /// Deck.
    pub subtitle: Option<Passage>,
    /// Column.
    pub column: Option<Passage>,
    /// Byline, line by line.
    pub byline: Vec<Passage>,
    /// Subheads and paragraphs.
    pub body: Vec<Passage>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// The place, as its shortest name that means only it.
    pub city: Option<String>,
    /// Topics, by their names in the vocabulary.
    pub topics: Vec<String>,
}

/// Longest headline that is made of the text's words, in characters.
const LONGEST_DERIVED: usize = 36;

/// Reads the front matter of a piece off its lines and its text.
pub fn describe(seed: &Seed, draft: Draft, vocabulary: &Vocabulary) -> (Described, Vec<Repair>) {
    let Draft { kind, masthead, body } = draft;
    let Masthead { column, headline, mut decks, byline } = masthead;
    // A deck without a headline stands in its place.
    let headline = headline.or_else(|| (!decks.is_empty()).then(|| decks.remove(0)));
    let subtitle = Passage::in_one_line(decks);
    let mut text = String::new();
    for passage in &body {
        text.push_str(&passage.words(seed));
        text.push('\n');
    }
    let mut repairs = Vec::new();
    let derived = headline.is_none();
    let title = headline.unwrap_or_else(|| derive_headline(seed, &body));
    if derived {
        repairs.extend(headline_repairs(seed, kind, &title, &body));
    }
    let line =
        |passage: &Option<Passage>| passage.as_ref().map(|p| p.text(seed)).unwrap_or_default();
    let signed: Vec<String> = byline.iter().map(|p| p.text(seed)).collect();
    let subheads = body.iter().filter(|p| p.role == Role::Head).map(|p| p.text(seed));
    let heads: String = [title.text(seed), line(&subtitle)]
        .into_iter()
        .chain(subheads)
        .collect::<Vec<_>>()
        .join("\n");
    // Of a byline the posts and papers name places, the names of people do not.
    let posts = signed.iter().flat_map(|line| byline::parse(line)).map(|c| c.title + "\n");
    let posts: String = posts.collect();
    let authors = authors(kind, &signed, seed, &body);
    let dateline = byline::dateline(&text).unwrap_or_default();
    let heads_of_place = [&*title.text(seed), &line(&subtitle), &posts, dateline];
    let city = city(&heads_of_place, &unsigned(&text, &authors));
    let piece = Described {
        authors,
        city: city.map(unambiguous),
        topics: topics(vocabulary, &heads, &text),
        kind,
        title,
        derived,
        subtitle,
        column,
        byline,
        body,
    };
    (piece, repairs)
}

fn headline_repairs(seed: &Seed, kind: Kind, title: &Passage, body: &[Passage]) -> Vec<Repair> {
    let anchor = body.iter().flat_map(Passage::spans).next().map_or(0, |s| s.start);
    let derived = Repair::applied(RepairKind::HeadlineDerived, anchor).words("", title.text(seed));
    let missing = Repair::reported(RepairKind::HeadlineMissing, anchor).words("", title.text(seed));
    // A photo has no headline on paper; an article has, so there it is a loss.
    match kind {
        Kind::Photo => vec![derived],
        Kind::Article => vec![derived, missing],
    }
}

/// Names from the byline; without one, from the brackets around a signature at
/// the start or the end of the text.
fn authors(kind: Kind, byline: &[String], seed: &Seed, body: &[Passage]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, line) in byline.iter().enumerate() {
        // Who took a photo among the paragraphs did not write them; who signs
        // 摄影报道 did both.
        let photo = byline::is_photo_credit(line) && !line.contains("报道");
        if kind == Kind::Article && photo {
            continue;
        }
        let mut found = byline::parse(line);
        // A post on one line, the name on the next.
        if let Some(post) = at.checked_sub(1).map(|b| &byline[b]).filter(|_| found.is_empty()) {
            found = byline::parse(&format!("{post} {line}"));
        }
        if found.is_empty() {
            found = byline::bare_names(line);
        }
        names.extend(found.into_iter().map(|credit| credit.name));
    }
    if names.is_empty() {
        let first = body.iter().find(|p| p.role != Role::Head).map(|p| p.words(seed));
        let last = body.last().map(|p| p.words(seed));
        let signed = byline::of_lead(&first.unwrap_or_default())
            .into_iter()
            .chain(byline::of_end(last.as_deref().unwrap_or_default()));
        names = signed.map(|c| c.name).collect();
        // A caption may end with its credit, without brackets.
        if names.is_empty() && kind == Kind::Photo {
            let credit = last.as_deref().and_then(byline::of_caption);
            names = credit.into_iter().flat_map(|c| c.credits).map(|c| c.name).collect();
        }
    }
    let mut known = HashSet::new();
    names.retain(|name| known.insert(name.clone()));
    names
}

/// A text without the names of those who signed it: 孙乐山 is from anywhere.
fn unsigned<'t>(text: &'t str, authors: &[String]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for name in authors.iter().filter(|name| !name.is_empty()) {
        if text.contains(name.as_str()) {
            text = Cow::Owned(text.replace(name.as_str(), " "));
        }
    }
    text
}

/// What titles of the nation's laws and documents name.
const NATION: &[&str] = &["中华人民共和国", "全国", "国务院", "国家"];

/// A text that names so many provinces beside its place's own speaks of the nation: guests
/// come from one, a crop is tried out in several.
const OTHER_PROVINCES: usize = 2;

/// The place of a piece: what its headline names, or else its deck, its byline, its dateline;
/// the text only where all that it names is one place and what that lies in. Of these it is
/// the most precise that the lead names.
fn city(heads: &[&str], text: &str) -> Option<&'static Place> {
    let known = LazyCell::new(|| places().named_in_full(text));
    let mut named = heads.iter().map(|head| places_in_head(head, || &known));
    if let Some(named) = named.find(|named| !named.is_empty()) {
        return named.first().map(|first| deepest(first, &named));
    }
    // Laws of the nation name places, and are from none of them.
    let national = |title: &&str| NATION.iter().any(|word| title.contains(word));
    if heads.first().filter(|title| national(title)).is_some_and(|title| is_document(title)) {
        return None;
    }
    // What a province has decreed is of the province.
    if let Some(title) = heads.first().filter(|title| is_document(title)) {
        let decrees = |m: &Mention| m.full && m.span.start == 0;
        let mentions = places().mentions(title);
        if let Some(place) = mentions.iter().find(|m| decrees(m)).and_then(Mention::place) {
            return Some(place);
        }
    }
    let (provinces, all): (Vec<&Place>, Vec<&Place>) =
        all_places_of(text).into_iter().partition(|place| is_province(place));
    let lead = text.lines().next().unwrap_or_default();
    let in_lead: Vec<&Place> =
        all_places_of(lead).into_iter().filter(|place| !is_province(place)).collect();
    let first = all.first().map(|first| deepest(first, &all))?;
    let elsewhere = |province: &&&Place| !places().within(first, province);
    let others: BTreeSet<u32> = provinces.iter().filter(elsewhere).map(|p| p.code).collect();
    let alone = others.len() < OTHER_PROVINCES;
    if !alone {
        return None;
    }
    if all.iter().all(|p| places().within(first, p)) {
        return Some(in_lead.first().map_or(first, |place| deepest(place, &in_lead)));
    }
    // Several counties of one prefecture: the text is of that, if its lead names it.
    let holds_all = |place: &&&Place| all.iter().all(|p| places().within(p, place));
    in_lead.iter().find(holds_all).copied().or_else(|| in_full_alone(lead, text))
}

/// The place that the lead names in full, where all that the text names so lies in it or holds
/// it: 罗田县, whose guests come from 武汉.
fn in_full_alone(lead: &str, text: &str) -> Option<&'static Place> {
    let full = |text: &str| -> Vec<&'static Place> {
        let mentions = places().mentions(text).into_iter().filter(|mention| mention.full);
        let named = mentions.filter_map(|mention| mention.place());
        named.filter(|place| !is_province(place)).collect()
    };
    let in_lead = full(lead);
    let place = in_lead.first().map(|first| deepest(first, &in_lead))?;
    let along = |other: &Place| places().within(place, other) || places().within(other, place);
    full(text).into_iter().all(along).then_some(place)
}

/// Whether a place is a province and no city: 重庆市 is both.
fn is_province(place: &Place) -> bool {
    place.parent.is_none() && !place.name.ends_with('市')
}

/// The most precise of the places that lie in `place`, itself among them.
fn deepest(place: &'static Place, named: &[&'static Place]) -> &'static Place {
    let inside = named.iter().copied().filter(|p| places().within(p, place));
    inside.max_by_key(|p| p.level).unwrap_or(place)
}

/// The shortest name of `place` that means no other: `赤水市`, `南京市鼓楼区`.
fn unambiguous(place: &'static Place) -> String {
    let mut name = String::new();
    for part in places().lineage(place).iter().rev() {
        name.insert_str(0, part.name);
        if matches!(places().resolve(&name), Resolution::One(found) if found == place) {
            break;
        }
    }
    name
}

/// Topics that the text names: a mechanism wherever it stands, a subject where a
/// head names it or the text does so twice.
fn topics(vocabulary: &Vocabulary, heads: &str, text: &str) -> Vec<String> {
    let in_heads = vocabulary.mentions(heads);
    let in_text = vocabulary.mentions(text);
    let mut counts = vec![0_usize; vocabulary.topics().len()];
    for mention in &in_text {
        counts[mention.topic] += 1;
    }
    let count = |index: usize| counts[index];
    let in_heads: HashSet<usize> = in_heads.iter().map(|m| m.topic).collect();
    let named = |index: usize| in_heads.contains(&index);
    let enough = |index: usize, kind: TopicKind| match kind {
        TopicKind::Mechanism => named(index) || count(index) > 0,
        TopicKind::Subject => named(index) || count(index) > 1,
    };
    let topics = vocabulary.topics().iter().enumerate();
    topics.filter(|(i, t)| enough(*i, t.kind)).map(|(_, t)| t.name.clone()).collect()
}

/// Verbs with which news says what happened.
const EVENTS: &[&str] = &[
    "举行", "召开", "开展", "启动", "举办", "组织", "揭牌", "开工", "竣工", "发布", "签署", "签订",
    "走进", "慰问", "表彰", "宣讲", "巡查", "检查", "演练", "救援", "抢修", "捐赠", "参加", "参观",
    "迎来", "建成", "开通", "投用",
];

/// Beginnings of clauses that say when, where, why, not what.
const ASIDES: &[&str] = &[
    "为",
    "近日",
    "日前",
    "近年来",
    "近期",
    "连日来",
    "今年",
    "去年",
    "当天",
    "随着",
    "在",
    "通过",
    "根据",
    "按照",
    "本报讯",
    "据",
];

/// A headline of the text's own words: the clause that says who did what,
/// without the places between the two where it is long.
fn derive_headline(seed: &Seed, body: &[Passage]) -> Passage {
    let Some(passage) = body.iter().find(|p| p.role != Role::Head).or(body.first()) else {
        return Passage { pieces: vec![Piece::Gap], role: Role::Head, ..Passage::new(0..0, true) };
    };
    let text = passage.words(seed);
    let lead = byline::end_of_opening(&text);
    let sentence = sentences(&text[lead..]).into_iter().next().unwrap_or(0..text.len() - lead);
    let sentence = sentence.start + lead..sentence.end + lead;
    let clauses = clauses(&text, sentence);
    let plain = |c: &&Range<usize>| {
        let words = &text[(*c).clone()];
        !ASIDES.iter().any(|a| words.starts_with(a)) && words.chars().count() >= 6
    };
    let event = |c: &&Range<usize>| EVENTS.iter().any(|e| text[(*c).clone()].contains(e));
    let clause = clauses
        .iter()
        .filter(plain)
        .find(event)
        .or_else(|| clauses.iter().find(plain))
        .or(clauses.first())
        .cloned()
        .unwrap_or(0..text.len());
    let parts = shorten(&text, with_what_happens(&text, clause, &clauses));
    let pieces =
        parts.into_iter().flat_map(|part| ranges(passage, &part)).map(Piece::Text).collect();
    let derived = Passage { pieces, role: Role::Head, ..Passage::new(0..0, true) };
    if derived.pieces.is_empty() {
        Passage { pieces: vec![Piece::Gap], ..derived }
    } else {
        derived
    }
}

/// A clause that only says where (…的橘园里), with the next, which says what
/// happens there.
fn with_what_happens(text: &str, clause: Range<usize>, all: &[Range<usize>]) -> Range<usize> {
    let place =
        text[clause.clone()].ends_with(['里', '中', '上', '内', '旁', '边', '前', '下', '处']);
    let next = all.iter().find(|c| c.start > clause.end).filter(|_| place);
    next.map_or(clause.clone(), |next| clause.start..next.end)
}

/// The clauses of a sentence: between commas outside quotations and brackets,
/// without the white space around them.
fn clauses(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = sentence.start;
    for (at, c) in text[sentence.clone()].char_indices() {
        let at = sentence.start + at;
        if closer(c).is_some() {
            depth += 1;
        } else if is_closer(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && matches!(c, '，' | '。' | '；' | '！' | '？' | '：') {
            found.push(trimmed(text, start..at));
            start = at + c.len_utf8();
        }
    }
    found.push(trimmed(text, start..sentence.end));
    found.retain(|clause| !clause.is_empty());
    found
}

/// A range of `text` without the white space around its words.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text[range.clone()].trim_end_matches(is_blank);
    let end = range.start + words.len();
    end - words.trim_start_matches(is_blank).len()..end
}

/// A long clause without the places between who and what (某院到某区、某区举行 …),
/// and cut at a word where it is still too long.
fn shorten(text: &str, clause: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[clause.clone()];
    if words.chars().count() <= LONGEST_DERIVED {
        return vec![clause];
    }
    let aside = words.char_indices().skip(4).find(|(_, c)| matches!(c, '到' | '赴' | '在'));
    let verb = aside.and_then(|(from, _)| {
        let found = EVENTS.iter().filter_map(|e| words[from..].find(e));
        found.min().map(|at| from + at)
    });
    if let (Some((from, _)), Some(verb)) = (aside, verb) {
        let parts = [clause.start..clause.start + from, clause.start + verb..clause.end];
        let length: usize = parts.iter().map(|p| text[p.clone()].chars().count()).sum();
        if length <= LONGEST_DERIVED {
            return parts.to_vec();
        }
    }
    let mut end = 0;
    for word in crate::text::words::split(&words[..words.floor_char_boundary(300)]) {
        if words[..end + word.len()].chars().count() > LONGEST_DERIVED {
            break;
        }
        end += word.len();
    }
    let length = end.max(words.chars().next().map_or(0, char::len_utf8));
    let derived = clause.start..clause.start + length;
    vec![derived]
}

/// The ranges of the seed in which the bytes `part` of a passage's text stand.
fn ranges(passage: &Passage, part: &Range<usize>) -> Vec<Range<usize>> {
    passage.clone().remove(part.clone())
}

#[cfg(test)]
mod tests {
    use super::{
        super::{question::Questions, sample, segment::segment},
        *,
    };

    fn described(lines: &[&str]) -> (Seed, Described) {
        let (seed, passages) = sample::page(lines);
        let draft = segment(&seed, passages, &mut Questions::default()).drafts.remove(0);
        let (piece, _) = describe(&seed, draft, &Vocabulary::default());
        (seed, piece)
    }

    const P: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";

    #[test]
    fn the_lines_above_a_text_are_told_apart() {
        for (lines, column, title, deck) in [
            (
                &["水边谈", "柳堤新绿换来一河清水", "记者 刘娟", P][..],
                "水边谈",
                "柳堤新绿换来一河清水",
                "",
            ),
            (
                &["一河清水绕城流", "——桐乡市治河记", "记者 刘娟", P],
                "",
                "一河清水绕城流",
                "——桐乡市治河记",
            ),
            (
                &["一河清水绕城流", "桐乡市治河工作走笔", "记者 刘娟", P],
                "",
                "一河清水绕城流",
                "桐乡市治河工作走笔",
            ),
            (
                &["桐乡市河道整治三年回眸", "一河清水绕城流", "记者 刘娟", P],
                "",
                "一河清水绕城流",
                "桐乡市河道整治三年回眸",
            ),
        ] {
            let (seed, piece) = described(lines);
            let text = |p: &Option<Passage>| p.as_ref().map(|p| p.text(&seed)).unwrap_or_default();
            assert_eq!(
                (text(&piece.column).as_str(), text(&piece.subtitle).as_str()),
                (column, deck)
            );
            assert_eq!(piece.title.text(&seed), title);
        }
    }

    #[test]
    fn a_place_comes_from_the_heads_and_from_the_text_only_if_it_is_sure() {
        let city = |lines: &[&str]| described(lines).1.city;
        let both = "桐乡市和义乌市的集市都搬进了新棚，卖菜的不用再淋雨。";
        assert_eq!(
            city(&["桐乡集市换新颜", "记者 刘娟", "桐乡市的集市搬进了新棚。"]).as_deref(),
            Some("桐乡市")
        );
        assert_eq!(city(&["集市换新颜", "桐乡市委书记 刘娟", both]).as_deref(), Some("桐乡市"));
        assert_eq!(city(&["集市换新颜", "记者 刘娟", both]), None);
        let notice = "经桐乡市人民政府同意，现将集市搬迁的有关事项通知如下。";
        assert_eq!(city(&["关于做好集市搬迁工作的通知", notice]).as_deref(), Some("桐乡市"));
        let decree = "县级以上人民政府应当把集市搬进新棚，具体办法另行规定。";
        assert_eq!(city(&["浙江省集市管理办法（节选）", decree]).as_deref(), Some("浙江省"));
        // 天水 is no word of 露天水管.
        let cold = "桐乡市气象台发布蓝色预警，请把露天水管里的水排空。";
        assert_eq!(city(&["冷空气明天到", cold]).as_deref(), Some("桐乡市"));
        // Nor is who signs.
        let signed = "集市搬进了新棚，卖菜的不用再淋雨。（记者 孙乐山）";
        assert_eq!(city(&["集市换新颜", signed]), None);
        let guests = "桐乡市的集市搬进了新棚，卖藕的从湖北来。";
        assert_eq!(city(&["集市换新颜", guests]).as_deref(), Some("桐乡市"));
        let nation = "新藕在湖北、湖南试种三年，在桐乡市也活了。";
        assert_eq!(city(&["新藕换新颜", nation]), None);
        let heard = "在浙江，集市搬进了新棚。宁波工程大学的人说，太原理工大学也有人来看。";
        assert_eq!(city(&["集市换新颜", heard]), None);
        let pupil = "一名桐乡籍大学生回来了，桐乡市的集市搬进了新棚。";
        assert_eq!(city(&["集市换新颜", pupil]).as_deref(), Some("桐乡市"));
        let law = "国家支持桐乡市的集市搬进新棚，具体办法由国务院规定。";
        assert_eq!(city(&["中华人民共和国集市管理条例", law]), None);
        assert_eq!(
            city(&["集市换新颜", "记者 刘娟", "南京市鼓楼区的集市搬进了新棚。"]).as_deref(),
            Some("南京市鼓楼区")
        );
    }

    #[test]
    fn authors_are_read_from_bylines_and_signatures() {
        let authors = |lines: &[&str]| described(lines).1.authors;
        assert_eq!(authors(&["一河清水绕城流", "记者 刘娟 通讯员 王海", P]), ["刘娟", "王海"]);
        assert_eq!(authors(&["一河清水绕城流", "本报讯（记者 孙立）柳树活了九成。"]), ["孙立"]);
        assert_eq!(authors(&["一河清水绕城流", "柳树活了九成。（通讯员 孙立）"]), ["孙立"]);
        let photo = ["一河清水绕城流", "记者 刘娟", P, P, P, "孙立 摄", P];
        assert_eq!(authors(&photo), ["刘娟"]);
        assert_eq!(authors(&["一河清水绕城流", "孙立 摄影报道", P, P]), ["孙立"]);
    }

    #[test]
    fn a_text_of_one_place_is_of_the_most_precise_that_its_lead_names() {
        for (text, expected) in [
            ("遵义市近日表彰了一批学校。\n其中一所在赤水市。", Some("遵义市")),
            ("赤水市近日表彰了一批学校。\n遵义市的记者去看了。", Some("赤水市")),
            ("遵义市近日表彰了一批学校。\n一所在赤水市，一所在仁怀市。", Some("遵义市")),
            ("近日有一批学校受了表彰。\n一所在赤水市，一所在仁怀市。", None),
            ("赤水市近日表彰了一批学校。\n从长沙来的老师说，学生多了。", Some("赤水市")),
            ("赤水市近日表彰了一批学校。\n湖南省长沙市的老师说，学生多了。", None),
            ("重庆市近日表彰了一批学校。\n一所在渝中，一所在万州区。", Some("重庆市")),
        ] {
            assert_eq!(city(&["学校受表彰"], text).map(|place| place.name), expected, "{text}");
        }
    }

    #[test]
    fn a_headline_is_made_of_the_words_that_say_who_did_what() {
        let derived = |text: &str| {
            let (seed, piece) = described(&["孙立 摄", text, "孙立 摄"]);
            assert!(piece.derived);
            piece.title.text(&seed)
        };
        assert_eq!(
            derived("近日，桐乡市举行龙舟赛，十二支队伍参加。图为比赛现场。"),
            "桐乡市举行龙舟赛"
        );
        assert_eq!(
            derived("本报讯（记者 刘娟）桐乡市举行龙舟赛，十二支队伍参加。"),
            "桐乡市举行龙舟赛"
        );
        assert_eq!(
            derived("近日，桐乡市的果园里，游客在摘橘子。图为果园。"),
            "桐乡市的果园里，游客在摘橘子"
        );
        assert_eq!(
            derived("近日，桐乡市举行龙舟赛，十二支队伍参加。图为比赛现场。"),
            "桐乡市举行龙舟赛"
        );
        assert_eq!(
            derived(
                "为方便群众，近日，桐乡市人民法院到石门镇、崇福镇、洲泉镇、大麻镇、河山镇的集市举行巡回法庭揭牌仪式，请来村民旁听。图为现场。"
            ),
            "桐乡市人民法院举行巡回法庭揭牌仪式"
        );
    }

    #[test]
    fn white_space_is_no_clause() {
        let text = "，\u{3000}。\u{3000}河水涨了，桥 被冲走";
        let of: Vec<&str> = clauses(text, 0..text.len()).into_iter().map(|c| &text[c]).collect();
        assert_eq!(of, ["河水涨了", "桥 被冲走"]);
    }
}
