//! How names are read: the syllables that a directory sorts them by.
//!
//! A character of several readings (多音字) has the one it has in the name: 重庆 is
//! read by the table of places, 单田芳 as a person, 调解 as a word. What none of
//! them knows has its most usual reading.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use pinyin::ToPinyin as _;

use crate::places;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    /// A person: it begins with a surname.
    Person,
    /// A column, a topic.
    Thing,
}

/// Surnames that are read otherwise than the word.
const SURNAMES: &str = "单 shan,曾 zeng,仇 qiu,解 xie,查 zha,区 ou,朴 piao,任 ren,华 hua,翟 zhai,覃 qin,尉迟 yu chi,\
万俟 mo qi,长孙 zhang sun,缪 miao,宓 mi,逄 pang,冼 xian,洗 xian,员 yun,澹台 tan tai,召 shao,折 she,黑 he,种 chong,秘 bi,\
薄 bo,佴 nai,宿 su,都 du,过 guo,葛 ge,贾 jia,瞿 qu,冯 feng,俞 yu,柏 bai,石 shi,沈 shen,盖 ge,乐 yue,繁 po,谌 chen,祭 zhai,\
车 che,卜 bu,曲 qu,干 gan,晟 cheng,呙 guo,訾 zi,郗 xi,尹 yin,臧 zang,盛 sheng,隗 wei,眭 sui,褚 chu,莘 shen,应 ying,纪 ji,牟 mou";

/// Words with characters that are read otherwise than by themselves.
const WORDS: &str = "重新 chong xin,重建 chong jian,重阳 chong yang,重逢 chong feng,重组 chong zu,重申 chong shen,\
重返 chong fan,重走 chong zou,重温 chong wen,重拾 chong shi,重塑 chong su,重构 chong gou,重启 chong qi,重整 chong zheng,\
市长 shi zhang,县长 xian zhang,家长 jia zhang,院长 yuan zhang,长大 zhang da,长者 zhang zhe,长辈 zhang bei,成长 cheng zhang,生长 sheng zhang,增长 zeng zhang,校长 xiao zhang,\
调解 tiao jie,调整 tiao zheng,调节 tiao jie,调控 tiao kong,调和 tiao he,调处 tiao chu,调试 tiao shi,调查 diao cha,\
调研 diao yan,调度 diao du,调动 diao dong,行业 hang ye,行家 hang jia,行情 hang qing,行长 hang zhang,行列 hang lie,\
银行 yin hang,同行 tong xing,行政 xing zheng,行动 xing dong,行走 xing zou,音乐 yin yue,乐章 yue zhang,乐队 yue dui,\
乐团 yue tuan,乐器 yue qi,都市 du shi,首都 shou du,传记 zhuan ji,自传 zi zhuan,朝气 zhao qi,朝霞 zhao xia,今朝 jin zhao,\
藏族 zang zu,藏区 zang qu,西藏 xi zang,会计 kuai ji,角色 jue se,校对 jiao dui,校勘 jiao kan,便民 bian min,便宜 pian yi,\
给予 ji yu,供给 gong ji,率先 shuai xian,效率 xiao lv,着力 zhuo li,着眼 zhuo yan,着重 zhuo zhong,数字 shu zi,数据 shu ju,\
弹性 tan xing,畜牧 xu mu,模样 mu yang,应急 ying ji,还是 hai shi,还原 huan yuan,省级 sheng ji,参与 can yu,参考 can kao,\
人参 ren shen,尽责 jin ze,尽职 jin zhi,分享 fen xiang,为民 wei min,为您 wei nin,为了 wei le,得失 de shi,地方 di fang,\
地理 di li,大夫 dai fu,曲艺 qu yi,好奇 hao qi,好人 hao ren,相声 xiang sheng,中间 zhong jian,宁静 ning jing,没收 mo shou,\
血脉 xue mai,说法 shuo fa,差异 cha yi,出差 chu chai,处理 chu li,处方 chu fang,处罚 chu fa,空间 kong jian,落实 luo shi,\
强制 qiang zhi,散文 san wen,识别 shi bie,石榴 shi liu,什锦 shi jin,似水 si shui,宿舍 su she,挑战 tiao zhan,\
兴业 xing ye,兴趣 xing qu,系列 xi lie,鲜活 xian huo,旋律 xuan lv,载体 zai ti,千载 qian zai,扎实 zha shi,\
转型 zhuan xing,种植 zhong zhi,种子 zhong zi,着装 zhuo zhuang,作坊 zuo fang,厦门 xia men";

/// Characters whose usual reading is another than the one listed first.
const ALONE: &str = "长 chang,区 qu,车 che,石 shi,会 hui,数 shu,传 chuan,藏 cang,都 du,角 jiao,系 xi,参 can,便 bian,强 qiang,\
还 huan,差 cha,降 jiang,兴 xing,盛 sheng,校 xiao,省 sheng,陆 lu,种 zhong,重 zhong,行 xing,调 tiao,乐 le,朝 chao,和 he,\
地 di,大 da,好 hao,中 zhong,少 shao,分 fen,为 wei,相 xiang,应 ying,更 geng,空 kong,供 gong,打 da,当 dang,发 fa,干 gan,\
观 guan,合 he,间 jian,见 jian,教 jiao,尽 jin,看 kan,量 liang,论 lun,没 mei,宁 ning,曲 qu,任 ren,散 san,色 se,识 shi,\
说 shuo,宿 su,挑 tiao,提 ti,通 tong,同 tong,王 wang,万 wan,洗 xi,鲜 xian,血 xue,要 yao,与 yu,育 yu,正 zheng,只 zhi,\
转 zhuan,作 zuo,叶 ye,广 guang,乌 wu,谷 gu,六 liu,百 bai,北 bei,不 bu,红 hong,家 jia,景 jing,可 ke,单 dan,曾 ceng,解 jie,\
查 cha,华 hua,仇 chou,给 gei,着 zhe,得 de,体 ti,据 ju,术 shu,价 jia,化 hua,且 qie,期 qi,什 shi,石 shi,弹 tan,扎 zha";

