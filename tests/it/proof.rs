//! The editor's pages, through the program: on the real seed, on seeds in other
//! encodings, and on files made to hurt.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use kanyin::{
    diag::Source,
    import::{
        decode,
        ledger::{self, Record, RepairRecord},
        repair::Kind,
    },
};

use super::{
    http::{Client, Fault, PATIENCE},
    program::{Publication, Serving, files_below, kanyin, repository, text},
};

impl Publication {
    /// This repository's seed and what import made of it.
    fn sample() -> Self {
        let publication = Self::new(&[]);
        for folder in ["seeds", "content"] {
            for (name, bytes) in files_below(&repository().join(folder)) {
                publication.write(&format!("{folder}/{name}"), &bytes);
            }
        }
        publication
    }

    /// Seeds that are imported at once.
    fn imported(seeds: &[(&str, &[u8])]) -> Self {
        let publication = Self::new(seeds);
        let done = publication.run(&["import"]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        publication
    }

    /// The pages that `kanyin proof` writes.
    fn proof(&self) -> BTreeMap<String, String> {
        let done = self.run(&["proof"]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        self.written()
    }

    fn written(&self) -> BTreeMap<String, String> {
        let files = files_below(&self.path(".kanyin/proof")).into_iter();
        files.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("text"))).collect()
    }

    fn repairs(&self) -> Vec<RepairRecord> {
        let ledgers = files_below(&self.path("content")).into_iter();
        let ledgers = ledgers.filter(|(name, _)| name.ends_with(ledger::FILE_NAME));
        let records =
            ledgers.flat_map(|(name, bytes)| ledger::read(&Source::new(name, text(&bytes))).value);
        records.filter_map(|r| if let Record::Repair(r) = r { Some(r) } else { None }).collect()
    }
}

/// The page of the file `name` of an article.
fn page_of<'a>(pages: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    let end = format!("/{}.html", name.trim_end_matches(".md"));
    let found = pages.iter().find(|(path, _)| path.ends_with(&end));
    found.unwrap_or_else(|| panic!("no page of {name}")).1
}

/// What stands between `open` and `close`, each time.
fn between<'a>(page: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let parts = page.split(open).skip(1);
    parts.map(|part| part.split(close).next().unwrap_or_default()).collect()
}

