//! How the lines of a page become pieces.

use super::{super::sample, *};

/// Pieces as `lines / byline / number of passages`.
fn pieces(lines: &[&str]) -> (Vec<String>, usize) {
    let (seed, passages) = sample::page(lines);
    let segments = segment(&seed, passages, &mut Questions::default());
    (shown(&seed, &segments), segments.displaced.len())
}

fn shown(seed: &Seed, segments: &Segments) -> Vec<String> {
    let join = |list: &[Passage]| list.iter().map(|p| p.text(seed)).collect::<Vec<_>>().join("|");
    let show = |d: &Draft| {
        let lines: Vec<Passage> = d.masthead.lines().cloned().collect();
        format!("{}/{}/{}", join(&lines), join(&d.masthead.byline), d.body.len())
    };
    segments.drafts.iter().map(show).collect()
}

const P: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
const PHOTO: &str = "近日，清河县举行龙舟赛，十二支队伍参加。图为比赛现场。";

#[test]
fn mastheads_cut_and_subheads_do_not() {
    let (found, displaced) = pieces(&[
        "水边谈",
        "柳堤新绿",
        "记者 刘娟",
        P,
        "让出菜地",
        P,
        "龙舟竞渡",
        "——清河赛记",
        "记者 王海",
        P,
    ]);
    assert_eq!(found, ["水边谈|柳堤新绿/记者 刘娟/3", "龙舟竞渡|——清河赛记/记者 王海/1"]);
    assert_eq!(displaced, 0);
}

#[test]
fn heads_without_text_are_kept_aside() {
    let (found, displaced) =
        pieces(&[P, "柳堤新绿", "记者 刘娟", "龙舟竞渡", "记者 王海", P, "集市记", "记者 孙立"]);
    assert_eq!(found, ["//1", "龙舟竞渡/记者 王海/1"]);
    assert_eq!(displaced, 2);
}

#[test]
fn a_photo_is_a_piece_of_its_own_and_the_text_goes_on_behind_it() {
    let (found, _) = pieces(&["柳堤新绿", "记者 刘娟", P, "孙立 摄", PHOTO, "孙立 摄", P]);
    assert_eq!(found, ["柳堤新绿/记者 刘娟/2", "/孙立 摄/1"]);
}

#[test]
fn a_text_below_a_signature_in_brackets_is_another() {
    let mine = "我常听摊主抱怨，说不是不愿意守规矩，是没有地方可去。依我看，街口该留几个摊位。";
    let (found, _) = pieces(&["一河清水绕城流", P, P, "（记者 刘娟）", mine, mine]);
    assert_eq!(found, ["一河清水绕城流/（记者 刘娟）/2", "//2"]);
    // Without brackets it may as well be the byline of what follows.
    let (found, _) = pieces(&["一河清水绕城流", "记者 孙立", P, P, "记者 刘娟", mine, mine]);
    assert_eq!(found, ["一河清水绕城流/记者 孙立/2", "/记者 刘娟/2"]);
}

#[test]
fn a_byline_above_a_text_that_names_its_reporters_signs_the_text_before() {
    let news = "本报讯（记者 王海）近日，清河县的集市搬进了新棚，卖菜的不用再淋雨。";
    let (found, _) = pieces(&["柳堤新绿", "记者 孙立", P, P, "记者 刘娟", news, P]);
    assert_eq!(found, ["柳堤新绿/记者 孙立|记者 刘娟/2", "//2"]);
}

#[test]
fn who_took_the_pictures_signs_above_who_wrote() {
    let (found, _) = pieces(&["柳堤新绿", "孙立 摄", "通讯员 刘娟", P, P]);
    assert_eq!(found, ["柳堤新绿/孙立 摄|通讯员 刘娟/2"]);
}

