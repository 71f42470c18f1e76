//! Names of people: which few characters can be one.

use std::sync::LazyLock;

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
    let count = text.chars().take(5).count();
    if !(2..=4).contains(&count) || !han(&text) {
        return false;
    }
    let compound = COMPOUND.iter().any(|s| text.starts_with(s));
    let single = text.chars().next().is_some_and(is_surname);
    match count {
        2 => single,
        3 => single || compound,
        _ => compound || text.chars().take(2).all(is_surname),
    }
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
        && (usual || text.contains('·') || COMPOUND.iter().any(|s| text.starts_with(s)))
}

/// Whether `text` may be a name although its surname is none that is known: two
/// or three characters that are no word. Only where nothing but a name can stand.
pub fn is_rare_name(text: &str) -> bool {
    (2..=3).contains(&text.chars().count())
        && text.chars().all(super::is_han)
        && !text.contains(['的', '了', '在', '是', '和', '与', '为', '不', '就', '也'])
        && !super::words::is_word(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_forms_are_known() {
        for name in
            ["刘娟", "谭铮", "欧阳修文", "司马光", "买买提·依明", "陈李佳慧", "阿依古丽·买买提"]
        {
            assert!(can_be_name(name), "{name}");
        }
        for word in ["摄", "记者", "建设新农村", "A君", "们的", "", "·", "一二三四五"]
        {
            assert!(!can_be_name(word), "{word}");
        }
        for (text, is_name) in [("付子涵", true), ("付了钱", false), ("江边的", false)] {
            assert_eq!(is_usual_name(text), is_name, "{text}");
        }
    }
}
