//! Import through the program, on the real seed and on seeds made to hurt.

use std::{collections::BTreeMap, fs, path::Path};

use super::program::{Publication, files_below, kanyin, repository, text};

const SEED: &str = "000_331fb38153f2bf0f.txt";

impl Publication {
    fn with_seeds(seeds: &[(&str, &[u8])]) -> Self {
        let publication = Self::new(&[]);
        for (name, bytes) in seeds {
            publication.write(&format!("seeds/{name}"), bytes);
        }
        publication
    }

    fn with_sample() -> Self {
        let seed = fs::read(repository().join("seeds").join(SEED)).expect("the seed");
        let sheet =
            fs::read(repository().join("seeds/000_331fb38153f2bf0f.yaml")).expect("its sheet");
        Self::with_seeds(&[(SEED, &seed), ("000_331fb38153f2bf0f.yaml", &sheet)])
    }

    fn content(&self) -> BTreeMap<String, String> {
        files(&self.path("content"))
    }
}

/// The files of a `content/` with their texts.
fn files(content: &Path) -> BTreeMap<String, String> {
    let mut found = files_below(content);
    found.remove(".gitkeep");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    found.into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
}

#[test]
fn the_committed_content_is_what_import_makes_of_the_seed() {
    let publication = Publication::with_sample();
    assert!(publication.run(&["import"]).status.success());
    let committed = files(&repository().join("content"));
    let made = publication.content();
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, made) in &made {
        assert_eq!(made, &committed[name], "{name}");
    }
}

#[test]
fn the_sample_is_restored_as_it_was_meant() {
    let publication = Publication::with_sample();
    assert!(publication.run(&["import"]).status.success());
    let content = publication.content();
    let articles: Vec<&String> = content
        .iter()
        .filter(|(n, _)| n.ends_with(".md") && !n.ends_with("_issue.md"))
        .map(|(_, t)| t)
        .collect();
    assert_eq!(articles.len(), 4);
    let of = |title: &str| {
        let found = articles.iter().find(|a| a.contains(&format!("title: {title}\n")));
        found.unwrap_or_else(|| panic!("no article {title}")).as_str()
    };
    let anshun = of("奋力开创新时代新征程政法工作新局面");
    assert!(anshun.contains("column: 一把手谈政法工作\nauthor: [谭铮]\nbyline: [安顺市委常委、市委政法委书记 谭铮]\ncity: 安顺市\n"));
    assert!(
        anshun.contains("坚持党对政法工作的绝对领导") && anshun.contains("重点打击什么犯罪，哪里")
    );
    assert!(
        anshun.contains("依法治国、依法行政、依法行政共同推进")
            && anshun.contains("高水平互动良性循环")
    );
    assert!(anshun.trim_end().ends_with("新时代政法铁军。"));
    let chishui = of("赤水市政法系统为民服务有实招");
    assert!(chishui.contains("author: [杨淑莹]\nbyline: [通讯员 杨淑莹]\ncity: 赤水市\n"));
    assert!(
        chishui.contains("---\n\n近年来，赤水市统筹")
            && chishui.contains("呈现新面貌。\n\n## 智能化建设推动乡村治理\n\n“基于电信")
    );
    assert!(chishui.contains("水表表桩"));
    let guiyang = of("春风化雨 法润贵阳");
    assert!(guiyang.contains("subtitle: 贵阳市推进法治政府建设迈出新步伐\nauthor: [刘娟]\nbyline: [记者 刘娟]\ncity: 贵阳市\n"));
    assert!(guiyang.contains("地区生产总值比重达44%") && guiyang.contains("乡镇(街道)、村"));
    assert!(guiyang.contains("10余个配套制度的“1+N”") && guiyang.contains("相关企业牵手合作"));
    assert!(guiyang.contains("开展“大数据+执〔原文缺失〕\n\n## 法治安邦"));
    assert!(guiyang.contains("为最大限度地矛盾纠纷化解在萌芽状态"));
    let panzhou = of("盘州市人民检察院举行服务保障“四区一高地”建设办公室揭牌仪式");
    assert!(
        panzhou.contains("byline: [通讯员 周亚运 摄]\ncity: 盘州市\n")
            && panzhou.contains("kind: photo")
    );
    let everything = articles.iter().map(|a| a.as_str()).collect::<String>();
    for once in ["通讯员 周亚运 摄", "探索基层依法自治。", "华为云全球总部落户"]
    {
        assert_eq!(everything.matches(once).count(), 1, "{once}");
    }
    assert_eq!(everything.matches("〔原文缺失〕").count(), 1);
    let ledger = &content["yangbao-1/_ledger.jsonl"];
    for doubt in ["set-phrase", "adverb-without-verb", "doubtful-join"] {
        assert!(
            ledger.contains(&format!("\"kind\":\"{doubt}\",\"status\":\"reported\"")),
            "{doubt}"
        );
    }
    assert!(ledger.contains("\"kind\":\"headline-derived\",\"status\":\"applied\""));
}