/// HTML as it is read: without slips, without tags.
fn read(html: &str) -> String {
    let mut without = String::new();
    for (number, part) in html.split("<div class=\"slip").enumerate() {
        let rest = if number == 0 { Some(part) } else { part.split_once("</div>").map(|p| p.1) };
        without.push_str(rest.expect("a slip ends"));
    }
    let mut words = String::new();
    for (number, part) in without.split('<').enumerate() {
        let rest = if number == 0 { Some(part) } else { part.split_once('>').map(|p| p.1) };
        words.push_str(rest.expect("a tag ends"));
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'")];
    let words = signs.iter().fold(words, |words, (code, sign)| words.replace(code, sign));
    words.replace("&#x2F;", "/").replace("&amp;", "&")
}

/// The stretches of a seed that a page claims: their bytes and what it shows.
fn claims(page: &str) -> Vec<((usize, usize), String)> {
    let mut claims = Vec::new();
    for part in page.split("data-bytes=\"").skip(1) {
        let (bytes, rest) = part.split_once("\">").expect("a value");
        let (from, to) = bytes.split_once('-').expect("two numbers");
        // The text's own `div` ends where as many have ended as began.
        let (mut depth, mut end) = (1, 0);
        while depth > 0 {
            let next = rest[end..].find('<').expect("it ends") + end;
            if rest[next..].starts_with("<div") {
                depth += 1;
            } else if rest[next..].starts_with("</div") {
                depth -= 1;
            }
            end = next + 1;
        }
        let range = (from.parse().expect("a number"), to.parse().expect("a number"));
        claims.push((range, read(&rest[..end - 1])));
    }
    claims
}

/// Three seeds in three encodings: copies that lost words, a credit printed
/// twice, a head that went astray, a text that breaks off.
fn three_seeds() -> Vec<(&'static str, Vec<u8>)> {
    let first = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";
    let second = "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地。";
    let cut = &second[..second.find("住户").expect("there")];
    let copies = format!(
        "清河两岸\r\n\r\n记者 刘娟\r\n\r\n{first}\r\n\r\n{cut}\r\n\r\n{first}\r\n\r\n{second}\r\n"
    );
    let joined = "桥头\n\n记者 王平\n\n村里的老人说，这样的大水二十年没有见\n\n过，河边的住户连夜搬到了高处，家畜也都赶了上去。\n\n供电所的人踩着雪把线路查了两遍\n";
    let other = "“”‘’山货\n\n通讯员 李明\n\n油坊重新开张那天，镇上的人人排队来看老木榨出油，老板说‘今年的收成不错。\n";
    let utf16 =
        [&[0xff, 0xfe][..], &decode::Encoding::Utf16Le.encode(joined).expect("text")].concat();
    vec![
        ("seeds/a.txt", copies.into_bytes()),
        ("seeds/b.txt", utf16),
        ("seeds/c.txt", decode::Encoding::Gb18030.encode(other).expect("text")),
    ]
}

fn three() -> Publication {
    let seeds = three_seeds();
    let seeds: Vec<(&str, &[u8])> = seeds.iter().map(|(n, b)| (*n, b.as_slice())).collect();
    Publication::imported(&seeds)
}

#[test]
fn every_repair_is_marked_in_both_columns() {
    let mut kinds = BTreeSet::new();
    for publication in [Publication::sample(), three()] {
        let pages = publication.proof();
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        let marked = |repair: &RepairRecord| repair.status != "weighed";
        for repair in publication.repairs().into_iter().filter(marked) {
            let count = counts.entry((repair.file.clone(), repair.status.to_string())).or_default();
            *count += 1;
            let page = page_of(&pages, &repair.file);
            let raw = between(page, "<div class=\"raw\">", "<div class=\"set\">").concat();
            let set = between(page, "<div class=\"set\">", "<div class=\"row").concat();
            let doubt = if repair.status == "applied" { "" } else { "d" };
            for (column, mine, other) in [(&raw, 'y', 'x'), (&set, 'x', 'y')] {
                let id = format!("id=\"{mine}{doubt}{count}\"");
                let at = column.find(&id).unwrap_or_else(|| panic!("no {id} for {repair:?}"));
                assert_eq!(page.matches(&id).count(), 1, "{id}");
                let tag = column[..at].rsplit('<').next().expect("a tag");
                assert!(tag.starts_with("a class=\"mark"), "{tag}");
                let mark = &column[at..];
                assert!(mark.contains(&format!("href=\"#{other}{doubt}{count}\"")));
                // The slip stands right behind the mark and says what and why.
                let (_, slip) = mark.split_once("</a><div class=\"slip").expect("a slip");
                let slip = slip.split("</div>").next().expect("its end");
                let kind = Kind::from_name(&repair.kind).expect("a kind");
                assert!(slip.contains(kind.in_chinese().0), "{slip}");
                assert_eq!(slip.contains("凭据与权重"), !repair.evidence.is_empty(), "{slip}");
            }
            kinds.insert(repair.kind);
        }
    }
    for kind in ["duplicate-of", "restored", "joined", "gap", "head-moved", "doubled-word"] {
        assert!(kinds.contains(kind), "the seeds of this test have no {kind}: {kinds:?}");
    }
}

#[test]
fn how_lines_were_read_is_told_with_its_evidence() {
    let publication = Publication::sample();
    let pages = publication.proof();
    let page = page_of(&pages, "chun-feng-hua-yu-fa-run-gui-yang.md");
    let told = between(page, "id=\"readings\"", "</section>").concat();
    let entries = told.matches("<li class=\"entry\">").count();
    let of_page =
        |r: &RepairRecord| r.status == "weighed" && r.file == "chun-feng-hua-yu-fa-run-gui-yang.md";
    assert_eq!(entries, publication.repairs().into_iter().filter(of_page).count());
    assert!(
        told.contains("<q>春风化雨 法润贵阳 / ——贵阳市推进法治政府建设迈出新步伐 / 记者 刘娟</q>")
    );
    assert!(told.contains("<q>标题 / 副题 / 署名</q>") && told.contains("副题前有破折号"));
    assert_eq!(told.matches("凭据与权重").count(), entries);
}

#[test]
fn a_mark_stands_on_the_words_it_is_about() {
    let publication = Publication::sample();
    let pages = publication.proof();
    let page = page_of(&pages, "chun-feng-hua-yu-fa-run-gui-yang.md");
    let on = |id: &str| {
        let (_, rest) = page.split_once(&format!("id=\"{id}\"")).expect("a mark");
        read(&format!("<{}", rest.split("</a>").next().expect("its end")))
    };
    let marks = ["y1", "y3", "x3", "y5", "x5", "x6"].map(on);
    assert_eq!(marks, ["——", "产", "生产", "企业", "企业", "〔原文缺失〕"]);
    assert!(on("yd2").starts_with("最大限度地"), "{}", on("yd2"));
}

#[test]
fn raw_text_is_the_seed_and_no_character_is_missing() {
    for publication in [Publication::sample(), three()] {
        let pages = publication.proof();
        let mut seeds = files_below(&publication.path("seeds"));
        seeds.retain(|name, _| name.ends_with(".txt"));
        assert!(!seeds.is_empty());
        for (name, bytes) in seeds {
            let seed = decode::decode(&name, &bytes).expect("a seed");
            let mine = |page: &&String| page.contains(&format!("<h1>底本 {name}</h1>"));
            let whole = pages.values().find(mine).expect("a page of the seed");
            let lines: Vec<String> = claims(whole).into_iter().map(|(_, line)| line).collect();
            assert_eq!(lines.join("\n"), seed.text, "{name}");
            let of = |page: &&String| page.contains(&format!(">底本 {name}</a>"));
            let mut shown = vec![false; bytes.len()];
            let articles =
                pages.values().filter(of).filter(|p| p.contains("class=\"of-proof-article\""));
            for ((from, to), text) in articles.flat_map(|page| claims(page)) {
                let words = seed.encoding.decode_part(&bytes[from..to]).expect("whole characters");
                assert_eq!(text, words, "{name} {from}-{to}");
                assert!(!shown[from..to].contains(&true), "{name} {from}-{to} stands there twice");
                shown[from..to].fill(true);
            }
            // The articles' own pages hold all but white space, too: what was left
            // out stands on the page of the article that it is a copy of.
            let missed: String = seed
                .text
                .char_indices()
                .filter(|(at, c)| !c.is_whitespace() && !shown[seed.byte(*at)])
                .map(|(_, c)| c)
                .collect();
            assert_eq!(missed, "", "{name}");
        }
    }
}

#[test]
fn what_the_editor_changed_is_shown() {
    let publication = Publication::sample();
    let name = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let before = fs::read_to_string(publication.path(name)).expect("an article");
    assert!(
        !page_of(&publication.proof(), "chun-feng-hua-yu-fa-run-gui-yang").contains("id=\"edits\"")
    );
    let after = before
        .replace("city: 贵阳市", "city: 遵义市")
        .replace("大幅", "大大")
        .replace("记者 刘娟", "本报记者 刘娟")
        .replacen("显著提升。", "显著提升。\n\n编辑加的一段<b>。", 1)
        .replacen("贵阳市始终坚持", "贵阳市一直坚持", 1);
    publication.write(name, after.as_bytes());
    let page = page_of(&publication.proof(), "chun-feng-hua-yu-fa-run-gui-yang").to_owned();
    let (_, edits) = page.split_once("id=\"edits\"").expect("a section");
    let edits = edits.split("</section>").next().expect("its end");
    for change in [
        "city: <del>贵阳</del><ins>遵义</ins>市",
        "<ins>本报</ins>记者 刘娟",
        "贵阳市<del>始终</del><ins>一直</ins>坚持",
        "<ins>编辑加的一段&lt;b&gt;。</ins>",
        "（此处未动）",
    ] {
        assert!(edits.contains(change), "no {change} in {edits}");
    }
    // The sheet goes on showing what import made.
    assert!(page.contains("id=\"x7\""));
    assert!(publication.proof()["index.html"].contains("<strong>已改</strong>"));
    fs::remove_file(publication.path(name)).expect("deleted");
    let pages = publication.proof();
    assert!(pages["index.html"].contains("<strong>已删</strong>"));
    let page = page_of(&pages, "chun-feng-hua-yu-fa-run-gui-yang");
    assert!(page.contains("编辑已删去这一篇") && page.contains("id=\"x7\""));
}

#[test]
fn a_correction_is_shown_as_a_change_of_the_front_matter() {
    let publication = Publication::sample();
    let name = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let before = fs::read_to_string(publication.path(name)).expect("an article");
    let corrections = "\ncorrections:\n  - date: 2026-11-20\n    text: <b>一</b>应为二。\n  - date: 2026-11-24\n    text: 三应为四。\n---\n";
    publication.write(name, before.replacen("\n---\n", corrections, 1).as_bytes());
    let page = page_of(&publication.proof(), "chun-feng-hua-yu-fa-run-gui-yang").to_owned();
    let (_, edits) = page.split_once("id=\"edits\"").expect("a section");
    let edits = edits.split("</section>").next().expect("its end");
    let added: Vec<&str> = between(edits, "<ins>", "</ins>").into_iter().map(str::trim).collect();
    let (legend, added) = added.split_first().expect("a legend");
    assert_eq!(*legend, "增");
    assert_eq!(
        added,
        [
            "corrections:",
            "- date: 2026-11-20",
            "text: &lt;b&gt;一&lt;/b&gt;应为二。",
            "- date: 2026-11-24",
            "text: 三应为四。"
        ]
    );
    // The one that is there explains the signs.
    assert_eq!(between(edits, "<del>", "</del>"), ["删"], "{edits}");
}

/// The tags that the templates have.
const TAGS: &[&str] = &[
    "a", "b", "body", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "h1", "h2",
    "h3", "head", "header", "html", "ins", "li", "link", "main", "meta", "ol", "p", "pre", "q",
    "section", "small", "span", "strong", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "title", "tr", "ul", "!doctype",
];

#[test]
fn hostile_text_stays_text() {
    let seed = "<script>alert(1)</script>\n\n记者 <b onclick=x>王平</b>\n\n桥头的<img src=x onerror=alert(1)>老人说，水退了&amp;桥还在。\" onfocus=\"x\n\n</div></main><style>*{}</style>这样的大水大水二十年没有见过，住户连夜搬到了高处。{{ page }} {% raw %}\n";
    let publication = Publication::imported(&[("seeds/<i>x.txt", seed.as_bytes())]);
    let (name, mut ledger) = files_below(&publication.path("content"))
        .into_iter()
        .find(|(name, _)| name.ends_with(ledger::FILE_NAME))
        .map(|(name, bytes)| (name, text(&bytes)))
        .expect("a ledger");
    let file = between(&ledger, "\"file\":\"", "\"").first().copied().expect("a file").to_owned();
    let name_of_seed =
        between(&ledger, "\"seed\":\"", "\"").first().copied().expect("one").to_owned();
    // A ledger that somebody has tampered with.
    for line in [
        r#"{"record":"text","seed":"SEED","file":"FILE","part":"p:99\"><script>","runs":[[0,3,1],[5,99999,1],[9,2,1],"<script>"]}"#,
        r#"{"record":"repair","id":"1","kind":"<script>","status":"<b>","seed":"SEED","sha256":"","ranges":[[1,1]],"file":"FILE","part":"<x>","before":"<script>","after":"\"><script>","evidence":[{"signal":"<script>","weight":1e38,"seen":"<script>"}],"considered":["<script>"],"removed":[[1,"<script>"],[99999,"x"]]}"#,
        r#"{"record":"repair","id":"2","kind":"gap","status":"applied","seed":"none","sha256":"","ranges":[],"file":"","part":"","before":"","after":""}"#,
        r#"{"record":"file","file":"../../<script>.md","seed":"SEED","sha256":""}"#,
    ] {
        ledger.push_str(&line.replace("SEED", &name_of_seed).replace("FILE", &file));
        ledger.push('\n');
    }
    publication.write(&format!("content/{name}"), ledger.as_bytes());
    let pages = publication.proof();
    assert!(pages.len() >= 5, "{:?}", pages.keys());
    for (name, page) in pages.iter().filter(|(name, _)| name.ends_with(".html")) {
        assert!(!name.contains(['<', '>', ' ']), "{name}");
        for part in page.split('<').skip(1) {
            let (tag, _) = part.split_once('>').expect("a tag ends");
            let tag_name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            assert!(TAGS.contains(&tag_name), "{name}: <{tag}>");
            let mut outside = tag.split('"').step_by(2);
            assert!(!outside.any(|part| part.contains(" on")), "{name}: <{tag}>");
        }
    }
    let all: String = pages.values().map(String::as_str).collect();
    assert!(all.contains("&lt;script&gt;alert(1)") && all.contains("{{ page }}"));
}

#[test]
fn what_a_damaged_ledger_forgets_is_shown_as_such() {
    let publication = Publication::sample();
    let name = "content/yangbao-1/_ledger.jsonl";
    let ledger = fs::read_to_string(publication.path(name)).expect("a ledger");
    assert!(!publication.proof().values().any(|page| page.contains("class=\"unknown\"")));
    publication
        .write(name, ledger.replace("[1883,2256,127]", "[1883,1889,2],[1895,2256,121]").as_bytes());
    let pages = publication.proof();
    let page =
        pages.values().find(|page| page.contains("class=\"of-proof-seed\"")).expect("its page");
    assert!(page.contains("账本没有交代其中 2 字的去处"));
    let seed = fs::read(publication.path("seeds/000_331fb38153f2bf0f.txt")).expect("the seed");
    let forgotten = text(&seed[1889..1895]);
    assert!(page.contains(&format!("<span class=\"unknown\">{forgotten}</span>")));
    let lines: Vec<String> = claims(page).into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines.join("\n"), text(&seed));
}

