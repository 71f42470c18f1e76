//! Input with faults: each is told with its place and a hint.

use kanyin::route::Slug;

use super::paper::{Paper, page, paths};

#[test]
fn every_problem_of_the_content_is_told_with_its_place() {
    let errors = Paper::new()
        .article("2023-04-07/yi", "title: 一\ncity: 赤水县\ntopics: [法治政府, 枫桥经念]", "文。")
        .article("2023-04-07/er", "title: 二\ncity: 鼓楼区", "文。")
        .file("第3期/san.md", "---\ntitle: 三\n---\n")
        .errors();
    let expected = [
        (
            "content/2023-04-07/er.md:3:7 ",
            "there is more than one place called `鼓楼区`",
            "南京市鼓楼区",
        ),
        ("content/2023-04-07/yi.md:3:7 ", "no place is called `赤水县`", "赤水市"),
        (
            "content/2023-04-07/yi.md:4:16 ",
            "the vocabulary has no topic `枫桥经念`",
            "did you mean 枫桥经验?",
        ),
        (
            "content/第3期/san.md:0:0 ",
            "the folder `第3期` cannot be an address",
            "content/di-3-qi/",
        ),
    ];
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for (error, (place, message, hint)) in errors.iter().zip(expected) {
        assert!(
            error.starts_with(place) && error.contains(message) && error.contains(hint),
            "{error}"
        );
    }
}

#[test]
fn two_pages_never_share_an_address_in_silence() {
    let errors = Paper::sample()
        .article(
            "2023-04-07/si",
            "title: 四\nslug: yi\nbyline: [记者 刘涓]\nauthor: [刘涓]",
            "文。",
        )
        .errors();
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert!(errors[0].starts_with("content/2023-04-07/si.md:4:"), "{errors:#?}");
    assert!(
        errors[0].contains(
            "the author 刘娟 and the author 刘涓 claim one address, author/liu-juan.html"
        ),
        "{errors:#?}"
    );
    assert!(errors[0].contains("addresses: {刘涓: liu-juan-2}"), "{errors:#?}");
    assert!(
        errors[1].starts_with("content/2023-04-07/yi.md:")
            || errors[1].starts_with("content/2023-04-07/si.md:"),
        "{errors:#?}"
    );
    assert!(
        errors[1].contains("content/2023-04-07/si.md")
            && errors[1].contains("content/2023-04-07/yi.md"),
        "{errors:#?}"
    );
    let slug = Slug::parse("liu-juan-2").expect("a slug");
    let parted = Paper::sample()
        .article("2023-04-07/si", "title: 四\nbyline: [记者 刘涓]\nauthor: [刘涓]", "文。")
        .config(|c| drop(c.addresses.insert("刘涓".into(), slug)))
        .output();
    assert!(page(&parted, "author/liu-juan-2.html").contains("刘涓"));
}

#[test]
fn a_sites_own_template_wins_and_a_theme_may_extend_another() {
    let own =
        Paper::sample().theme("templates/404.html", "<h1>{{ page.site.title }}没有</h1>").output();
    assert_eq!(page(&own, "404.html"), "<h1>山城报没有</h1>");
    let child = Paper::sample()
        .config(|c| c.theme = "shan".into())
        .theme("themes/shan/theme.yaml", "name: shan\nextends: broadsheet\n")
        .theme("themes/shan/404.html", "{{ page.site.assets[\"assets/logo.svg\"] }}")
        .theme("themes/shan/assets/shan.css", "a{background:url(logo.svg)}")
        .theme("themes/shan/assets/logo.svg", "<svg/>")
        .output();
    let logo = page(&child, "404.html");
    assert_eq!(page(&child, &logo), "<svg/>");
    let style =
        paths(&child).into_iter().find(|p| p.starts_with("assets/shan.")).expect("its style sheet");
    let name = logo.trim_start_matches("assets/");
    assert!(page(&child, &style).starts_with(&format!("a{{background:url({name})}}")));
    assert!(page(&child, "index.html").contains(&style), "the child's style sheet is used");
}

