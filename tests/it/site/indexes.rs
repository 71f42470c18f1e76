//! Directories, the dots, the table of places and topics, timelines, what is related.

use kanyin::{config::NameOrder, site::Output, site::check_links};

use super::paper::{Paper, drawn, page, paths};

const BASE: Option<&str> = Some("https://paper.example/");

/// What stands between `before` and the next `after`, each time.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    let parts = text.split(before).skip(1);
    parts.filter_map(|part| part.split_once(after)).map(|(found, _)| found).collect()
}

/// A paper with an article by each of `names`, in columns of their own.
fn by(names: &[String]) -> Paper {
    let mut paper = Paper::new();
    for (number, name) in names.iter().enumerate() {
        let front = format!("title: 题{number}\nauthor: [{name}]\ncolumn: {name}专栏");
        paper = paper.article(&format!("2023-04-07/a{number}"), &front, "文。").config(|c| {
            let slug = |n: usize| kanyin::route::Slug::parse(&format!("n{n}")).expect("a slug");
            c.addresses.insert(name.clone(), slug(number));
            c.addresses.insert(format!("{name}专栏"), slug(number));
        });
    }
    paper
}

/// Names with many first letters, one of them read otherwise than usual.
fn people(count: usize) -> Vec<String> {
    let surnames: Vec<char> = "安白蔡单丁范高何贾孔李马倪欧潘秦任沈谭王谢杨曾".chars().collect();
    let given: Vec<char> = "一二三四五六七八九十百千万".chars().collect();
    (0..count)
        .map(|n| {
            format!("{}{}", surnames[n % surnames.len()], given[n / surnames.len() % given.len()])
        })
        .collect()
}

#[test]
fn a_long_directory_has_letters_and_pages() {
    let names = people(100);
    let output = by(&names).config(|c| c.page_size = 5).output();
    let pages: Vec<String> =
        paths(&output).into_iter().filter(|p| p.starts_with("authors.")).collect();
    assert_eq!(pages, ["authors.2.html", "authors.3.html", "authors.4.html", "authors.html"]);
    let mut found: Vec<String> = Vec::new();
    for path in ["authors.html", "authors.2.html", "authors.3.html", "authors.4.html"] {
        let text = page(&output, path);
        let list = text.split_once("<section").map_or("", |(_, list)| list);
        let here = between(list, "<li><a href=\"author/", "</a>");
        assert!((1..=30).contains(&here.len()), "{path}: {}", here.len());
        found.extend(here.iter().filter_map(|a| a.split_once('>')).map(|(_, n)| n.to_owned()));
    }
    let mut sorted = found.clone();
    sorted.sort();
    let mut all = names.clone();
    all.sort();
    assert_eq!(sorted, all, "each stands there once");
    let at = |name: &str| found.iter().position(|n| n.starts_with(name));
    assert!(
        at("秦") < at("任") && at("任") < at("单") && at("单") < at("沈") && at("杨") < at("曾")
    );
    let first = page(&output, "authors.html");
    assert!(first.contains("<a href=\"authors.4.html#others-Z\">Z</a>"), "{first}");
    assert!(page(&output, "authors.4.html").contains("id=\"others-Z\">Z</h3>"));
    assert!(page(&output, "columns.2.html").contains("id=\"columns-"));
    assert_eq!(drawn(&check_links(&output, BASE)), "");
}

#[test]
fn a_short_directory_has_neither() {
    let output = by(&people(30)).output();
    let text = page(&output, "authors.html");
    assert!(!text.contains("class=\"letter\"") && !text.contains("class=\"jumps\""), "{text}");
    assert!(output.get_path("authors.2.html").is_none());
}

#[test]
fn names_may_stand_in_the_order_of_strokes() {
    let names: Vec<String> = ["魏徵", "刘娟", "丁一"].map(str::to_owned).into();
    let output = by(&names).config(|c| c.name_order = NameOrder::Stroke).output();
    for (path, ending) in [("authors.html", ""), ("columns.html", "专栏")] {
        let text = page(&output, path);
        let at = ["丁一", "刘娟", "魏徵"].map(|name| text.find(&format!(">{name}{ending}</a>")));
        assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}");
    }
    let many = by(&people(100)).config(|c| c.name_order = NameOrder::Stroke).output();
    assert!(!page(&many, "authors.html").contains("class=\"letter\""));
}