#[test]
fn seeds_in_any_state_have_a_page() {
    let seeds = three_seeds();
    let publication = three();
    let digest = |name: &str| fs::read(publication.path(name)).expect("a seed");
    let untouched = digest("seeds/a.txt");
    publication.write("seeds/new.txt", "还没有导入的一页文字。".as_bytes());
    publication.write("seeds/picture.txt", b"\x7fELF\x00\x01\x00");
    publication.write("seeds/b.txt", "换成了另一份文字。".as_bytes());
    fs::remove_file(publication.path("seeds/c.txt")).expect("deleted");
    let pages = publication.proof();
    let page = |name: &str| {
        let head = format!("<h1>底本 {name}</h1>");
        pages.values().find(|page| page.contains(&head)).unwrap_or_else(|| panic!("no {name}"))
    };
    assert!(page("new.txt").contains("还没有导入") && page("new.txt").contains("一页文字。"));
    assert!(page("picture.txt").contains("读不成文字"));
    assert!(page("b.txt").contains("不是当初导入的文件") && page("b.txt").contains("另一份文字。"));
    assert!(page("c.txt").contains("无从对照"));
    // The articles of a seed that is gone show themselves, at least.
    let article = pages.values().find(|p| p.contains("底本 c.txt</a>") && p.contains("文章现状"));
    assert!(article.is_some_and(|page| page.contains("老木榨出油")));
    assert_eq!(untouched, seeds[0].1);
}