#[test]
fn a_broken_template_is_told_with_its_place() {
    let cases: [Fault; 9] = [
        ("404.html", "一\n<p>{{ page.title </p>", "templates/404.html:2:", "Tera 2"),
        ("404.html", "<p>\n{{ page.titel }}</p>", "templates/404.html:2:9 ", "View"),
        ("404.html", "{{ 1 | kapital }}", "templates/404.html:1:", "filters of Tera 2"),
        (
            "404.html",
            "{{ get_env(name=\"HOME\") }}",
            "templates/404.html:1:",
            "`range` and `throw`",
        ),
        (
            "404.html",
            "{% extends \"layuot.html\" %}",
            "templates/404.html:1:12 ",
            "did you mean layout.html?",
        ),
        (
            "404.html",
            "{% include \"404.html\" %}",
            "templates/404.html:1:12 ",
            "take one `include` out",
        ),
        (
            "layout.html",
            "\n{% extends \"404.html\" %}",
            "templates/layout.html:2:12 ",
            "take one `extends` out",
        ),
        (
            "404.html",
            "{% for i in range(end=2000) %}x{% endfor %}",
            "templates/404.html:1:",
            "1000",
        ),
        (
            "404.html",
            "{% for i in range(end=1000) %}{% for j in range(end=1000) %}xx{% endfor %}{% endfor %}",
            "templates/404.html:0:0 ",
            "`limits: {page: …}`",
        ),
    ];
    are_told(&cases);
}

#[test]
fn a_broken_piece_is_told_with_its_place() {
    let cases: [Fault; 5] = [
        (
            "404.html",
            "{{ page.site | once(set=\"fnid\") }}",
            "templates/404.html:1:26 ",
            "did you mean find?",
        ),
        (
            "404.html",
            "{{ page.title | once(set=\"link\") }}",
            "templates/404.html:1:",
            "maps and lists",
        ),
        (
            "404.html",
            "{{ page.site | once(set=\"link\", root=page.site) }}",
            "templates/404.html:1:",
            "takes words",
        ),
        (
            "404.html",
            "{% component x(of: map) %}{{ of | once(set=\"x\") }}{% endcomponent x %}{{ page.site | once(set=\"x\") }}",
            "templates/404.html:1:",
            "no piece is in another",
        ),
        (
            "404.html",
            "{% component x(of: map) %}{% for i in range(end=1000) %}{% for j in range(end=1000) %}xx{% endfor %}{% endfor %}{% endcomponent x %}{{ page.site | once(set=\"x\") }}",
            "templates/404.html:1:",
            "grew beyond",
        ),
    ];
    are_told(&cases);
}

/// A template, its text, where the fault is told, and what of it.
type Fault = (&'static str, &'static str, &'static str, &'static str);

fn are_told(cases: &[Fault]) {
    for (name, text, place, hint) in cases {
        let paper = Paper::sample().config(|c| c.limits.page_bytes = 1 << 20);
        let errors = paper.theme(&format!("templates/{name}"), text).errors();
        let told = errors.iter().any(|e| e.contains(place) && e.contains(hint));
        assert!(told, "{text}: {errors:#?}");
        assert!(errors.len() <= 3, "one fault, not one a page: {errors:#?}");
    }
}

#[test]
fn all_broken_templates_are_told_at_once() {
    let errors = Paper::sample()
        .theme("templates/404.html", "{{ a")
        .theme("templates/city.html", "{% if %}")
        .article("2023-04-07/yi", "title: 一\ncity: 无此地", "文。")
        .errors();
    for name in ["templates/404.html", "templates/city.html", "content/2023-04-07/yi.md"] {
        assert!(errors.iter().any(|e| e.starts_with(name)), "{name}: {errors:#?}");
    }
}

#[test]
fn themes_that_are_missing_or_go_in_circles_are_told() {
    let missing = Paper::new().config(|c| c.theme = "broadshet".into()).errors();
    assert!(
        missing[0].contains("no theme `broadshet`")
            && missing[0].contains("did you mean broadsheet?"),
        "{missing:#?}"
    );
    let circle = Paper::new()
        .config(|c| c.theme = "a".into())
        .theme("themes/a/theme.yaml", "extends: b")
        .theme("themes/b/theme.yaml", "extends: a")
        .errors();
    assert!(
        circle.iter().any(|e| e.contains("a → b → a") && e.starts_with("themes/b/theme.yaml")),
        "{circle:#?}"
    );
    let unknown = Paper::new()
        .config(|c| c.theme = "a".into())
        .theme("themes/a/theme.yaml", "name: a\nextend: b\n")
        .errors();
    assert!(unknown.iter().any(|e| e.starts_with("themes/a/theme.yaml:2:1 ")), "{unknown:#?}");
}

#[test]
fn deep_templates_do_not_overflow_the_stack() {
    let deep = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let errors = Paper::new().theme("templates/404.html", &format!("{{{{ {deep} }}}}")).errors();
    assert!(errors[0].starts_with("templates/404.html:1:"), "{errors:#?}");
}
