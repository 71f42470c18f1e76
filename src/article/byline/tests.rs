use super::*;

fn read(line: &str) -> Vec<(String, Role, String)> {
    parse(line).into_iter().map(|c| (c.name, c.role, c.title)).collect()
}

#[test]
fn every_form_of_byline_is_read() {
    use Role::{Author, Correspondent, Photographer, Reporter};
    type Read<'a> = &'a [(&'a str, Role, &'a str)];
    let cases: &[(&str, Read<'_>)] = &[
        ("记者 刘娟", &[("刘娟", Reporter, "记者")]),
        ("记者刘娟", &[("刘娟", Reporter, "记者")]),
        (
            "本报记者 刘 娟 王大川",
            &[("刘娟", Reporter, "本报记者"), ("王大川", Reporter, "本报记者")],
        ),
        ("（记者 欧阳明）", &[("欧阳明", Reporter, "记者")]),
        ("本报见习记者　李　想", &[("李想", Reporter, "本报见习记者")]),
        (
            "记者 周海 通讯员 吴桐 文/图",
            &[("周海", Reporter, "记者"), ("吴桐", Correspondent, "通讯员")],
        ),
        ("通讯员 周亚运 摄", &[("周亚运", Photographer, "通讯员")]),
        ("孙立 摄", &[("孙立", Photographer, "")]),
        ("（禤小龙摄）", &[("禤小龙", Photographer, "摄")]),
        ("孙立/摄", &[("孙立", Photographer, "摄")]),
        ("摄影：孙立", &[("孙立", Photographer, "摄影")]),
        ("□ 本报记者 买买提·依明", &[("买买提·依明", Reporter, "本报记者")]),
        (
            "通讯员 张三丰、李四光",
            &[("张三丰", Correspondent, "通讯员"), ("李四光", Correspondent, "通讯员")],
        ),
        ("文/孙立", &[("孙立", Author, "文")]),
        ("清河市委副书记、市长 郑和平", &[("郑和平", Author, "清河市委副书记、市长")]),
        ("清河市委常委 市委政法委书记 谭铮", &[("谭铮", Author, "清河市委常委 市委政法委书记")]),
        ("清河市委政法委书记谭铮", &[("谭铮", Author, "清河市委政法委书记")]),
        ("清河大学法学院教授 欧阳明", &[("欧阳明", Author, "清河大学法学院教授")]),
        ("文/孙立 图/周海", &[("孙立", Author, "文"), ("周海", Photographer, "图")]),
    ];
    hold(cases);
}

#[test]
fn rare_names_and_those_who_write_beside_their_work_are_read() {
    use Role::{Author, Photographer, Reporter};
    hold(&[
        ("文/禤永康 图/周　海", &[("禤永康", Author, "文"), ("周海", Photographer, "图")]),
        ("摄影：禤立新", &[("禤立新", Photographer, "摄影")]),
        ("本报特约记者 孙立", &[("孙立", Reporter, "本报特约记者")]),
        ("记者 佴知行", &[("佴知行", Reporter, "记者")]),
        (
            "本报记者 阿约木呷 刘娟",
            &[("阿约木呷", Reporter, "本报记者"), ("刘娟", Reporter, "本报记者")],
        ),
        ("艾尼瓦尔 摄", &[("艾尼瓦尔", Photographer, "")]),
        ("清河图片 孙立 摄", &[("孙立", Photographer, "")]),
        ("清河县林业和草原局 孙立", &[("孙立", Author, "清河县林业和草原局")]),
        ("清河县读者 孙立", &[("孙立", Author, "清河县读者")]),
        ("清河县农科院茶叶研究所 鲍松林", &[("鲍松林", Author, "清河县农科院茶叶研究所")]),
        ("市民 孙立", &[("孙立", Author, "市民")]),
        ("文/科普作者 孙立", &[("孙立", Author, "文/科普作者")]),
        ("□ 孙立 闵 捷", &[("孙立", Author, ""), ("闵捷", Author, "")]),
        (
            "口述：孙立 整理：本报记者 刘娟",
            &[("孙立", Author, "口述"), ("刘娟", Reporter, "本报记者")],
        ),
        ("清河日报全媒记者 孙立", &[("孙立", Reporter, "清河日报全媒记者")]),
        (
            "新清河·清河日报记者 孙立 刘娟",
            &[("孙立", Reporter, "新清河·清河日报记者"), ("刘娟", Reporter, "新清河·清河日报记者")],
        ),
        ("本报摄影记者 孙立", &[("孙立", Reporter, "本报摄影记者")]),
        (
            "清河州人大代表、清河镇司法所所长 岩罕",
            &[("岩罕", Author, "清河州人大代表、清河镇司法所所长")],
        ),
        ("清河市读者 暴振国", &[("暴振国", Author, "清河市读者")]),
        (
            "市委党校课题组 孙立 占立新",
            &[("孙立", Author, "市委党校课题组"), ("占立新", Author, "市委党校课题组")],
        ),
        ("本报评论员", &[("本报评论员", Author, "")]),
        ("□ 本刊编辑部", &[("本刊编辑部", Author, "")]),
    ]);
}

/// A line, and whom it names with their roles and titles.
type Case<'a> = (&'a str, &'a [(&'a str, Role, &'a str)]);

fn hold(cases: &[Case<'_>]) {
    for (line, expected) in cases {
        let expected: Vec<_> =
            expected.iter().map(|(n, r, t)| ((*n).to_owned(), *r, (*t).to_owned())).collect();
        assert_eq!(read(line), expected, "{line}");
    }
}

#[test]
fn a_title_names_a_paper_or_an_office_or_neither() {
    for (title, paper) in [
        ("贵阳晚报记者", Some("贵阳晚报")),
        ("贵州日报天眼新闻首席记者", None),
        ("法治日报全媒体见习记者", Some("法治日报")),
        ("清河日报摄影记者", Some("清河日报")),
        ("新华社记者", Some("新华社")),
        ("本报首席记者", None),
        ("本报", None),
        ("记者", None),
        ("特约通讯员", None),
        ("某市委书记", None),
    ] {
        assert_eq!(outlet(title), paper, "{title}");
    }
    for (title, office) in [
        ("某市委常委、市委政法委书记", true),
        ("某县人民法院院长", true),
        ("某村村支书", true),
        ("清河大学法学院教授", false),
        ("某律师事务所律师", false),
        ("本报评论员", false),
        ("记者", false),
        ("", false),
    ] {
        assert_eq!(is_office(title), office, "{title}");
    }
}

#[test]
fn prose_and_heads_are_no_bylines() {
    for line in [
        "记者在现场看到，水已退去。",
        "立法先行 护航高质量发展",
        "记者节",
        "刘娟",
        "图为揭牌仪式现场",
        "书记 市长",
        "评论员文章",
        "记者手记",
        "全省治水工作会议在长沙召开",
        "清河县人民法院院长 作报告",
        "清河县水利局局长 出实招",
        "读者来信",
        "市民热线",
        "记者 调查",
        "本报记者 独家调查",
        "清河县政务服务中心 办好事",
        "清河县人民法院 温情执行",
        "■ 相关链接",
        "市委书记调研河堤",
        "听听老局长高明之处",
        "平安建设 法治建设",
        "",
    ] {
        assert!(parse(line).is_empty(), "{line}: {:?}", parse(line));
    }
}

#[test]
fn pictures_of_offices_name_nobody() {
    for (line, of_office) in [
        ("清河县博物馆供图", true),
        ("清河县水利局 供图", true),
        ("清河县博物馆供图十幅", false),
        ("图为清河，水利局供图", false),
    ] {
        assert_eq!(is_picture_of_office(line), of_office, "{line}");
        assert!(parse(line).is_empty(), "{line}");
    }
}

#[test]
fn leads_and_ends_name_their_authors() {
    let names =
        |found: Vec<Credit>| found.into_iter().map(|c| c.name).collect::<Vec<_>>().join(" ");
    for (lead, expected) in [
        ("本报讯（记者 刘娟 通讯员 王海）昨天，河水退了。", "刘娟 王海"),
        ("本报讯 （记者 刘娟）昨天，河水退了。", "刘娟"),
        ("本报讯 记者刘娟报道：昨天，河水退了。", "刘娟"),
        ("本报讯 记者 刘娟 通讯员 王海 昨天，河水退了。", "刘娟 王海"),
        ("本报清河3月5日电（记者 刘娟）昨天，河水退了。", "刘娟"),
        ("（记者 刘娟）昨天，河水退了。", "刘娟"),
        ("本报赤峰讯（刘娟）昨天，河水退了。", "刘娟"),
        ("本报那曲电（记者 刘娟）昨天，河水退了。", "刘娟"),
        ("本报记者、通讯员（刘娟）昨天到了河边。", ""),
        ("新华社清河3月5日电 记者刘娟 昨天，河水退了。", "刘娟"),
        ("本报清河3月5日讯记者刘娟报道：昨天，河水退了。", "刘娟"),
        ("昨天（记者节）河水退了。", ""),
        ("报社的人说，河水退了。", ""),
    ] {
        assert_eq!(names(of_lead(lead)), expected, "{lead}");
    }
    for (text, expected) in [
        ("河水退了。（记者 刘娟）", "刘娟"),
        ("河水退了。（刘娟 王海）", "刘娟 王海"),
        ("（通讯员 刘娟）", "刘娟"),
        ("河水退了（南段）", ""),
        ("河水退了。（下转第三版）", ""),
    ] {
        assert_eq!(names(of_end(text)), expected, "{text}");
    }
}

#[test]
fn a_name_is_marked_where_it_stands() {
    let line = "记者 周海 通讯员 吴桐";
    for credit in parse(line) {
        assert_eq!(line[credit.span].to_owned(), credit.name);
    }
}
