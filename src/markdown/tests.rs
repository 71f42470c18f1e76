//! Bodies and what becomes of them, case by case.

use proptest::prelude::*;

use super::*;
use crate::diag::Severity;

const OPTIONS: Options = Options { allow_html: false, nesting: 64 };

fn checked(body: &str) -> Checked<Rendered> {
    render(&Source::new("a.md", body), 0, &OPTIONS)
}

fn html(body: &str) -> String {
    checked(body).value.html
}

/// A single paragraph without its element.
fn inline(body: &str) -> String {
    let html = html(body);
    html.trim_end().trim_start_matches("<p id=\"p1\">").trim_end_matches("</p>").to_owned()
}

/// Facts of the markdown-cjk-friendly specification: `*` stands for the strong
/// part of each, as an editor would see it.
const STRONG: &[&str] = &[
    "これは**私のやりたかったこと。**だからするの。",
    "単語と**[単語と](word-and)**単語",
    "**これは太字になりません。**ご注意ください。",
    "カッコに注意**（太字にならない）**文が続く場合に要警戒。",
    "**[リンク](https://example.com)**も注意。（画像も同様）",
    "先頭の**`コード`も注意。**",
    "**末尾の`コード`**も注意。",
    "税込**¥10,000**で入手できます。",
    "正解は**④**です。",
    "太郎は**「こんにちわ」**といった",
    "太郎は**\"こんにちわ\"**といった",
    "太郎は**こんにちわ**といった",
    "太郎は**「Hello」**といった",
    "太郎は**\"Hello\"**といった",
    "太郎は**Hello**といった",
    "**C#**や**F#**は**「.NET」**というプラットフォーム上で動作します。",
    "IDが**００１号**になります。",
    "Go**「初心者」**を対象とした記事です。",
    "**⻲田太郎**と申します",
    "・**㋐**:選択肢１つ目",
    "**真，**她",
    "**真。**她",
    "**真、**她",
    "**真；**她",
    "**真：**她",
    "**真？**她",
    "**真！**她",
    "**真“**她",
    "**真”**她",
    "**真‘**她",
    "**真’**她",
    "**真（**她",
    "真**（她**",
    "**真）**她",
    "**真【**她",
    "真**【她**",
    "**真《**她",
    "真**《她**",
    "**真》**她",
    "**真—**她",
    "**真～**她",
    "**真…**她",
    "**真·**她",
    "**真〃**她",
    "**真-**她",
    "**真々**她",
    "**真**她",
    "**真，** 她",
    "**真**，她",
    "**さようなら︙**と太郎はいった。",
    ".NET**（.NET Frameworkは不可）**では、",
    "Git**（注：不是GitHub）**",
    "𰻞𰻞**（ビャンビャン）**麺",
    "𰻞𰻞**(ビャンビャン)**麺",
    "ハイパーテキストコーヒーポット制御プロトコル**(HTCPCP)**",
    "﨑**(崎)**",
    "国際規格**[ECMA-262](https://tc39.es/ecma262/)**",
    "谺𬤲**(こだま)**石神社",
    "**推荐几个框架：**React、Vue等前端框架。",
    "葛\u{E0100}**(こちらが正式表記)**城市",
    "大塚\u{FE00}**(U+585A U+FE00)** 大塚**(U+FA10)**",
    "〽\u{FE0E}**(庵点)**は、",
    "**“\u{FE01}Git”\u{FE01}**Hub",
    "**이 [링크](https://example.kr/)**만을 강조하고 싶다.",
    "**스크립트(script)**라고",
    "패키지를 발행하려면 **`npm publish`**를 실행하십시오.",
    "a**〰**a",
    "a**㊗**a",
    "a**🈂**a",
    "__注意__：注意事項",
    "注意：__注意事項__",
    "正體字。\u{FE01}__Hong Kong and Taiwan.__",
];