#[test]
fn the_pages_stand_apart_from_the_site() {
    let publication = Publication::sample();
    assert!(publication.run(&["build"]).status.success());
    let public = files_below(&publication.path("public"));
    let content = files_below(&publication.path("content"));
    let done = publication.run(&["proof"]);
    assert!(text(&done.stdout).contains(".kanyin/proof"), "{}", text(&done.stdout));
    let first = publication.written();
    assert_eq!(publication.proof(), first, "two runs are the same");
    assert!(!first.values().any(|page| page.contains("<script")));
    // Neither takes the other's place.
    for arguments in [["proof", "--output", "public"], ["build", "--output", ".kanyin/proof"]] {
        let refused = publication.run(&arguments);
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
        assert!(text(&refused.stderr).contains("cannot be the output directory"));
    }
    for place in ["content/proof", "seeds", ".kanyin", ".kanyin/other", "."] {
        let refused = publication.run(&["proof", "--output", place]);
        assert_eq!(refused.status.code(), Some(1), "{place}");
    }
    assert!(publication.run(&["proof", "--output", "elsewhere"]).status.success());
    assert_eq!(files_below(&publication.path("elsewhere")).len(), first.len());
    assert_eq!(files_below(&publication.path("public")), public);
    assert_eq!(files_below(&publication.path("content")), content);
    assert_eq!(publication.run(&["proof", "--nothing"]).status.code(), Some(2));
}