#[test]
fn the_ledger_says_why_an_article_begins_where_it_does() {
    let publication = Publication::with_sample();
    publication.run(&["import"]);
    let content = publication.content();
    let reading = |line: &&str| line.contains("\"kind\":\"read-as\",\"status\":\"weighed\"");
    let readings: Vec<&str> = content["yangbao-1/_ledger.jsonl"].lines().filter(reading).collect();
    let of = |words: &str| {
        let found = readings.iter().find(|line| line.contains(words));
        found.unwrap_or_else(|| panic!("nothing is said of {words}"))
    };
    assert!(of("春风化雨 法润贵阳 / ").contains("\"after\":\"headline / deck / byline\""));
    assert!(of("“连心卡”实现警民沟通").contains("\"after\":\"subhead\""));
    for line in &readings {
        assert!(line.contains("\"evidence\":[{") && line.contains("\"confidence\":"), "{line}");
    }
    // Lines that can only be one thing have no rival.
    assert!(of("“连心卡”实现警民沟通").contains("\"next-best-reading\""));
    let id = of("春风化雨").split("\"id\":\"").nth(1).and_then(|rest| rest.get(..10));
    let told = publication.run(&["import", "--explain", id.expect("an id")]);
    assert!(text(&told.stdout).contains("no word is changed by it"), "{}", text(&told.stdout));
}

#[test]
fn importing_again_changes_nothing() {
    let publication = Publication::with_sample();
    publication.run(&["import"]);
    let before = publication.content();
    let again = publication.run(&["import"]);
    assert!(
        text(&again.stdout).contains("0 new, 0 updated, 6 unchanged, 0 kept"),
        "{}",
        text(&again.stdout)
    );
    assert_eq!(publication.content(), before);
}

