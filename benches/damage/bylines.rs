//! Names that nobody bears by intention, and the ways papers print them.

use super::random::Random;

const FAMILY: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "肖", "田", "董", "潘", "袁", "蔡", "蒋", "余",
];
/// Families whose names open words as well, or are rare.
const ODD_FAMILY: [&str; 24] = [
    "文", "方", "石", "金", "温", "时", "和", "安", "常", "成", "党", "明", "平", "水", "白", "江",
    "应", "阳", "冼", "仝", "禤", "佴", "逄", "亓",
];
const COMPOUND: [&str; 12] = [
    "欧阳", "司马", "诸葛", "上官", "司徒", "皇甫", "令狐", "慕容", "夏侯", "尉迟", "东方", "公孙",
];
const GIVEN: [&str; 48] = [
    "伟", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "超", "霞", "平", "刚",
    "桂英", "建国", "晓燕", "志强", "海波", "雨桐", "子涵", "思远", "文博", "春梅", "秋实", "立新",
    "玉兰", "永康", "小龙", "一鸣", "若水", "长河", "青山", "远航", "新民", "嘉禾", "明月", "向阳",
    "念慈", "亦凡", "清扬", "望舒", "知行", "守正", "怀瑾", "乐山", "云起",
];
const MINORITY: [&str; 10] = [
    "阿依古丽·买买提",
    "买买提·依明",
    "扎西·多吉",
    "努尔兰·哈斯木",
    "古丽娜尔·艾山",
    "巴特尔·其其格",
    "依力哈木·吐尔逊",
    "卓玛·央金",
    "阿迪力·库尔班",
    "索南·才让",
];

/// Where a signature stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signature {
    /// Lines above the text.
    pub(crate) above: Vec<String>,
    /// Words before the first sentence: 本报讯（记者 …）.
    pub(crate) lead: String,
    /// Words after the last sentence.
    pub(crate) tail: String,
    /// A line below the text.
    pub(crate) below: Option<String>,
    /// The names.
    pub(crate) authors: Vec<String>,
}

impl Signature {
    /// The signature that an article brings along.
    pub(crate) fn own(names: &mut Names, byline: Option<&str>, authors: &[String]) -> Self {
        names.taken.extend(authors.iter().cloned());
        let above = byline.map(str::to_owned).into_iter().collect();
        Self { above, authors: authors.to_vec(), ..Self::default() }
    }
}

/// Draws names, none of them twice.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: std::collections::BTreeSet<String>,
}

impl Names {
    /// A name that this document has not.
    pub(crate) fn draw(&mut self, random: &mut Random) -> String {
        loop {
            let name = match random.below(100) {
                0..3 => random.pick(&MINORITY).to_owned(),
                3..9 => format!("{}{}", random.pick(&COMPOUND), random.pick(&GIVEN)),
                9..15 => format!("{}{}", random.pick(&ODD_FAMILY), random.pick(&GIVEN)),
                15..18 => format!(
                    "{}{}{}",
                    random.pick(&FAMILY),
                    random.pick(&FAMILY),
                    random.pick(&GIVEN[15..])
                ),
                _ => format!("{}{}", random.pick(&FAMILY), random.pick(&GIVEN)),
            };
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The name as printed: two characters are set wide now and then.
fn printed(name: &str, wide: bool) -> String {
    let chars: Vec<char> = name.chars().collect();
    match chars[..] {
        [family, given] if wide => format!("{family}\u{3000}{given}"),
        _ => name.to_owned(),
    }
}

/// How the text opens, where the signature is part of it.
fn dateline(random: &mut Random, city: &str, a: &str, b: &str) -> (String, bool) {
    let (month, day) = (random.between(1, 12), random.between(1, 28));
    match random.below(6) {
        0 => (format!("本报讯（记者 {a} 通讯员 {b}）"), true),
        1 => (format!("本报讯 记者{a}报道 "), false),
        2 => (format!("本报{city}{month}月{day}日电（记者 {a}）"), false),
        3 => (format!("本报讯（通讯员 {a}）"), false),
        4 => (format!("本报讯（记者 {a} {b}）"), true),
        _ => (format!("本报讯（记者 {a}）"), false),
    }
}

/// One line above the text, and whether it names the second as well.
fn line(random: &mut Random, a: &str, b: &str) -> (String, bool) {
    match random.below(22) {
        0..4 => (format!("记者 {a}"), false),
        4..6 => (format!("本报记者 {a}"), false),
        6..8 => (format!("本报记者 {a} {b}"), true),
        8..10 => (format!("记者 {a} 通讯员 {b}"), true),
        10 => (format!("记者 {a} {b} 文/图"), true),
        11..13 => (format!("通讯员 {a}"), false),
        13 => (format!("□ 本报记者 {a}"), false),
        14 => (format!("特约记者 {a}"), false),
        15 => (format!("见习记者 {a}"), false),
        16 => (format!("实习生 {a}"), false),
        17 => (format!("记者 {a} 摄影报道"), false),
        18 => (format!("记者 {a} 见习记者 {b}"), true),
        19 => (format!("本报全媒体记者 {a}"), false),
        20 => (format!("文/{a} 图/{b}"), true),
        _ => (format!("记者 {a} 实习生 {b}"), true),
    }
}

/// Signs an article; one in four nobody signs.
pub(crate) fn sign(random: &mut Random, names: &mut Names, city: &str, lead: bool) -> Signature {
    let (a, b) = (names.draw(random), names.draw(random));
    let wide = random.chance(15);
    let (pa, pb) = (printed(&a, wide), printed(&b, wide));
    let both = |both: bool| if both { vec![a.clone(), b.clone()] } else { vec![a.clone()] };
    match random.below(100) {
        0..25 => Signature::default(),
        25..45 if lead => {
            let (lead, two) = dateline(random, city, &a, &b);
            Signature { lead, authors: both(two), ..Signature::default() }
        }
        45..51 => {
            let below = Some(format!("（记者 {pa}）"));
            Signature { below, authors: both(false), ..Signature::default() }
        }
        51..57 => {
            let tail = if random.chance(50) {
                format!("（记者 {a}）")
            } else {
                format!("（记者 {a} 通讯员 {b}）")
            };
            let authors = both(tail.contains(&b));
            Signature { tail, authors, ..Signature::default() }
        }
        57..61 => {
            let above = vec![format!("记者 {pa}"), format!("通讯员 {pb}")];
            Signature { above, authors: both(true), ..Signature::default() }
        }
        _ => {
            let (line, two) = line(random, &pa, &pb);
            Signature { above: vec![line], authors: both(two), ..Signature::default() }
        }
    }
}

/// Signs the essay of an official.
pub(crate) fn sign_post(random: &mut Random, names: &mut Names, post: &str) -> Signature {
    let name = names.draw(random);
    let wide = random.chance(20);
    let shown = printed(&name, wide);
    let above = match random.below(10) {
        0..7 => vec![format!("{post} {shown}")],
        7 => vec![post.to_owned(), shown],
        _ => vec![shown],
    };
    Signature { above, authors: vec![name], ..Signature::default() }
}

/// The credit of a photo.
pub(crate) fn credit(random: &mut Random, names: &mut Names) -> (String, String) {
    let name = names.draw(random);
    let line = match random.below(12) {
        0..4 => format!("通讯员 {name} 摄"),
        4..6 => format!("记者 {name} 摄"),
        6..8 => format!("{name} 摄"),
        8 => format!("本报记者 {name} 摄影报道"),
        9..11 => format!("（{name} 摄）"),
        _ => format!("摄影：{name}"),
    };
    (line, name)
}