#[test]
fn emphasis_beside_chinese_punctuation_is_what_the_editor_meant() {
    for case in STRONG {
        let html = inline(case);
        assert!(html.contains("<strong>"), "{case} gives {html}");
        assert!(!html.contains("**") && !html.contains("__"), "{case} gives {html}");
    }
}

#[test]
fn emphasis_comes_out_exactly() {
    for (body, expected) in [
        (
            "规划**“十五五”**规划开局良好，记者**（李四）**报道",
            "规划<strong>“十五五”</strong>规划开局良好，记者<strong>（李四）</strong>报道",
        ),
        ("他说*“好。”*就走", "他说<em>“好。”</em>就走"),
        ("共~~（三）~~四条", "共<del>（三）</del>四条"),
        ("~~删。~~留", "<del>删。</del>留"),
        // The specification leaves `_` inside words alone.
        ("文字_“强调”_文字", "文字_“强调”_文字"),
        ("文字__“强调”__文字", "文字__“强调”__文字"),
        ("简体字。\u{FE00}_Simplified._", "简体字。\u{FE00}<em>Simplified.</em>"),
        // Where nobody meant emphasis there is none.
        ("2*3和4*5", "2<em>3和4</em>5"),
        ("a**\"x\"**b", "a**&quot;x&quot;**b"),
        ("规划\\**“十五五”*规划", "规划*<em>“十五五”</em>规划"),
        ("规划\\*\\*“十五五”\\*\\*规划", "规划**“十五五”**规划"),
    ] {
        assert_eq!(inline(body), expected, "{body}");
    }
}

#[test]
fn emphasis_never_reaches_into_code_links_or_html() {
    for (body, expected) in [
        ("看`规划**“十五五”**规划`", "看<code>规划**“十五五”**规划</code>"),
        ("[字](a字**“b”**字)", "<a href=\"a%E5%AD%97**%E2%80%9Cb%E2%80%9D**%E5%AD%97\">字</a>"),
        ("<字*“a”*字>规划*“十”*规", "&lt;字<em>“a”</em>字&gt;规划<em>“十”</em>规"),
    ] {
        assert_eq!(inline(body), expected, "{body}");
    }
    assert_eq!(
        html("```\n规划**“十五五”**规划\n```\n"),
        "<pre id=\"p1\" tabindex=\"0\"><code>规划**“十五五”**规划\n</code></pre>\n"
    );
}

#[test]
fn line_breaks_inside_a_paragraph() {
    for (body, expected) in [
        ("中国\n人民", "中国人民"),
        ("说：\n“好”\n他说", "说：“好”他说"),
        ("**中国**\n*人民*", "<strong>中国</strong><em>人民</em>"),
        ("use\nRust", "use\nRust"),
        ("用\nRust", "用\nRust"),
        ("한국\n사람", "한국\n사람"),
        ("中国  \n人民", "中国<br>\n人民"),
    ] {
        assert_eq!(inline(body), expected, "{body}");
    }
}