#[test]
fn a_fragment_is_text_and_heads_nothing() {
    let fragment = "县级以上人民政府应当定期组织有关部门对修堤的石料实施";
    let head = ["柳堤新绿", "记者 刘娟"];
    for (lines, fragments, expected) in [
        // In the text and below a masthead.
        (&[head[0], head[1], P, fragment, P][..], &[3][..], &["柳堤新绿/记者 刘娟/3"][..]),
        (&[head[0], head[1], fragment, P, P], &[2], &["柳堤新绿/记者 刘娟/3"]),
        // Above the next.
        (
            &["一河清水", "记者 王海", P, fragment, head[0], head[1], P],
            &[3],
            &["一河清水/记者 王海/2", "柳堤新绿/记者 刘娟/1"],
        ),
    ] {
        let (seed, mut passages) = sample::page(lines);
        for (at, passage) in passages.iter_mut().enumerate() {
            let like = if fragments.contains(&at) { 1 } else { -5 };
            passage.fragment = (passage.role == Role::Head).then_some(like);
        }
        assert_eq!(passages[fragments[0]].role, Role::Head);
        assert_eq!(shown(&seed, &segment(&seed, passages, &mut Questions::default())), expected);
    }
}

#[test]
fn at_the_end_a_headline_and_its_deck_are_one_masthead_and_two_headlines_are_two() {
    let bridge = "清河上的首座人行桥昨天建成开放，两岸步行的时间由二十分钟缩短到七分钟。";
    let trees = "县里的古树挂上了身份牌，护林员每天巡查一遍，枯枝随时修剪。";
    let lines = |deck| {
        [P, P, bridge, bridge, P, P, trees, trees, "清河首座人行桥建成开放", deck, "记者 刘娟"]
    };
    assert_eq!(pieces(&lines("两岸步行时间缩短到七分钟")).1, 1);
    assert_eq!(pieces(&lines("古树挂上身份牌有人巡查")).1, 2);
}

#[test]
fn a_signature_below_the_text_is_its_byline() {
    let (found, _) = pieces(&["一河清水绕城流", P, P, "（记者 刘娟）"]);
    assert_eq!(found, ["一河清水绕城流/（记者 刘娟）/2"]);
}

#[test]
fn pieces_are_told_apart_where_little_says_so() {
    let mine = "我常听摊主抱怨，说不是不愿意守规矩，是没有地方可去。依我看，街口该留几个摊位。";
    let news = "本报讯（记者 孙立）清河县民政局昨天公布计划，十二所敬老院将装上电梯。";
    let trade = "一季度全市外贸进出口同比增长5.7%，民营企业占比继续提升。";
    let cases: &[(&[&str], &[&str])] = &[
        // News with a dateline has no subheads.
        (&["敬老院装电梯", news, "旧街要留路", mine], &["敬老院装电梯//1", "旧街要留路//1"]),
        // A name in brackets signs what stands above it, whatever stands below.
        (&["一河清水", P, P, "（记者 刘娟）", news], &["一河清水/（记者 刘娟）/2", "//1"]),
        // 增长 is no post as 局长 is.
        (
            &["一季度外贸进出口增长5.7%", "民企占比提升 机电产品出口较快增长", trade],
            &["一季度外贸进出口增长5.7%|民企占比提升 机电产品出口较快增长//1"],
        ),
    ];
    for (lines, expected) in cases {
        assert_eq!(pieces(lines).0, *expected, "{lines:?}");
    }
}

#[test]
fn each_subhead_of_an_article_is_looked_at_once() {
    let lines: Vec<String> =
        (0..12).map(|n| if n == 5 { "柳堤".to_owned() } else { format!("一、堤{n}") }).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (seed, mut body) = sample::page(&lines);
    for (at, line) in body.iter_mut().enumerate() {
        line.role = if at == 1 { Role::Body } else { Role::Head };
    }
    let mut subheads = Subheads::default();
    for (read, count, numbered) in [(2, 1, 1), (5, 4, 4), (5, 4, 4), (12, 11, 10)] {
        subheads.read(&seed, &body[..read]);
        assert_eq!((subheads.count, subheads.numbered), (count, numbered), "{read}");
    }
    let last = lines.iter().rev().take(Subheads::NEAR);
    let expected: Vec<String> = last.map(|line| format!("{:?}", Form::of(line))).collect();
    assert_eq!(subheads.forms.iter().map(|f| format!("{f:?}")).collect::<Vec<_>>(), expected);
}