#[test]
fn a_ledger_that_cannot_be_read_is_an_error() {
    let publication = Publication::sample();
    let before = publication.proof();
    publication.write("content/yangbao-1/_ledger.jsonl", b"{\"record\":\"seed\"\n");
    let done = publication.run(&["proof"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).contains("content/yangbao-1/_ledger.jsonl:1"));
    assert_eq!(publication.written(), before, "the old pages stay");
}

#[test]
fn a_publication_without_seeds_is_told_what_to_do() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    assert!(kanyin(dir.path(), &["init", "paper"]).status.success());
    let done = kanyin(&dir.path().join("paper"), &["proof"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("no seeds yet"), "{}", text(&done.stdout));
    let index = fs::read_to_string(dir.path().join("paper/.kanyin/proof/index.html"));
    assert!(index.expect("an index").contains("还没有底本"));
}

#[test]
fn the_preview_shows_the_same_pages_and_keeps_them_fresh() -> Result<(), Fault> {
    let publication = Publication::sample();
    let written = publication.proof();
    let serving = Serving::start(&publication)?;
    let client = &serving.client;
    let port = client.port;
    let article = "yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.html";
    let html = "content-type: text/html; charset=utf-8";
    for (path, name, kind) in [
        ("/_proof/", "index.html", html),
        ("/_proof/index.html", "index.html", html),
        (&*format!("/_proof/{article}"), article, html),
        ("/_proof/proof.css", "proof.css", "content-type: text/css; charset=utf-8"),
    ] {
        let answer = client.get(path)?;
        assert_eq!(answer.status, 200, "{path}");
        for line in [
            kind,
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(answer.has(line), "{path}: {line}: {answer:?}");
        }
        let shown = answer.body.split("<link rel=\"stylesheet\" href=\"/_kanyin").next();
        let shown = shown.and_then(|page| page.split("<script src=\"/_kanyin/live.js").next());
        let expected = written[name].split("</body>").next();
        assert_eq!(shown, expected, "{path}");
        let head = client.ask(&format!("HEAD {path} HTTP/1.1\r\nHost: localhost:{port}\r\n"))?;
        assert_eq!((head.status, &*head.body), (200, ""), "{path}");
        for method in ["POST", "PUT", "DELETE"] {
            let asked = format!("{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\n");
            assert_eq!(client.ask(&asked)?.status, 405, "{method} {path}");
        }
    }
    let folder = client.get("/_proof")?;
    assert!(folder.status == 308 && folder.has("location: /_proof/"), "{folder:?}");
    for path in ["/_proof/nothing.html", "/_proof/.kanyin-proof", "/_proof/..%2f", "/_proofs/"] {
        assert!([400, 404].contains(&client.get(path)?.status), "{path}");
    }
    // Drafts are shown by the preview, and by nothing else.
    publication.write(
        "content/yangbao-1/gao.md",
        "---\ntitle: 未定稿\ndraft: true\n---\n\n文。\n".as_bytes(),
    );
    wait_for(client, "/article/yangbao-1/gao.html", "草稿：只有预览看得到")?;
    fs::remove_file(publication.path("content/yangbao-1/gao.md"))?;
    // An edit that the site shows, and one that only the ledger has.
    let name = "content/yangbao-1/chun-feng-hua-yu-fa-run-gui-yang.md";
    let text = fs::read_to_string(publication.path(name))?;
    publication.write(name, text.replace("记者 刘娟", "本报记者 刘娟").as_bytes());
    wait_for(client, &format!("/_proof/{article}"), "<ins>本报</ins>")?;
    let ledger = "content/yangbao-1/_ledger.jsonl";
    let text = fs::read_to_string(publication.path(ledger))?;
    publication.write(ledger, text.replace("\"before\":\"——", "\"before\":\"改过的账").as_bytes());
    wait_for(client, &format!("/_proof/{article}"), "改过的账")?;
    publication.write("seeds/new.txt", "又来了一页文字。".as_bytes());
    wait_for(client, "/_proof/", "new.txt")?;
    assert!(!publication.path("public").exists());
    Ok(())
}