#[test]
fn raw_html_is_shown_unless_it_is_allowed() {
    let body = "前<b onclick=\"x\">中</b>\n\n<script>alert(1)</script>\n";
    let shown = checked(body);
    assert_eq!(
        shown.value.html,
        "<p id=\"p1\">前&lt;b onclick=&quot;x&quot;&gt;中&lt;/b&gt;</p>\n\
         <p class=\"raw\" id=\"p2\">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    );
    assert_eq!(shown.diagnostics.len(), 1);
    let options = Options { allow_html: true, ..OPTIONS };
    let passed = render(&Source::new("a.md", "前<b>中</b>\n"), 0, &options);
    assert_eq!(passed.value.html, "<p id=\"p1\">前<b>中</b></p>\n");
}

#[test]
fn a_forbidden_scheme_is_shown_and_told() {
    for body in [
        "[看](javascript:alert(1))",
        "[看](java&#10;script:alert(1))",
        "[看](JAVASCRIPT&colon;alert(1))",
        "![看](data:image/svg+xml,x)",
        "<javascript:alert(1)>",
        "[看][r]\n\n[r]: vbscript:x",
    ] {
        let checked = checked(body);
        let html = &checked.value.html;
        assert!(!html.contains("href") && !html.contains("src"), "{html}");
        assert!(html.contains("看") || html.contains("javascript"), "{html}");
        let told = &checked.diagnostics[0];
        assert_eq!(told.severity, Severity::Warning);
        assert_eq!(told.place.as_ref().map(|p| (p.line, p.column)), Some((1, 1)), "{body}");
    }
    assert_eq!(inline("<a@b.cn>"), "<a href=\"mailto:a@b.cn\">a@b.cn</a>");
    assert_eq!(
        inline("[看](https://a.cn?x=1&y=2 \"题\")"),
        "<a href=\"https://a.cn?x=1&amp;y=2\" title=\"题\">看</a>"
    );
}

#[test]
fn headings_leave_the_first_level_to_the_headline() {
    assert_eq!(html("## 一\n\n文\n"), "<h2 id=\"p1\">一</h2>\n<p id=\"p2\">文</p>\n");
    assert_eq!(html("# 一\n\n## 二\n"), "<h2 id=\"p1\">一</h2>\n<h3 id=\"p2\">二</h3>\n");
    let blocks = checked("# 一*二*\n\n文\n").value.blocks;
    let seen: Vec<_> = blocks.iter().map(|b| (b.number, b.heading, &*b.text)).collect();
    assert_eq!(seen, [(1, Some(2), "一二"), (2, None, "文")]);
}

#[test]
fn a_gap_is_marked_in_text_and_left_in_code() {
    let rendered = checked("大数据+执〔原文缺失〕\n\n`〔原文缺失〕`").value;
    assert_eq!(rendered.gaps, 1);
    assert_eq!(
        rendered.html,
        "<p id=\"p1\">大数据+执<span class=\"gap\" title=\"原文此处缺失\">〔原文缺失〕</span></p>\n\
         <p id=\"p2\"><code>〔原文缺失〕</code></p>\n"
    );
}

#[test]
fn an_image_alone_is_a_figure() {
    assert_eq!(
        html("![村民](a.jpg \"周亚运 摄\")\n"),
        "<figure id=\"p1\"><img src=\"a.jpg\" alt=\"村民\" fetchpriority=\"high\" decoding=\"async\">\
         <figcaption><span class=\"credit\">周亚运 摄</span></figcaption></figure>\n"
    );
    assert!(html("![村民](a.jpg)").contains("<figcaption>村民</figcaption>"));
    assert!(html("图![村民](a.jpg)").starts_with("<p id=\"p1\">图<img"));
    // Several below each other are as many figures, and one block.
    let several = checked("![一。](a.jpg)\n![二。](b.jpg)  \n![三。](c.jpg)\n").value;
    assert_eq!(several.html.matches("<figure").count(), 3);
    assert_eq!(several.blocks.len(), 1);
    assert_eq!(several.pictures.iter().map(|p| p.block).collect::<Vec<_>>(), [1, 1, 1]);
    assert!(html("![一。](a.jpg) 与 ![二。](b.jpg)").starts_with("<p"));
}

/// A picture that lies beside the text, in two sizes.
fn lying(address: &str) -> Option<Result<Shown, (Said, Said)>> {
    let size = |width: u32, ending: &str| (format!("../{address}.{width}.{ending}"), width);
    (!address.contains(':')).then(|| {
        Ok(Shown {
            href: size(960, "jpg").0,
            width: 960,
            height: 1440,
            srcset: vec![size(480, "jpg"), size(960, "jpg")],
            webp: vec![size(480, "webp"), size(960, "webp")],
        })
    })
}

fn pictured(body: &str) -> Rendered {
    let words = Words::of(Language::Simplified);
    let album =
        Album { find: &lying, sizes: "50vw", told_below: "见图注", untold: "标题", words };
    render_pictured(&Source::new("a.md", body), 0, &OPTIONS, &album).value
}

#[test]
fn a_picture_is_shown_in_the_size_that_fits() {
    assert_eq!(
        pictured("![合龙。（张三 摄）](桥)\n").html,
        "<figure id=\"p1\" class=\"tall\"><picture><source type=\"image/webp\" \
         srcset=\"../%E6%A1%A5.480.webp 480w, ../%E6%A1%A5.960.webp 960w\" sizes=\"50vw\">\
         <img src=\"../%E6%A1%A5.960.jpg\" \
         srcset=\"../%E6%A1%A5.480.jpg 480w, ../%E6%A1%A5.960.jpg 960w\" sizes=\"50vw\" \
         width=\"960\" height=\"1440\" alt=\"见图注\" fetchpriority=\"high\" decoding=\"async\">\
         </picture><figcaption>合龙。<span class=\"credit\">（张三 摄）</span></figcaption></figure>\n"
    );
    // Only the first, where a page begins, is seen at once; others are waited for.
    let second = pictured("![一。](a)\n\n![二。](b)\n").html;
    assert_eq!((second.matches("fetchpriority").count(), second.matches("lazy").count()), (1, 1));
    assert!(second.contains("sizes=\"auto, 50vw\""), "{second}");
    let late = pictured("一。\n\n二。\n\n三。\n\n![四。](a)\n").html;
    assert!(late.contains("loading=\"lazy\"") && !late.contains("fetchpriority"), "{late}");
}

/// What is read out is never nothing, and never the caption a second time.
#[test]
fn a_picture_has_words_that_stand_for_it() {
    let alt = |body: &str| {
        let html = pictured(body).html;
        html.split("alt=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    for (body, expected) in [
        ("![桥上的灯](a \"合龙。（张三 摄）\")", "桥上的灯"),
        ("![合龙。（张三 摄）](a)", "见图注"),
        ("![（张三 摄）](a)", "标题"),
        ("![](a)", "标题"),
    ] {
        assert_eq!(alt(body).as_deref(), Some(expected), "{body}");
    }
    let read = pictured("![灯](a \"合龙。（张三 摄）\")\n").pictures;
    let words = read.first().map(|p| (p.alt.as_str(), p.caption.as_str(), p.credit.as_str()));
    assert_eq!(words, Some(("灯", "合龙。", "（张三 摄）")));
}

#[test]
fn who_took_a_picture_is_marked_where_the_name_stands() {
    let read = pictured("一。\n\n![<合>龙。本报记者 张三 李四 摄](a)\n");
    let names: Vec<(&str, &str)> =
        read.people.iter().map(|(at, name)| (&read.html[at.clone()], name.as_str())).collect();
    assert_eq!(names, [("张三", "张三"), ("李四", "李四")]);
}

#[test]
fn footnotes_stand_at_the_end_with_a_way_back() {
    let html = html("甲[^b]乙[^a]丙[^b]。\n\n[^a]: 注一\n\n[^b]: 注二\n\n[^c]: 未引\n");
    let notes = html.split_once("<section").map_or("", |(_, notes)| notes);
    assert!(html.contains("href=\"#fn-1\" id=\"fnref-1\""), "{html}");
    assert!(html.contains("href=\"#fn-1\" id=\"fnref-1-2\""), "{html}");
    assert!(notes.contains("<li id=\"fn-1\"><p>注二 <a href=\"#fnref-1\""), "{notes}");
    assert!(notes.contains("<li id=\"fn-2\"><p>注一 <a href=\"#fnref-2\""), "{notes}");
    assert!(notes.contains("<li id=\"fn-3\"><p>未引</p></li>"), "{notes}");
}

#[test]
fn tables_scroll_by_themselves_and_have_names() {
    let html = html("|甲|乙|\n|:-:|--:|\n|1|2|\n\n文\n\n|丙|\n|-|\n|3|\n");
    assert!(html.starts_with(
        "<div class=\"table\" id=\"p1\" tabindex=\"0\" role=\"region\" aria-label=\"表格\"><table>\n\
         <thead><tr><th class=\"center\">甲</th><th class=\"right\">乙</th></tr></thead><tbody>\n\
         <tr><td class=\"center\">1</td><td class=\"right\">2</td></tr>\n</tbody></table></div>\n"
    ));
    assert!(html.contains("aria-label=\"表格 2\""), "{html}");
}

#[test]
fn what_is_no_markdown_here_stays_text() {
    assert_eq!(inline("价格5$和6$，- [ ] \"引\""), "价格5$和6$，- [ ] &quot;引&quot;");
    assert_eq!(html("- [ ] 事\n"), "<ul id=\"p1\">\n<li>[ ] 事</li>\n</ul>\n");
}

#[test]
fn nesting_is_bounded_and_the_place_is_named() {
    let source = Source::new("a.md", format!("---\n---\n文\n\n{}深\n", "> ".repeat(80)));
    let rendered = render(&source, 8, &OPTIONS);
    let [problem] = &rendered.diagnostics[..] else { panic!("{:?}", rendered.diagnostics) };
    assert_eq!(problem.message.en(), "nested deeper than 64 levels");
    let place = problem.place.clone().unwrap_or_else(|| panic!("no place"));
    assert_eq!((place.line, place.column), (5, 129));
    assert!(problem.hint.is_some());
}

#[test]
fn nothing_takes_quadratic_time() {
    // Each of these took minutes in some generator, or would in a naive writer.
    let many = 20_000;
    for body in [
        "## 同\n\n".repeat(many),
        "字**“".repeat(many),
        "[".repeat(many),
        "*a".repeat(many),
        "[^a]".repeat(many) + "\n\n[^a]: 注",
        "![".repeat(many),
        "中\n".repeat(many),
        "[](x)\n".repeat(many),
        "`".repeat(many),
        "|a".repeat(300) + "\n" + &"|-".repeat(300) + "\n" + &"|x\n".repeat(300),
    ] {
        let start = std::time::Instant::now();
        checked(&body);
        assert!(start.elapsed().as_secs() < 20, "{}", &body[..20.min(body.len())]);
    }
}

/// The parser's own HTML, for text in which Chinese makes no difference.
fn plain(body: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(body, extensions()));
    html
}

proptest! {
    #[test]
    fn without_chinese_emphasis_is_the_parsers_own(body in "[a-c .,*_~]{1,40}") {
        // What is compared is emphasis: block ids are ours alone.
        let ours = html(&body);
        let theirs = plain(&body);
        let marks = |html: &str| {
            html.split_inclusive('>')
                .filter_map(|p| p.rfind('<').map(|at| p[at..].to_owned()))
                .filter(|t| ["<em>", "</em>", "<strong>", "</strong>", "<del>", "</del>"].contains(&&**t))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(marks(&ours), marks(&theirs));
    }

    #[test]
    fn a_soft_break_between_chinese_leaves_no_trace(parts in prop::collection::vec("[一-龥]{1,6}", 1..5)) {
        prop_assert_eq!(inline(&parts.join("\n")), parts.concat());
    }

    #[test]
    fn no_input_breaks_it(body in "[中“”（）。a<>&\"'*_~`\\\\\\[\\]!()#|\\-: \n\u{FE00}\u{1039F}〔〕^]{0,80}") {
        let rendered = checked(&body).value;
        let open = rendered.html.matches("<strong>").count();
        prop_assert_eq!(open, rendered.html.matches("</strong>").count());
        let sentinel = char::from_u32(0x1039F).unwrap_or_default();
        prop_assert!(!rendered.html.contains(sentinel) || body.contains(sentinel), "a sentinel stayed");
        for block in &rendered.blocks {
            prop_assert!(body.get(block.span.clone()).is_some());
        }
    }
}
