//! Names of people: which few characters can be one.

use std::sync::LazyLock;

use super::words::{Tagged, tagged};

/// Surnames of one character. From the 400 most frequent of the 2020 name
/// report of the Ministry of Public Security and the 百家姓; characters that
/// open common words as well (高, 和, 时 …) stay, as callers ask only where a
/// name is expected.
const SURNAMES: &str = "\
王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁\
任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴\
莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪\
梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简\
车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄\
丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区\
郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍\
辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣\
信展阴昝智幸奉植衡富尧闭由";

/// Surnames of two characters.
const COMPOUND: &[&str] = &[
    "欧阳", "上官", "司马", "司徒", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙",
    "宇文", "轩辕", "端木", "东方", "独孤", "南宫", "西门", "申屠", "闻人", "太史", "呼延", "澹台",
    "完颜", "赫连", "钟离", "百里", "东郭", "左丘", "第五", "拓跋", "万俟", "单于", "淳于", "宗政",
    "濮阳", "鲜于", "闾丘", "亓官", "司寇", "公冶", "梁丘", "羊舌",
];

/// Surnames of the Yi (彝族) of two characters, as they are written in Chinese.
const YI: &[&str] =
    &["吉克", "阿苦", "海来", "吉木", "曲比", "吉伍", "俄木", "阿支", "罗洪", "莫色", "沙马"];

/// What names of Tibetans (藏族) are put together of, two by two.
const TIBETAN: &[&str] = &[
    "扎西", "卓玛", "次仁", "多吉", "格桑", "尼玛", "达瓦", "旺堆", "平措", "央金", "拉姆", "丹增",
    "索朗", "罗布", "巴桑", "洛桑", "顿珠", "旦增", "边巴", "普布", "白玛", "德吉", "强巴", "仓决",
    "米玛", "拉巴", "群培", "贡布", "嘎玛", "桑珠", "桑杰", "旺姆", "曲珍", "卓嘎", "措姆", "玉珍",
    "仁青", "旺杰", "坚参", "加措", "嘉措", "益西", "曲吉", "阿旺", "土登", "晋美", "贡嘎", "朗杰",
    "伦珠", "江措", "泽仁", "更登", "才让", "才旦", "东珠", "仁增", "拉珍", "赤列", "次旦", "次旺",
    "旺久", "占堆", "班觉", "其美", "欧珠", "斯塔", "斯朗", "泽朗", "央宗", "央珍", "曲扎", "多杰",
    "南加", "热旦", "尕藏", "卓尕", "万玛", "夏吾", "拉毛",
];

/// The same of names of Mongolians (蒙古族).
const MONGOLIAN: &[&str] = &[
    "巴特尔",
    "其其格",
    "格日勒",
    "巴雅尔",
    "阿拉坦",
    "呼和",
    "乌云",
    "图雅",
    "托娅",
    "斯琴",
    "高娃",
    "娜仁",
    "那仁",
    "那顺",
    "苏和",
    "布和",
    "宝音",
    "朝鲁",
    "哈斯",
    "孟和",
    "萨仁",
    "敖登",
    "乌兰",
    "巴图",
    "巴根",
    "其木格",
    "塔娜",
    "通拉嘎",
    "额尔敦",
    "毕力格",
    "达来",
    "朝克",
    "吉雅",
];

/// Names of Uygurs and Kazakhs (维吾尔族, 哈萨克族) that stand without a second part.
const UYGUR: &[&str] = &[
    "艾尼瓦尔",
    "买买提",
    "麦麦提",
    "艾力",
    "吐尔逊",
    "图尔荪",
    "玉山江",
    "艾合买提",
    "艾山",
    "艾则孜",
    "吾买尔",
    "依明",
    "库尔班",
    "肉孜",
    "木拉提",
    "叶尔肯",
    "哈力克",
    "加娜尔",
    "赛力克",
    "巴合提",
    "努尔兰",
    "阿依努尔",
    "迪丽娜尔",
    "艾克拜尔",
    "亚森",
    "祖农",
    "阿依古丽",
    "帕提古丽",
    "古丽娜尔",
    "玛依拉",
    "热依汗",
    "努尔买买提",
    "阿不都热合曼",
    "居马汗",
    "努尔古丽",
];

/// Longest part of a name of a minority (买买提·依明), in characters.
const LONGEST_PART: usize = 6;

/// Whether `text` can be the name of a person: a surname and one or two
/// characters (after a surname of two, or with a double surname, up to four in
/// all), or two to four parts joined by `·`.
pub fn can_be_name(text: &str) -> bool {
    let han = |part: &&str| part.chars().all(super::is_han);
    if text.contains(['·', '•', '・']) {
        let parts: Vec<&str> = text.split(['·', '•', '・']).collect();
        let fits = |part: &&str| (1..=LONGEST_PART).contains(&part.chars().count());
        return parts.len() <= 4 && parts.iter().all(|p| han(p) && fits(p));
    }
    let count = text.chars().take(7).count();
    if count < 2 || !han(&text) {
        return false;
    }
    if UYGUR.contains(&text) || (count > 3 && is_of_two_parts(text)) {
        return true;
    }
    if count > 4 {
        return false;
    }
    let compound = has_long_surname(text);
    let single = text.chars().next().is_some_and(is_surname);
    match count {
        2 => single,
        3 => single || compound,
        _ => compound || text.chars().take(2).all(is_surname),
    }
}