/// A paper on places that are easily mistaken, and on the odd ones.
fn places() -> Paper {
    let mut paper = Paper::new();
    let topics = "topics: [法治政府]";
    for (number, city) in
        ["福州", "抚州市", "山西", "陕西省", "渝中区", "仙桃市", "赤水市", "遵义市", "香港"]
            .iter()
            .enumerate()
    {
        let front = format!("title: 题{number}\ncity: {city}\n{topics}");
        paper = paper.article(&format!("2023-04-07/a{number}"), &front, "文。");
    }
    paper
}

#[test]
fn places_that_are_easily_mistaken_have_each_a_page() {
    let output = places().output();
    for (path, title, own, other) in [
        ("city/fuzhou-fujian.html", "福州市", "题0", "题1"),
        ("city/fuzhou-jiangxi.html", "抚州市", "题1", "题0"),
        ("city/shanxi.html", "山西省", "题2", "题3"),
        ("city/shaanxi.html", "陕西省", "题3", "题2"),
    ] {
        let text = page(&output, path);
        assert!(text.contains(&format!("<h1>{title}</h1>")), "{text}");
        assert!(text.contains(own) && !text.contains(other), "{path}");
    }
    assert_eq!(drawn(&check_links(&output, BASE)), "");
}

#[test]
fn a_site_may_go_without_the_table_of_places_by_topics() {
    let output = places().config(|config| config.city_topics = false).output();
    for path in paths(&output) {
        assert!(!path.starts_with("city-topic"), "{path}");
    }
    let pages = output.pages().filter(|(_, text)| text.contains("city-topic"));
    assert_eq!(pages.map(|(address, _)| address.to_string()).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(drawn(&check_links(&output, BASE)), "");
}

#[test]
fn the_table_leads_to_what_each_place_has_on_each_topic() {
    let output = places().output();
    let table = page(&output, "city-topics.html");
    let rows = between(&table, "<th scope=\"row\">", "</th>");
    let names: Vec<&str> =
        rows.iter().filter_map(|row| between(row, "\">", "</a>").first().copied()).collect();
    // By their reading; a district of a municipality is counted in it, a county that
    // its province governs itself stands alone, and a province is no row.
    assert_eq!(names, ["重庆", "福州", "抚州", "仙桃", "香港", "遵义"]);
    assert!(table.contains("<a href=\"city-topic/zunyi/fa-zhi-zheng-fu.html\">2</a>"), "{table}");
    let zunyi = page(&output, "city-topic/zunyi/fa-zhi-zheng-fu.html");
    assert!(zunyi.contains("题6") && zunyi.contains("题7") && !zunyi.contains("题5"), "{zunyi}");
    assert!(
        page(&output, "city/zunyi.html")
            .contains("href=\"../city-topic/zunyi/fa-zhi-zheng-fu.html\"")
    );
    assert!(page(&output, "city/chishui.html").contains("href=\"../topic/fa-zhi-zheng-fu.html\""));
    let topic = page(&output, "topic/fa-zhi-zheng-fu.html");
    assert!(topic.contains("href=\"../city-topic/xiantao/fa-zhi-zheng-fu.html\""), "{topic}");
    let parted = places().config(|c| c.page_size = 1).output();
    assert_eq!(page(&parted, "city-topics.3.html").matches("<tr>").count(), 2);
    assert!(page(&parted, "city-topic/zunyi/fa-zhi-zheng-fu.2.html").contains("题7"));
    assert_eq!(drawn(&check_links(&parted, BASE)), "");
}

#[test]
fn places_are_dots_without_any_border() {
    let output = places().output();
    let text = page(&output, "cities.html");
    let svg = between(&text, "<svg", "</svg>").concat();
    // Both provinces with prefectures would hide their capitals.
    assert_eq!(svg.matches("<circle").count(), 7, "{svg}");
    for shape in ["<path", "<poly", "<line", "<rect", "style="] {
        assert!(!svg.contains(shape), "{shape}");
    }
    assert!(svg.contains("aria-hidden=\"true\"") && svg.contains("<title>仙桃市，1 篇</title>"));
    assert!(
        svg.matches("tabindex=\"-1\"").count() == 7 && svg.contains("href=\"city/chishui.html\"")
    );
    // What the picture links to, the list has too.
    for href in between(&svg, "href=\"", "\"") {
        assert!(text.matches(&format!("href=\"{href}\"")).count() >= 2, "{href}");
    }
    // Of some counties nobody says where they lie: they count where their prefecture lies.
    let unknown = kanyin::places::places().all().iter().find(|place| place.dot.is_none());
    let unknown = unknown.expect("a place that the table does not locate");
    let front = format!("title: 题\ncity: {}", unknown.slug);
    let text = page(&Paper::new().article("a/b", &front, "文。").output(), "cities.html");
    assert_eq!(between(&text, "<svg", "</svg>").concat().matches("<circle").count(), 1);
    // A province's page of the overview has all of it; the picture is on the first.
    let parted = places().config(|c| c.page_size = 1).output();
    let pages = paths(&parted).iter().filter(|p| p.starts_with("cities.")).count();
    assert!(pages > 1 && !page(&parted, "cities.2.html").contains("<svg"));
    assert_eq!(drawn(&check_links(&parted, BASE)), "");
}

#[test]
fn a_topic_shows_which_city_takes_part_when_in_a_picture_and_in_words() {
    let mut paper = Paper::new();
    for (day, city) in [
        ("2023-01-05", "赤水市"),
        ("2023-03-07", "遵义市"),
        ("2023-03-09", "贵阳市"),
        ("2024-06-01", "遵义市"),
    ] {
        paper =
            paper.file(&format!("{day}/_issue.md"), &format!("---\ndate: {day}\n---\n")).article(
                &format!("{day}/a"),
                &format!("title: 题\ncity: {city}\ntopics: [法治政府]"),
                "文。",
            );
    }
    let text = page(&paper.clone().output(), "topic/fa-zhi-zheng-fu.html");
    let svg = between(&text, "<svg", "</svg>").concat();
    assert_eq!(svg.matches("<circle").count(), 4, "{svg}");
    assert!(svg.contains("<title>遵义市，2023年1月5日，1 篇</title>"), "{svg}");
    let words = between(&text, "<details>", "</details>").concat();
    assert!(words.contains(">遵义市</a><span>2023年1月5日 1 篇</span><span>2023年3月7日 1 篇</span><span>2024年6月1日 1 篇</span>"), "{words}");
    assert!(words.contains(">贵阳市</a><span>2023年3月9日 1 篇</span>"), "{words}");
    // Many cities and many days stay a small picture.
    for number in 0..40 {
        let county = [
            "安顺市",
            "毕节市",
            "铜仁市",
            "六盘水市",
            "长沙市",
            "株洲市",
            "湘潭市",
            "衡阳市",
            "邵阳市",
            "岳阳市",
            "常德市",
            "益阳市",
            "郴州市",
            "永州市",
        ][number % 14];
        let day = format!("20{:02}-05-01", 10 + number % 40);
        paper =
            paper.file(&format!("{day}/_issue.md"), &format!("---\ndate: {day}\n---\n")).article(
                &format!("{day}/b"),
                &format!("title: 题\ncity: {county}\ntopics: [法治政府]"),
                "文。",
            );
    }
    let text = page(&paper.output(), "topic/fa-zhi-zheng-fu.html");
    let svg = between(&text, "<svg", "</svg>").concat();
    assert_eq!(svg.matches("text-anchor=\"end\"").count(), 12, "{svg}");
    assert!(text.contains("另有 4 个地方。"), "{text}");
    let x = between(&svg, "cx=\"", "\"");
    let distinct: std::collections::BTreeSet<&str> = x.into_iter().collect();
    assert!(distinct.len() <= 24, "{distinct:?}");
}

#[test]
fn officials_stand_by_themselves_with_their_posts() {
    let output = Paper::new()
        .article(
            "1/a",
            "title: 一\nbyline: [安顺市委常委、市委政法委书记 谭铮]\nauthor: [谭铮]",
            "文。",
        )
        .article("1/b", "title: 二\nbyline: [贵阳晚报首席记者 刘娟]\nauthor: [刘娟]", "文。")
        .article("1/c", "title: 三\nkind: photo\nbyline: [刘娟 摄]\nauthor: [刘娟]", "图。")
        .article("1/d", "title: 四\nbyline: [清河大学法学院教授 欧阳明]\nauthor: [欧阳明]", "文。")
        .output();
    let authors = page(&output, "authors.html");
    let officials = between(&authors, "id=\"officials\"", "</section>").concat();
    assert!(
        officials.contains("谭铮</a><span class=\"post\">安顺市委常委、市委政法委书记</span>"),
        "{authors}"
    );
    assert!(!officials.contains("欧阳明") && !officials.contains("刘娟"), "{officials}");
    assert!(
        between(&authors, "id=\"others\"", "</section>").concat().contains("欧阳明"),
        "{authors}"
    );
    let own = page(&output, "author/tan-zheng.html");
    assert!(own.contains("<p class=\"post\">安顺市委常委、市委政法委书记</p>"), "{own}");
    let reporter = page(&output, "author/liu-juan.html");
    for words in [
        "贵阳晚报首席记者",
        "<span>媒体 贵阳晚报</span>",
        "<span>记者 1 篇</span>",
        "<span>摄影 1 篇</span>",
        "共 2 篇",
    ] {
        assert!(reporter.contains(words), "{words}: {reporter}");
    }
}

#[test]
fn issues_are_parted_by_year() {
    let mut paper = Paper::new().config(|c| c.page_size = 2);
    for (year, count) in [(2023, 3), (2022, 15), (2021, 10), (2020, 4)] {
        for number in 1..=count {
            let day = format!("{year}-{number:02}-01").replace("-13-01", "-12-13");
            let day = day.replace("-14-01", "-12-14").replace("-15-01", "-12-15");
            paper = paper.file(&format!("{day}/_issue.md"), &format!("---\ndate: {day}\n---\n"));
        }
    }
    let output = paper.output();
    let first = page(&output, "issues.html");
    assert!(first.contains("id=\"y2023\"") && !first.contains("id=\"y2021\""), "{first}");
    assert!(first.contains("<a href=\"issues.3.html#y2021\">2021年</a>"), "{first}");
    let pages = ["issues.html", "issues.2.html", "issues.3.html", "issues.4.html"];
    let counts = pages.map(|path| {
        output
            .get_path(path)
            .map_or(0, |_| page(&output, path).matches("<li><a href=\"issue/").count())
    });
    assert_eq!(counts.iter().sum::<usize>(), 32);
    assert!(counts.iter().all(|count| *count <= 12), "{counts:?}");
    assert_eq!(drawn(&check_links(&output, BASE)), "");
}

#[test]
fn articles_with_rare_words_in_common_are_related() {
    let filler = |n: usize| -> String {
        // Each article has words of its own beside what all have.
        let own: String =
            (0..60).filter_map(|c| char::from_u32(0x5000 + (n * 60 + c) as u32)).collect();
        format!("会议学习讨论工作安排部署任务。{own}。")
    };
    let mut paper = Paper::new();
    for n in 0..30 {
        paper = paper.article(&format!("1/a{n}"), &format!("title: 甲{n}"), &filler(n));
    }
    let shared = "古法造纸作坊在竹海深处，抄纸师傅踩着碓窝。";
    let output = paper
        .article("1/zhi-yi", "title: 竹海记", &format!("{}{shared}", filler(40)))
        .article("1/zhi-er", "title: 碓窝声", &format!("{shared}{}", filler(50)))
        .output();
    let related = |path: &str| -> Vec<String> {
        let text = page(&output, path);
        let part = between(&text, "<section class=\"related\"", "</section>").concat();
        between(&part, "<h3", "</h3>")
            .into_iter()
            .map(|h| {
                h.rsplit_once("\">").map_or("", |(_, t)| t).trim_end_matches("</a>").to_owned()
            })
            .collect()
    };
    assert_eq!(related("article/1/zhi-yi.html").first().map(String::as_str), Some("碓窝声"));
    assert_eq!(related("article/1/zhi-er.html").first().map(String::as_str), Some("竹海记"));
    let other = related("article/1/a3.html");
    assert!(!other.iter().any(|title| title == "竹海记" || title == "碓窝声"), "{other:?}");
}

/// The longest list of a site: how many items its longest page has.
fn longest(output: &Output) -> usize {
    let pages = output.pages().filter(|(_, html)| !html.contains("of-front"));
    pages
        .map(|(_, html)| html.matches("<li").count() + html.matches("<td").count())
        .max()
        .unwrap_or(0)
}

/// No page grows with the number of names, places or issues.
#[test]
fn no_page_grows_with_the_site() {
    let build = |count: usize| {
        let mut paper = by(&people(count)).config(|c| c.page_size = 3);
        let places = kanyin::places::places().all();
        for number in 0..count {
            let front = format!(
                "title: 题\ncity: {}\ntopics: [法治政府]",
                places[(7 + number * 131) % places.len()].slug
            );
            let day = format!("2023-04-{:02}", number % 28 + 1);
            paper = paper.article(&format!("{day}/b{number}"), &front, "文。");
        }
        paper.output()
    };
    let (small, large) = (build(60), build(180));
    let (few, many) = (longest(&small), longest(&large));
    assert!(many <= few + 40, "{few} {many}");
    assert_eq!(drawn(&check_links(&large, BASE)), "");
}
