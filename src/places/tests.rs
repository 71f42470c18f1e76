//! What must hold of the table, of `resolve` and of `mentions`.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Level, Place, Places, Resolution, places, table, words};

type Failure = Box<dyn std::error::Error>;

fn one(name: &str) -> Result<&'static Place, Failure> {
    match places().resolve(name) {
        Resolution::One(place) => Ok(place),
        other => Err(format!("{name}: {other:?}").into()),
    }
}

fn names(found: &[&'static Place]) -> Vec<&'static str> {
    found.iter().map(|place| place.name).collect()
}

fn full_name(places: &Places, place: &Place) -> String {
    places.lineage(place).iter().map(|step| step.name).collect()
}

#[test]
fn every_row_is_read() {
    let rows = table::TEXT.lines().filter(|line| !line.starts_with('#'));
    for row in rows.clone() {
        assert!(table::parse_row(row).is_some(), "{row}");
    }
    assert_eq!(rows.count(), places().all().len());
    assert_eq!(places().all().len(), 3217);
    let level = |level| places().all().iter().filter(|place| place.level == level).count();
    assert_eq!(
        (level(Level::Province), level(Level::Prefecture), level(Level::County)),
        (34, 333, 2850)
    );
}

#[test]
fn a_name_is_found_whatever_the_bytes_beside_it() {
    for before in ["", "a", "aa", "é", "在", "🙂", "（🙂é", "在a"] {
        for behind in ["", "a", "é", "。", "🙂", "的人都来了"] {
            let text = format!("{before}赤水市{behind}");
            let found = places().mentions(&text);
            let spans: Vec<_> = found.iter().map(|m| (m.span.start, m.span.end)).collect();
            assert_eq!(spans, [(before.len(), before.len() + "赤水市".len())], "{text}");
        }
    }
}

#[test]
fn malformed_rows_are_skipped() {
    for row in [
        "",
        "x",
        "110000\tprovince",
        "a\tcounty\t\t\t\t\t\t\t",
        "1\tvillage\t\ta\ta\ta\ta\t\t",
        "1\tcounty\t\ta\ta\ta\ta\tx\ty",
    ] {
        assert!(table::parse_row(row).is_none(), "{row}");
    }
}

#[test]
fn codes_are_sorted_and_unique_and_parents_are_one_level_up() {
    let places = places();
    assert!(places.all().is_sorted_by(|a, b| a.code < b.code));
    for place in places.all() {
        let parent = places.parent(place).map(|parent| parent.level);
        match place.level {
            Level::Province => assert!(place.parent.is_none(), "{place:?}"),
            Level::Prefecture => assert_eq!(parent, Some(Level::Province), "{place:?}"),
            Level::County => {
                assert!(parent.is_some_and(|level| level < Level::County), "{place:?}");
            }
        }
        assert_eq!(places.lineage(place).last().map(|last| last.code), Some(place.code));
        assert!(places.lineage(place).first().is_some_and(|first| first.level == Level::Province));
        assert!(
            !["市辖区", "县"].contains(&place.name) && !place.name.contains("直辖县级"),
            "{place:?}"
        );
    }
}

#[test]
fn children_are_the_inverse_of_parents() {
    let places = places();
    let mut seen = 0;
    for place in places.all() {
        for child in places.children(place) {
            assert_eq!(places.parent(child), Some(place));
            seen += 1;
        }
    }
    assert_eq!(seen, places.all().iter().filter(|place| place.parent.is_some()).count());
}

#[test]
fn dots_lie_in_china_and_near_their_parent() {
    let places = places();
    for place in places.all() {
        let Some((lon, lat)) = place.dot else { continue };
        assert!((73.0..136.0).contains(&lon) && (3.0..54.0).contains(&lat), "{place:?}");
        let Some(parent) = places.parent(place) else { continue };
        let Some((parent_lon, parent_lat)) = parent.dot else { continue };
        // 新疆 is 25 degrees wide, 呼伦贝尔 11; a dot that strayed further belongs to another place.
        let far = if parent.level == Level::Prefecture { 8.0 } else { 17.0 };
        assert!((lon - parent_lon).hypot(lat - parent_lat) < far, "{place:?}");
    }
    let missing = places.all().iter().filter(|place| place.dot.is_none()).count();
    assert!(missing <= 51, "{missing}");
}

/// The rule in the head of the table, written a second time.
fn expected_slugs(places: &Places) -> HashMap<u32, String> {
    let stem = |place: &Place| {
        if place.code == 610_000 { "shaanxi".to_owned() } else { place.reading.replace(' ', "") }
    };
    let mut bearers: HashMap<String, Vec<&Place>> = HashMap::new();
    for place in places.all() {
        bearers.entry(stem(place)).or_default().push(place);
    }
    let count = |wanted: &Place, among: &dyn Fn(&Place) -> bool| {
        bearers[&stem(wanted)].iter().filter(|place| among(place)).count()
    };
    let mut slugs: HashMap<u32, String> = HashMap::new();
    let mut order: Vec<&Place> = places.all().iter().collect();
    order.sort_by_key(|place| place.level);
    for place in order {
        let own = stem(place);
        let above = place.parent.and_then(|parent| slugs.get(&parent)).cloned().unwrap_or_default();
        let slug = match place.level {
            Level::Province => own,
            Level::Prefecture if count(place, &|other| other.level < Level::County) == 1 => own,
            Level::County if count(place, &|_| true) == 1 => own,
            Level::County if count(place, &|other| other.parent == place.parent) > 1 => {
                let generic = place.name.chars().next_back().map_or("", |last| match last {
                    '市' => "shi",
                    '县' => "xian",
                    '区' => "qu",
                    _ => "qi",
                });
                format!("{own}{generic}-{above}")
            }
            Level::Prefecture | Level::County => format!("{own}-{above}"),
        };
        slugs.insert(place.code, slug);
    }
    let mut shared: HashMap<String, usize> = HashMap::new();
    for place in places.all() {
        *shared.entry(slugs[&place.code].clone()).or_default() += 1;
    }
    for place in places.all() {
        if shared[slugs[&place.code].as_str()] > 1 {
            slugs.entry(place.code).and_modify(|slug| *slug = format!("{slug}-{}", place.code));
        }
    }
    slugs
}

#[test]
fn slugs_are_ascii_unique_and_follow_from_the_readings() {
    let places = places();
    let expected = expected_slugs(places);
    let mut seen = HashSet::new();
    for place in places.all() {
        assert!(
            place.slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{place:?}"
        );
        assert!(seen.insert(place.slug), "{place:?}");
        assert_eq!(Some(place.slug), expected.get(&place.code).map(String::as_str), "{place:?}");
        assert_eq!(places.by_slug(place.slug), Some(place));
        let syllables = place.reading.split(' ').count();
        assert_eq!(syllables, place.short.chars().count(), "{place:?}");
        assert!(
            place.name.contains(place.short) || place.short == "海南州" || place.short == "河南县",
            "{place:?}"
        );
    }
}

#[test]
fn well_known_places_have_their_slugs_and_parents() -> Result<(), Failure> {
    let cases = [
        ("重庆市", "chongqing", "重庆市"),
        ("厦门市", "xiamen", "福建省厦门市"),
        ("长沙市", "changsha", "湖南省长沙市"),
        ("六安市", "luan", "安徽省六安市"),
        ("福州市", "fuzhou-fujian", "福建省福州市"),
        ("抚州市", "fuzhou-jiangxi", "江西省抚州市"),
        ("山西省", "shanxi", "山西省"),
        ("陕西省", "shaanxi", "陕西省"),
        ("台州市", "taizhou-zhejiang", "浙江省台州市"),
        ("泰州市", "taizhou-jiangsu", "江苏省泰州市"),
        ("苏州市", "suzhou-jiangsu", "江苏省苏州市"),
        ("宿州市", "suzhou-anhui", "安徽省宿州市"),
        ("赤水市", "chishui", "贵州省遵义市赤水市"),
        ("南京市鼓楼区", "gulou-nanjing", "江苏省南京市鼓楼区"),
        ("北京市朝阳区", "chaoyang-beijing", "北京市朝阳区"),
        ("东莞市", "dongguan", "广东省东莞市"),
        ("黔东南州", "qiandongnan", "贵州省黔东南苗族侗族自治州"),
        ("吉林市", "jilinshi", "吉林省吉林市"),
        ("海南", "hainan", "海南省"),
        ("青海海南州", "hainanzhou", "青海省海南藏族自治州"),
        ("石河子", "shihezi", "新疆维吾尔自治区石河子市"),
        ("济源", "jiyuan", "河南省济源市"),
        ("神农架林区", "shennongjia", "湖北省神农架林区"),
        ("兴县", "xingxian", "山西省吕梁市兴县"),
        ("香港", "xianggang", "香港特别行政区"),
    ];
    for (name, slug, lineage) in cases {
        let place = one(name)?;
        assert_eq!((place.slug, full_name(places(), place)), (slug, lineage.to_owned()), "{name}");
    }
    Ok(())
}

#[test]
fn heteronyms_of_place_names_are_read_right() -> Result<(), Failure> {
    let readings = "乐清 yueqing,乐亭 laoting,乐都 ledu,浚县 xunxian,铅山 yanshan,婺源 wuyuan,歙县 shexian,黟县 yixian,枞阳 zongyang,\
        亳州 bozhou,尉犁 yuli,尉氏 weishi,洪洞 hongtong,井陉 jingxing,犍为 qianwei,荥阳 xingyang,荥经 yingjing,繁峙 fanshi,盱眙 xuyi,\
        邗江 hanjiang,郫都 pidu,筠连 junlian,珙县 gongxian,綦江 qijiang,涪陵 fuling,巴音郭楞 bayinguoleng,和硕 heshuo,牟平 muping,\
        会理 huili,长治 changzhi,长兴 changxing,长子 zhangzi,砀山 dangshan,郴州 chenzhou,耒阳 leiyang,汨罗 miluo,澧县 lixian,\
        鄞州 yinzhou,缙云 jinyun,嵊州 shengzhou,儋州 danzhou,黄陂 huangpi,监利 jianli,郧西 yunxi,秭归 zigui,栾川 luanchuan,\
        泌阳 biyang,柘城 zhecheng,武陟 wuzhi,滑县 huaxian,任丘 renqiu,隰县 xixian,绛县 jiangxian,泊头 botou,侯马 houma,曲阜 qufu,\
        行唐 xingtang,藁城 gaocheng,桦甸 huadian,珲春 hunchun,宽甸 kuandian,岫岩 xiuyan,勐海 menghai,勐腊 mengla,叙永 xuyong,\
        什邡 shifang,那曲 naqu,噶尔 gaer,日喀则 rikaze,喀什 kashi,硚口 qiaokou,尧都 yaodu,大厂 dachang,涡阳 guoyang,濉溪 suixi,\
        颍上 yingshang,无为 wuwei,休宁 xiuning,祁门 qimen,石台 shitai,蔚县 yuxian,单县 shanxian,莘县 shenxian,东阿 donge,番禺 panyu,\
        阿坝 aba,六合 luhe,大埔 dabu,台州 taizhou,丽水 lishui,中牟 zhongmu,任泽 renze,蚌埠 bengbu,蚌山 bengshan,台儿庄 taierzhuang,\
        万柏林 wanbailin,阆中 langzhong,朝阳 chaoyang,和田 hetian,西藏 xizang,内蒙古 neimenggu,吕梁 lvliang";
    for entry in readings.split(',') {
        let (short, reading) = entry.trim().split_once(' ').ok_or(entry)?;
        let bearers: Vec<_> = places().all().iter().filter(|place| place.short == short).collect();
        assert!(!bearers.is_empty(), "{short}");
        for place in bearers {
            assert_eq!(place.reading.replace(' ', ""), reading, "{place:?}");
        }
    }
    Ok(())
}

#[test]
fn a_full_name_with_its_lineage_resolves_to_itself() -> Result<(), Failure> {
    for place in places().all() {
        let name = full_name(places(), place);
        assert_eq!(one(&name)?, place, "{name}");
        assert_eq!(one(place.slug)?, place);
    }
    Ok(())
}

#[test]
fn resolve_reads_what_editors_write() -> Result<(), Failure> {
    let cases = [
        ("赤水", 520_381),
        ("遵义市赤水市", 520_381),
        ("遵义赤水", 520_381),
        ("贵州省遵义市赤水市", 520_381),
        ("贵州 遵义 赤水", 520_381),
        ("贵州赤水", 520_381),
        (" 贵州省·贵阳市 ", 520_100),
        ("江苏省南京市鼓楼区", 320_106),
        ("吉林朝阳区", 220_104),
        ("天津河北", 120_105),
        ("西安", 610_100),
        ("吉林", 220_000),
        ("承德", 130_800),
        ("松桃自治县", 520_628),
        ("威宁县", 520_526),
        ("广西", 450_000),
        ("新疆和田", 653_200),
        ("北京市北京市朝阳区", 110_105),
        ("chishui", 520_381),
    ];
    for (name, code) in cases {
        assert_eq!(one(name)?.code, code, "{name}");
    }
    Ok(())
}

#[test]
fn a_shared_name_is_not_guessed() {
    for (name, some) in
        [("鼓楼区", "320106"), ("鼓楼", "320106"), ("城关区", "620102"), ("江苏鼓楼区", "320302")]
    {
        let Resolution::Several(found) = places().resolve(name) else { panic!("{name}") };
        assert!(
            found.len() > 1 && found.iter().any(|place| place.code.to_string() == some),
            "{name}"
        );
        assert!(found.is_sorted_by(|a, b| a.code < b.code));
    }
}

#[test]
fn a_wrong_name_gets_suggestions() {
    let cases = [
        ("赤水是", "赤水市"),
        ("赤水县", "赤水市"),
        ("尊义市", "遵义市"),
        ("贵阳巿", "贵阳市"),
        ("贵州省遵义市赤木市", "赤水市"),
        ("黔东南洲", "黔东南苗族侗族自治州"),
    ];
    for (wrong, right) in cases {
        let Resolution::None { suggestions } = places().resolve(wrong) else { panic!("{wrong}") };
        assert!(
            suggestions.len() <= 3 && names(&suggestions).contains(&right),
            "{wrong}: {:?}",
            names(&suggestions)
        );
    }
    for nonsense in ["", "  ", "x", "埃菲尔铁塔", &"市".repeat(10_000)] {
        assert_eq!(
            places().resolve(nonsense),
            Resolution::None { suggestions: Vec::new() },
            "{nonsense}"
        );
    }
}

/// The text of each mention, with how many places it may be where that is not one.
fn found(text: &str) -> Vec<String> {
    let shown = |mention: &super::Mention| {
        let place = mention.place().map_or_else(
            || format!("×{}", mention.candidates.len()),
            |place| place.code.to_string(),
        );
        format!("{} {place}", &text[mention.span.clone()])
    };
    places().mentions(text).iter().map(shown).collect()
}

/// Each case: a sentence, then what it names.
const SENTENCES: &[(&str, &[&str])] = &[
    ("记者从赤水市获悉", &["赤水市 520381"]),
    ("赤水的群众收到卡片", &[]),
    ("赤水市创新机制，赤水的群众点赞", &["赤水市 520381", "赤水 520381"]),
    ("平安赤水建设提质增效，赤水市", &["赤水 520381", "赤水市 520381"]),
    ("赤水市长沙镇赤岩村", &["赤水市 520381"]),
    ("赤水市官渡镇车站", &["赤水市 520381"]),
    ("赤水市官渡镇在昆明市官渡区之外", &["赤水市 520381", "昆明市 530100", "官渡区 530111"]),
    ("赤水河畔，赤水市治水", &["赤水市 520381"]),
    ("遵义赤水推进治理", &["遵义 520300", "赤水 520381"]),
    ("贵州省遵义市赤水市", &["贵州省 520000", "遵义市 520300", "赤水市 520381"]),
    ("贵阳市民走上街头", &["贵阳 520100"]),
    ("北京市民和上海市场", &["北京 110000", "上海 310000"]),
    ("贵州省长会见客商", &["贵州 520000"]),
    ("中山市场监管", &[]),
    ("广东中山出台办法", &["广东 440000", "中山 442000"]),
    ("实现社会长治久安", &[]),
    ("山西长治开展行动", &["山西 140000", "长治 140400"]),
    ("沿海城市与新兴城市，航运城市", &[]),
    ("复兴县城建设，振兴县域经济", &[]),
    ("山西省吕梁市兴县城关", &["山西省 140000", "吕梁市 141100", "兴县 141123"]),
    ("在兴县调研", &["兴县 141123"]),
    ("各市和县区都要落实，全市和县", &[]),
    ("安徽和县举行会议", &["安徽 340000", "和县 340523"]),
    ("全面建成县级平台，建设小康县", &[]),
    ("酒泉卫星发射中心传来消息", &[]),
    ("西昌市的火箭从西昌卫星发射中心升空", &["西昌市 513401"]),
    ("双方合作共赢，和平发展，公安机关", &[]),
    ("建设更高水平的平安安顺", &["安顺 520400"]),
    ("一路平安顺利抵达", &[]),
    ("春运平安庆元旦", &[]),
    ("建设平安贵阳、法治贵阳", &["贵阳 520100", "贵阳 520100"]),
    ("抓好平安区县创建", &[]),
    ("海东市平安区召开会议", &["海东市 630200", "平安区 630203"]),
    ("解放区的天是明朗的天", &[]),
    ("焦作市解放区", &["焦作市 410800", "解放区 410802"]),
    ("走进新城区、老城区", &[]),
    ("洛阳市老城区", &["洛阳市 410300", "老城区 410302"]),
    ("阳泉市城区与农村郊区", &["阳泉市 140300", "城区 140302"]),
    ("鼓楼区法院", &["鼓楼区 ×4"]),
    ("徐州市通报，鼓楼区法院", &["徐州市 320300", "鼓楼区 320302"]),
    ("南京市、徐州市都到场，鼓楼区", &["南京市 320100", "徐州市 320300", "鼓楼区 320302"]),
    ("贵阳市云岩区和白云区", &["贵阳市 520100", "云岩区 520103", "白云区 520113"]),
    ("云岩区的邻居白云区", &["云岩区 520103", "白云区 520113"]),
    ("吉林省讯：朝阳区", &["吉林省 220000", "朝阳区 220104"]),
    ("朝阳初升，日照充足", &[]),
    ("山东日照", &["山东 370000", "日照 371100"]),
    ("黄河南岸的山东麓", &[]),
    ("河南省委", &["河南省 410000"]),
    ("隆重庆祝盛大庆典", &[]),
    ("重庆和大庆两市", &["重庆 500000", "大庆 230600"]),
    ("重大理论成果与大理石", &[]),
    ("云南大理发布", &["云南 530000", "大理 532900"]),
    ("沿河两岸的群众", &[]),
    ("沿河土家族自治县法院", &["沿河土家族自治县 520627"]),
    ("沿河自治县与松桃县", &["沿河自治县 520627", "松桃县 520628"]),
    ("黔东南州和黔南", &["黔东南州 522600", "黔南 522700"]),
    ("每天水量不足，反对文山会海", &[]),
    ("北海布伦特原油和北海油田", &[]),
    ("广西北海开渔", &["广西 450000", "北海 450500"]),
    ("推广安全知识，推动经济南移", &[]),
    ("北京路与延安东路交叉口", &[]),
    ("乡村振兴、合作社、新华社", &[]),
    ("贵阳乡村旅游", &["贵阳 520100"]),
    ("遵义县域经济", &["遵义 520300"]),
    ("陕南山区的深圳市南山区援建点", &["深圳市 440300", "南山区 440305"]),
    ("农民和田间地头", &[]),
    ("沟通化解矛盾", &[]),
    ("推动法治创新乡村", &[]),
    ("鄂温克族群众来到都江堰", &["都江堰 510181"]),
    ("重庆市民政局、贵阳市区", &["重庆市 500000", "贵阳市 520100"]),
    ("盘州市人民检察院到六盘水盘南产业园区", &["盘州市 520281", "六盘水 520200"]),
    ("贵州公安厅、湖北公安", &["贵州 520000", "湖北 420000"]),
    ("县委副书记、代县长李四", &[]),
    ("二十四平方公里施用复合肥", &[]),
    ("贵阳市长效机制", &["贵阳市 520100"]),
    ("贵阳市长江路派出所", &["贵阳市 520100"]),
    ("深圳南山与上海浦东", &["深圳 440300", "南山 440305", "上海 310000", "浦东 310115"]),
    ("黔西市和黔西南州", &["黔西市 520581", "黔西南州 522300"]),
    ("南京长江大桥旁的中国人民解放军", &["南京 320100"]),
    ("三都水族自治县的水族群众", &["三都水族自治县 522732"]),
    ("吉林市在吉林中部", &["吉林市 220200", "吉林 220000"]),
    ("遵义市播州区新民镇", &["遵义市 520300", "播州区 520304"]),
    ("广州市白云区的白云机场", &["广州市 440100", "白云区 440111"]),
    ("安康市汉滨区供稿，安康", &["安康市 610900", "汉滨区 610902", "安康 610900"]),
    ("大方县的干部落落大方，普定县和普定", &["大方县 520521", "普定县 520422", "普定 520422"]),
    ("", &[]),
];

#[test]
fn mentions_find_places_and_leave_words_alone() {
    for (text, expected) in SENTENCES {
        assert_eq!(found(text), *expected, "{text}");
    }
}

#[test]
fn the_lists_of_words_hold_names_of_the_table_once() {
    let table: HashSet<&str> =
        places().all().iter().flat_map(|place| [place.name, place.short]).collect();
    let neighbours =
        |list: &'static [(&str, &str)]| list.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let single = [words::NEVER, words::BEHIND_PARENT, words::GENERIC_FULL];
    let single = single.iter().flat_map(|list| list.split_whitespace()).collect();
    for list in [single, neighbours(words::NOT_AFTER), neighbours(words::NOT_BEFORE)] {
        let mut seen = HashSet::new();
        for name in list {
            assert!(seen.insert(name), "{name} stands there twice");
            assert!(table.contains(name) || name == "互助县", "{name} is no place");
        }
    }
}

#[test]
fn mentions_say_which_names_are_full() {
    let full: Vec<bool> = places()
        .mentions("贵州省、贵阳市民、赤水市和赤水")
        .iter()
        .map(|mention| mention.full)
        .collect();
    assert_eq!(full, [true, false, true, false]);
}

#[test]
fn every_full_name_with_its_lineage_is_mentioned() {
    let places = places();
    for place in places.all() {
        let text = full_name(places, place);
        let last = places.mentions(&text).pop();
        assert_eq!(last.as_ref().and_then(super::Mention::place), Some(place), "{text}: {last:?}");
        assert_eq!(last.map(|mention| mention.span.end), Some(text.len()), "{text}");
    }
}

#[test]
fn mentions_are_ordered_do_not_overlap_and_cut_no_character() {
    let text = "赤水市南京市鼓楼区中山市场长治久安😀和县兴县城贵州省".repeat(50);
    let found = places().mentions(&text);
    assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert!(
        found
            .iter()
            .all(|mention| text.get(mention.span.clone()).is_some()
                && !mention.candidates.is_empty())
    );
}

#[test]
fn within_is_reflexive_and_follows_the_tree() -> Result<(), Failure> {
    let (guizhou, zunyi, chishui) = (one("贵州")?, one("遵义")?, one("赤水")?);
    let places = places();
    assert!(
        places.within(chishui, zunyi)
            && places.within(chishui, guizhou)
            && places.within(zunyi, guizhou)
    );
    assert!(
        places.within(chishui, chishui)
            && !places.within(guizhou, chishui)
            && !places.within(chishui, one("湖南")?)
    );
    Ok(())
}

#[test]
fn what_the_whole_names_is_asked_only_where_a_head_leaves_doubt() -> Result<(), Failure> {
    let asked = Cell::new(0);
    let known = BTreeSet::from([one("赤水")?.code]);
    let named = |head: &str| {
        let found = places().mentions_knowing(head, || {
            asked.set(asked.get() + 1);
            &known
        });
        (found.len(), asked.take())
    };
    assert_eq!(named("赤水市的堤修好了"), (1, 0));
    assert_eq!(named("堤修好了"), (0, 0));
    assert_eq!(named("赤水集市换新颜"), (1, 1));
    assert_eq!(places().mentions("赤水集市换新颜"), []);
    Ok(())
}