/// A name with the syllable of each of its characters that is read. Of another
/// character that has letters, its letter; signs are left out.
pub(super) fn syllables(name: &str, bearer: Bearer) -> Vec<(&'static str, char)> {
    let chars: Vec<char> = name.chars().collect();
    let mut found = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let surname = (at == 0 && bearer == Bearer::Person).then(|| known(&PEOPLE, rest)).flatten();
        // A person is not named after a word: 曾数字 is read by its characters.
        let word = (bearer == Bearer::Thing).then(|| known(&THINGS, rest)).flatten();
        if let Some(reading) = surname.or(word) {
            found.extend(reading.iter().copied().zip(rest.iter().copied()));
            at += reading.len();
            continue;
        }
        found.extend(alone(rest[0]).map(|syllable| (syllable, rest[0])));
        at += 1;
    }
    found
}

/// The letter a name stands under in a directory: `A` to `Z`, `0` for all that
/// begins with a digit, `#` where nothing is read.
pub(super) fn initial(name: &str, bearer: Bearer) -> char {
    let first = syllables(name, bearer).first().and_then(|(syllable, _)| syllable.chars().next());
    match first {
        Some(letter) if letter.is_ascii_alphabetic() => letter.to_ascii_uppercase(),
        Some(digit) if digit.is_ascii_digit() => '0',
        _ => '#',
    }
}

/// The most usual reading of one character.
fn alone(c: char) -> Option<&'static str> {
    const LETTERS: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
    if c.is_ascii_alphanumeric() {
        let at = LETTERS.find(c.to_ascii_lowercase())?;
        return LETTERS.get(at..=at);
    }
    ONES.get(&c).copied().or_else(|| c.to_pinyin().map(pinyin::Pinyin::plain))
}

/// The usual readings of single characters.
static ONES: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let one = |(word, reading): (&str, Vec<&'static str>)| Some((word.chars().next()?, reading[0]));
    entries(ALONE).filter_map(one).collect()
});

type Readings = BTreeMap<char, Vec<(Vec<char>, Vec<&'static str>)>>;

/// Readings by the first character, the longest first.
static PEOPLE: LazyLock<Readings> = LazyLock::new(|| by_first(entries(SURNAMES)));
static THINGS: LazyLock<Readings> = LazyLock::new(|| by_first(places_read().chain(entries(WORDS))));

fn known<'r>(readings: &'r Readings, text: &[char]) -> Option<&'r [&'static str]> {
    let known = readings.get(text.first()?)?;
    let (_, reading) = known.iter().find(|(chars, _)| text.starts_with(chars))?;
    Some(reading)
}

fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    list.split(',').filter_map(|entry| {
        let (word, reading) = entry.trim().split_once(' ')?;
        Some((word, reading.split(' ').collect()))
    })
}

/// The names of places that are not read character by character.
fn places_read() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    places::places().all().iter().filter_map(|place| {
        let reading: Vec<&str> = place.reading.split(' ').collect();
        let plain = place.short.chars().zip(&reading).all(|(c, read)| alone(c) == Some(read));
        (!plain && place.short.chars().count() == reading.len()).then_some((place.short, reading))
    })
}

fn by_first(entries: impl Iterator<Item = (&'static str, Vec<&'static str>)>) -> Readings {
    let mut readings = Readings::new();
    for (word, reading) in entries {
        let chars: Vec<char> = word.chars().collect();
        if let Some(&first) = chars.first() {
            readings.entry(first).or_default().push((chars, reading));
        }
    }
    for known in readings.values_mut() {
        known.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bearer: Bearer) -> String {
        syllables(name, bearer).iter().map(|(s, _)| *s).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_name_is_read_as_people_read_it() {
        for (name, reading) in [
            ("重庆故事", "chong qing gu shi"),
            ("长沙", "chang sha"),
            ("厦门视窗", "xia men shi chuang"),
            ("“重点”关注", "zhong dian guan zhu"),
            ("人民调解", "ren min tiao jie"),
            ("行政执法", "xing zheng zhi fa"),
            ("12345热线", "1 2 3 4 5 re xian"),
        ] {
            assert_eq!(read(name, Bearer::Thing), reading, "{name}");
        }
        for (name, reading) in [
            ("单田芳", "shan tian fang"),
            ("尉迟恭", "yu chi gong"),
            ("曾乐", "zeng le"),
            ("任长乐", "ren chang le"),
            ("Lee", "l e e"),
        ] {
            assert_eq!(read(name, Bearer::Person), reading, "{name}");
        }
    }

    #[test]
    fn every_name_has_an_initial() {
        let initials =
            ["重庆", "长乐", "120调度", "《》", "Ｑ", "q"].map(|n| initial(n, Bearer::Thing));
        assert_eq!(initials, ['C', 'C', '0', '#', '#', 'Q']);
        assert_eq!(initial("解缙", Bearer::Person), 'X');
    }

    #[test]
    fn each_reading_has_a_syllable_a_character() {
        for (word, reading) in entries(SURNAMES).chain(entries(WORDS)).chain(entries(ALONE)) {
            assert_eq!(word.chars().count(), reading.len(), "{word}");
        }
    }
}