#[test]
fn a_dry_run_shows_each_repair_and_writes_nothing() {
    let publication = Publication::with_sample();
    let shown = publication.run(&["import", "--dry-run"]);
    assert!(shown.status.success());
    let shown = text(&shown.stdout);
    for words in [
        "would import 4 pieces",
        "相关企业企业牵手",
        "+ 运营驾驶员与相关企业牵手",
        "word-across-the-break (街道) +",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    assert!(!publication.path("content").exists());
}

#[test]
fn what_a_person_changed_or_deleted_is_left_as_it_is() {
    let publication = Publication::with_sample();
    publication.run(&["import"]);
    let edited = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let by_hand = fs::read_to_string(publication.path(edited))
        .expect("an article")
        .replace("聂师傅说", "聂师傅说道");
    publication.write(edited, by_hand.as_bytes());
    let deleted = "content/yangbao-1/chi-shui-shi-zheng-fa-xi-tong-wei-min-fu-wu-you-shi-zhao.md";
    fs::remove_file(publication.path(deleted)).expect("deleted");
    let again = publication.run(&["import"]);
    assert!(again.status.success());
    let said = text(&again.stderr);
    assert!(
        said.contains("edited by hand and kept") && said.contains("deleted by hand; it stays away"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(publication.path(edited)).expect("an article"), by_hand);
    assert!(!publication.path(deleted).exists());
    publication.run(&["import", "--restore-deleted"]);
    assert!(publication.path(deleted).exists());
    assert_eq!(fs::read_to_string(publication.path(edited)).expect("an article"), by_hand);
}

/// What `kanyin check` tells of the sample when its first article was changed.
fn told_of(publication: &Publication, change: impl Fn(&str) -> String) -> (String, String) {
    let article = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let original = fs::read_to_string(publication.path(article)).expect("an article");
    let changed = change(&original);
    assert_ne!(changed, original);
    publication.write(article, changed.as_bytes());
    let checked = publication.run(&["check"]);
    publication.write(article, original.as_bytes());
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    (text(&checked.stdout), text(&checked.stderr))
}

#[test]
fn a_correction_is_an_edit_of_the_front_matter_alone() {
    let publication = Publication::with_sample();
    publication.run(&["import"]);
    let corrections =
        "\ncorrections:\n  - date: 2026-11-20\n    text: 风清气正应为风清气朗。\n---\n";
    let add = |text: &str| text.replacen("\n---\n", corrections, 1);
    let (said, told) = told_of(&publication, add);
    assert!(said.contains("25107 bytes set again, with what people changed set aside"), "{said}");
    let notes: Vec<&str> = told.lines().filter(|line| line.contains("edited by hand")).collect();
    assert_eq!(notes, ["note: edited by hand since import"], "{told}");
    // Import leaves it there, and never writes one.
    let article = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let before = fs::read_to_string(publication.path(article)).expect("an article");
    assert!(!before.contains("corrections:"));
    publication.write(article, add(&before).as_bytes());
    assert!(publication.run(&["import"]).status.success());
    assert_eq!(fs::read_to_string(publication.path(article)).expect("an article"), add(&before));
}

#[test]
fn what_import_never_writes_is_told_once_and_the_rest_is_compared() {
    let publication = Publication::with_sample();
    publication.run(&["import"]);
    let (_, told) = told_of(&publication, |text| {
        text.replacen("title: 春风化雨", "title: 秋风化雨", 1) + "\n- 一\n- 二\n"
    });
    let notes: Vec<&str> = told.lines().filter(|line| line.contains("edited by hand")).collect();
    assert_eq!(notes.len(), 2, "{told}");
    assert!(
        notes.iter().any(|note| note.contains("it cannot be compared paragraph by paragraph")),
        "{told}"
    );
    assert!(notes.iter().any(|note| note.contains("title") && note.contains("秋风")), "{told}");
    assert!(!told.contains("「」"), "{told}");
}

#[test]
fn check_sets_the_seed_again_and_sees_one_changed_character() {
    let publication = Publication::with_sample();
    publication.run(&["import"]);
    let checked = publication.run(&["check"]);
    let said = text(&checked.stdout);
    assert!(said.contains("25107 bytes set again, from articles and ledger alone"), "{said}");

    let article = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let original = fs::read_to_string(publication.path(article)).expect("an article");
    publication.write(article, original.replace("风清气正", "风清气止").as_bytes());
    let said = text(&publication.run(&["check"]).stderr);
    assert!(
        said.contains("p:13") && said.contains("风清气正") && said.contains("风清气止"),
        "{said}"
    );
    publication.write(article, original.as_bytes());

    let ledger = "content/yangbao-1/_ledger.jsonl";
    let record = fs::read_to_string(publication.path(ledger)).expect("a ledger");
    let bent = record
        .replacen("通讯员 周亚运 摄\",\"after", "通讯员 周亚远 摄\",\"after", 1)
        .replacen("\"通讯员 周亚运 摄\"]]", "\"通讯员 周亚远 摄\"]]", 1);
    assert_ne!(bent, record);
    publication.write(ledger, bent.as_bytes());
    let caught = publication.run(&["check"]);
    assert_eq!(caught.status.code(), Some(1));
    assert!(text(&caught.stderr).contains("cannot be set again"), "{}", text(&caught.stderr));
    publication.write(ledger, record.as_bytes());

    let seed = format!("seeds/{SEED}");
    let mut bytes = fs::read(publication.path(&seed)).expect("the seed");
    bytes.push(b'\n');
    publication.write(&seed, &bytes);
    let caught = publication.run(&["check"]);
    assert_eq!(caught.status.code(), Some(1));
    assert!(text(&caught.stderr).contains("is not the file that was imported"));
}

#[test]
fn what_is_no_text_is_refused_by_name_and_the_others_are_imported() {
    let good =
        "柳堤新绿\n\n记者 刘娟\n\n清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。\n";
    let publication = Publication::with_seeds(&[
        ("good.txt", good.as_bytes()),
        ("empty.txt", b""),
        ("blank.txt", " \n\u{3000}\n".as_bytes()),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00"),
        ("broken.txt", b"abc\xff\xff\xff\xffabc"),
        ("inside/../folder.txt/x.txt", b"x"),
    ]);
    let status =
        std::process::Command::new("mkfifo").arg(publication.path("seeds/pipe.txt")).status();
    assert!(status.expect("mkfifo").success());
    let run = publication.run(&["import"]);
    assert_eq!(run.status.code(), Some(1));
    let said = text(&run.stderr);
    for name in ["empty.txt", "blank.txt", "program.txt", "broken.txt", "folder.txt", "pipe.txt"] {
        assert!(said.contains(&format!("seeds/{name}")), "{name} is not named:\n{said}");
    }
    assert!(said.contains("byte 3 (0xff)"), "{said}");
    assert!(publication.path("content/good/liu-di-xin-lu.md").exists());
}

#[test]
fn a_seed_over_its_bound_is_refused_with_the_key_that_raises_it() {
    let publication = Publication::with_seeds(&[("large.txt", "长".repeat(4000).as_bytes())]);
    let config = fs::read_to_string(publication.path("kanyin.yaml")).expect("settings");
    publication.write("kanyin.yaml", (config + "\nlimits:\n  seed: 8KiB\n").as_bytes());
    let run = publication.run(&["import"]);
    assert_eq!(run.status.code(), Some(1));
    let said = text(&run.stderr);
    assert!(said.contains("seeds/large.txt") && said.contains("limits.seed"), "{said}");
}

#[test]
fn a_seed_that_is_not_there_is_named_with_the_nearest() {
    let publication = Publication::with_seeds(&[("page-01.txt", "柳树活了九成。\n".as_bytes())]);
    let run = publication.run(&["import", "page-10.txt"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stderr).contains("seeds/page-01.txt"), "{}", text(&run.stderr));
    assert!(publication.run(&["import", "seeds/page-01.txt"]).status.success());
}

#[test]
fn wrong_usage_is_status_two_and_a_missing_publication_says_how_to_make_one() {
    let publication = Publication::with_seeds(&[]);
    assert_eq!(publication.run(&["imprt"]).status.code(), Some(2));
    assert_eq!(publication.run(&["import", "--dryrun"]).status.code(), Some(2));
    let nowhere = tempfile::tempdir().expect("a temporary directory");
    let run = kanyin(nowhere.path(), &["import"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stderr).contains("kanyin init"), "{}", text(&run.stderr));
}

#[test]
fn a_new_publication_checks_and_a_full_directory_is_left_alone() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    assert!(kanyin(dir.path(), &["init", "paper"]).status.success());
    let paper = dir.path().join("paper");
    let checked = kanyin(&paper, &["press"]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    assert!(paper.join("public/index.html").exists());
    let again = kanyin(dir.path(), &["init", "paper"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("is not empty"));
}

#[test]
fn seeds_of_one_issue_share_its_folder_and_can_be_imported_one_by_one() {
    let first =
        "柳堤新绿\n\n记者 刘娟\n\n清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。\n";
    let second = "集市搬新棚\n\n记者 王海\n\n卖菜的不用再淋雨，新棚有水有电，摊主都说好。\n";
    let publication = Publication::with_seeds(&[
        ("page-1.txt", first.as_bytes()),
        ("page-2.txt", second.as_bytes()),
        ("page-1.yaml", "issue: spring\ndate: 2026-03-20\n".as_bytes()),
        ("page-2.yaml", b"issue: spring\n"),
    ]);
    assert!(publication.run(&["import"]).status.success());
    let both = publication.content();
    assert_eq!(both.keys().filter(|name| name.starts_with("spring/")).count(), both.len());
    assert!(both["spring/_issue.md"].contains("date: 2026-03-20"));
    for seed in ["page-2.txt", "page-1.txt"] {
        assert!(publication.run(&["import", seed]).status.success());
        let now = publication.content();
        assert_eq!(now.keys().collect::<Vec<_>>(), both.keys().collect::<Vec<_>>());
        assert!(now["spring/_issue.md"].contains("date: 2026-03-20"));
        let checked = publication.run(&["check"]);
        assert!(
            text(&checked.stdout).contains("2 seeds set again byte for byte"),
            "{}",
            text(&checked.stderr)
        );
    }
}