/// Whether a name begins with a surname of two characters.
fn has_long_surname(text: &str) -> bool {
    COMPOUND.iter().chain(YI).any(|surname| text.starts_with(surname))
}

/// Whether a name is put together of two that are names themselves: 格桑卓玛, 乌云其其格.
fn is_of_two_parts(text: &str) -> bool {
    [TIBETAN, MONGOLIAN].iter().any(|parts| {
        let rests = parts.iter().filter_map(|part| text.strip_prefix(part));
        rests.into_iter().any(|rest| parts.contains(&rest))
    })
}

/// Whether `c` is a surname of one character.
fn is_surname(c: char) -> bool {
    IN_SURNAMES.get(c as usize / 64).is_some_and(|bits| bits & (1 << (c as u32 % 64)) != 0)
}

/// A bit for each of the [`SURNAMES`].
static IN_SURNAMES: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x1_0000 / 64];
    for c in SURNAMES.chars() {
        bits[c as usize / 64] |= 1 << (c as u32 % 64);
    }
    bits
});

/// How many of the surnames are so frequent that a line of such a name alone is
/// one: rarer ones open words as often.
const USUAL: usize = 180;

/// Characters of running text that stand in no name: 付了钱, 江边的.
const PARTICLES: &str = "的了着吗呢吧们很把被";

/// Whether `text` is a name by a surname that is frequent, or of two characters,
/// or of parts.
pub fn is_usual_name(text: &str) -> bool {
    let first = text.chars().next();
    let usual =
        SURNAMES.chars().filter(|c| super::is_han(*c)).take(USUAL).any(|c| Some(c) == first);
    let word = text.chars().count() < 4 && super::words::is_common_word(text);
    let particle = text.chars().skip(1).any(|c| PARTICLES.contains(c));
    can_be_name(text)
        && !word
        && !particle
        && (usual
            || UYGUR.contains(&text)
            || text.contains('·')
            || has_long_surname(text)
            || is_of_two_parts(text))
}

/// Characters that no name of few holds, where its surname does not show one.
const IN_NO_NAME: [char; 10] = ['的', '了', '在', '是', '和', '与', '为', '不', '就', '也'];

/// Whether `text` may be a name of a minority by its sound, four or five characters without a
/// word among them: 阿约木呷. Only where nothing but a name can stand.
pub fn is_foreign_name(text: &str) -> bool {
    (4..=5).contains(&text.chars().count())
        && text.chars().all(super::is_han)
        && !text.contains(IN_NO_NAME)
        && !holds_a_word(text)
}

/// Whether words stand in `text` that are no names.
fn holds_a_word(text: &str) -> bool {
    tagged(text).iter().any(is_no_name)
}

/// Whether a word of several characters is none of a name.
fn is_no_name(word: &Tagged<'_>) -> bool {
    word.word.chars().nth(1).is_some() && !word.tag.starts_with("nr")
}

/// Whether `text` opens with a word, and no surname: 相关|链接. A given name may be one: 鲍|松林.
pub fn opens_with_a_word(text: &str) -> bool {
    tagged(text).first().is_some_and(is_no_name)
}

/// Whether `text` may be a name although its surname is none that is known: two
/// or three characters that are no word. Only where nothing but a name can stand.
pub fn is_rare_name(text: &str) -> bool {
    (2..=3).contains(&text.chars().count())
        && text.chars().all(super::is_han)
        && !text.contains(IN_NO_NAME)
        && !super::words::is_word(text)
}

/// Whether `text` may be the name of whom a title stands before, although its surname is none
/// that is known: 读者|暴振国. What may follow a title as well is no name: 作|报告.
pub fn is_titled_name(text: &str) -> bool {
    let given = text.char_indices().nth(1).map_or("", |(at, _)| &text[at..]);
    let said = tagged(given).first().is_some_and(|first| {
        let named = ["nr", "ns", "nz"].iter().any(|tag| first.tag.starts_with(tag));
        first.word.chars().nth(1).is_some()
            && first.tag.starts_with(['v', 'n', 'a', 'i', 'l'])
            && !named
    });
    can_be_name(text) || (is_rare_name(text) && !said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_forms_are_known() {
        for name in [
            "刘娟",
            "谭铮",
            "欧阳修文",
            "司马光",
            "买买提·依明",
            "陈李佳慧",
            "阿依古丽·买买提",
            "格桑卓玛",
            "乌云其其格",
            "海来木呷",
            "艾尼瓦尔",
            "濮阳明",
        ] {
            assert!(can_be_name(name), "{name}");
        }
        for word in [
            "摄",
            "记者",
            "建设新农村",
            "A君",
            "们的",
            "",
            "·",
            "一二三四五",
            "德吉水库",
            "巴图说的话",
        ] {
            assert!(!can_be_name(word), "{word}");
        }
        for (text, is_name) in
            [("暴振国", true), ("岩罕", true), ("作报告", false), ("会召开", false)]
        {
            assert_eq!(is_titled_name(text), is_name, "{text}");
        }
        for (text, is_name) in [("付子涵", true), ("付了钱", false), ("江边的", false)] {
            assert_eq!(is_usual_name(text), is_name, "{text}");
        }
    }
}