/// Asks until the page holds `words`.
fn wait_for(client: &Client, path: &str, words: &str) -> Result<(), Fault> {
    let start = std::time::Instant::now();
    while !client.get(path)?.body.contains(words) {
        if start.elapsed() > PATIENCE {
            return Err(format!("{path} never holds {words}").into());
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Ok(())
}

#[test]
fn pages_reload_when_what_they_show_changes() -> Result<(), Fault> {
    let publication = Publication::sample();
    let serving = Serving::start(&publication)?;
    let client = &serving.client;
    let body = client.get("/_proof/")?.body;
    let (_, script) = body.split_once("live.js?content=").ok_or("no script")?;
    let (version, rest) = script.split_once('&').ok_or("no version")?;
    let (_, token) = rest.split_once("token=").ok_or("no token")?;
    let token = token.split('"').next().unwrap_or_default();
    assert!(token.ends_with("/proof"), "{token}");
    let mut stream = client.listen_at(&format!("/_kanyin/events/{token}"))?;
    let first = stream.next()?;
    assert!(first.contains(&format!("\"content\":{version},")), "{first} {version}");
    // The site does not change by it; the proof does.
    publication.write("seeds/new.txt", "又来了一页文字。".as_bytes());
    assert_ne!(stream.next()?, first);
    assert_eq!(client.get("/_kanyin/events/0/proof")?.status, 404);
    Ok(())
}
