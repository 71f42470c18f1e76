//! Issues as single files: nothing is missing, nothing foreign is in them, and a
//! change is found.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::archive::verify;

mod corrections;
mod packed;

use super::program::{Publication, files_below, text};

type Done = Result<(), Box<dyn std::error::Error>>;

/// An article with footnotes, a gap, subheads, and links of every kind.
const FIRST: &str = "---\ntitle: 春风化雨 法润河桥\nsubtitle: 桥头纪事\nauthor: [刘娟]\nbyline: [记者 刘娟]\n\
    city: 贵阳市\ncolumn: 一线\nkind: article\nslug: yi\norder: 1\nsource: {seed: \"a.txt\", lines: 1-3}\nrepairs: 2\n---\n\n\
    河水涨了[^1]，开展〔原文缺失〕之后停了。见[另一篇](er.html#p2)、[往期](../../issues.html)和[远处](https://a.cn/x)。\n\n\
    ## 桥上\n\n二〔原文缺失〕\n\n[^1]: 见[首段](#p1)。\n";

/// Another with the same ids in it.
const SECOND: &str = "---\ntitle: 桥头夜话\nauthor: [周亚运]\nbyline: [通讯员 周亚运 摄]\nkind: photo\nslug: er\norder: 2\n---\n\n\
    灯亮着[^1]。\n\n二段。\n\n[^1]: 灯。\n";

/// A publication of one issue.
fn publication() -> Publication {
    let publication = Publication::new(&[
        ("content/di-1-qi/yi.md", FIRST.as_bytes()),
        ("content/di-1-qi/er.md", SECOND.as_bytes()),
        ("content/di-1-qi/_issue.md", "---\ndate: 2023-04-07\n---\n\n开卷语。\n".as_bytes()),
        ("seeds/a.txt", "河水涨了".as_bytes()),
    ]);
    publication.write(
        "content/di-1-qi/_ledger.jsonl",
        b"{\"record\":\"seed\",\"format\":1,\"seed\":\"a.txt\",\"sha256\":\"0\",\"bytes\":12,\"encoding\":\"utf-8\",\"byte_order_mark\":false}\n",
    );
    publication
}

/// Runs `kanyin archive` and gives the archive of the issue.
fn archived(publication: &Publication) -> Result<String, String> {
    let run = publication.run(&["archive"]);
    if !run.status.success() {
        return Err(text(&run.stderr));
    }
    let path = publication.path("archive/di-1-qi.html");
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// The values of an attribute in a document, in order.
fn values<'d>(document: &'d str, attribute: &str) -> Vec<&'d str> {
    let start = format!(" {attribute}=\"");
    let found = document.split(start.as_str()).skip(1);
    found.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn made_again_it_is_the_same_byte_for_byte() -> Done {
    let publication = publication();
    let first = archived(&publication)?;
    for (zone, locale, threads) in
        [("Asia/Shanghai", "zh_CN.UTF-8", "1"), ("America/Lima", "tr_TR.UTF-8", "4")]
    {
        for format in ["html", "epub", "zip"] {
            let run = || -> Result<Vec<u8>, Box<dyn std::error::Error>> {
                let done = Command::new(env!("CARGO_BIN_EXE_kanyin"))
                    .args(["archive", "--format", format])
                    .current_dir(publication.path(""))
                    .envs([("TZ", zone), ("LC_ALL", locale), ("RAYON_NUM_THREADS", threads)])
                    .output()?;
                assert!(done.status.success(), "{}", text(&done.stderr));
                Ok(fs::read(publication.path(&format!("archive/di-1-qi.{format}")))?)
            };
            let before = fs::read(publication.path(&format!("archive/di-1-qi.{format}"))).ok();
            let now = run()?;
            assert!(before.is_none_or(|before| before == now), "{format} in {zone}");
        }
        assert_eq!(fs::read_to_string(publication.path("archive/di-1-qi.html"))?, first);
    }
    Ok(())
}

#[test]
fn it_holds_the_issue_and_needs_nothing_else() -> Done {
    let document = archived(&publication())?;
    for part in [
        "开卷语。",
        "春风化雨 法润河桥",
        "——桥头纪事",
        "记者 刘娟",
        "河水涨了",
        "灯亮着",
        "见文末说明",
        "刘娟. 春风化雨 法润河桥[N]. 刊印样报, 2023-04-07.",
        "刊印样报[N]. 2023-04-07.",
        "贵州省 › 贵阳市",
        "本期共 2 处",
    ] {
        assert!(document.contains(part), "{part}");
    }
    let ids = values(&document, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for href in values(&document, "href") {
        match href.strip_prefix('#') {
            Some(id) => assert!(unique.contains(id), "{href} leads nowhere"),
            None => assert!(href.starts_with("https://"), "{href} leads out"),
        }
    }
    for known in [
        "#a2-p2",
        "https://example.org/issues.html",
        "https://a.cn/x",
        "#a1-fn-1",
        "#a2-fn-1",
        "#a1-gap2",
    ] {
        assert!(values(&document, "href").contains(&known), "{known}");
    }
    assert_eq!(values(&document, "src"), Vec::<&str>::new());
    assert_eq!(document.matches("<script").count(), 1);
    assert!(document.contains("default-src 'none'"));
    Ok(())
}

#[test]
fn what_runs_or_is_loaded_is_left_out_and_told() -> Done {
    let publication = publication();
    let hostile = "---\ntitle: 三\nkind: article\nslug: san\n---\n\n\
        <p onclick=\"x()\" style=\"background:url(//e.cn/b)\" id=\"manifest\">留下</p>\n\
        <script>alert('走开')</script>\n<iframe src=\"//e.cn/f\">走开</iframe>\n<style>@import '//e.cn/s'</style>\n\
        <svg onload=\"x()\"><text>走开</text></svg>\n<img src=\"https://e.cn/i.png\" alt=\"远\">\n\
        <a href=\"javascript:x()\">字</a> <a href=\" JavaScript:x()\">字</a> <form action=\"//e.cn\">走开</form>\n\
        <blink>也留下</blink></article></main></body><b>未合\n\n好\n";
    publication.write("content/di-1-qi/san.md", hostile.as_bytes());
    let settings = fs::read_to_string(publication.path("kanyin.yaml"))?;
    publication
        .write("kanyin.yaml", settings.replace("allow_html: false", "allow_html: true").as_bytes());
    let run = publication.run(&["archive"]);
    let told = text(&run.stderr);
    assert!(run.status.success(), "{told}");
    for what in [
        "<iframe>",
        "<script>",
        "<style>",
        "<svg>",
        "<form>",
        "a picture that lies elsewhere, https://e.cn/i.png",
        "content/di-1-qi/san.md",
    ] {
        assert!(told.contains(what), "{what} is not told of in {told}");
    }
    let document = fs::read_to_string(publication.path("archive/di-1-qi.html"))?;
    let (_, articles) = document.split_once("<main").ok_or("no main")?;
    assert!(articles.contains("留下") && articles.contains("也留下") && articles.contains("未合"));
    for gone in ["走开", "e.cn", "onclick", "onload", "avascript", "<iframe", "<svg", "<blink"] {
        assert!(!articles.contains(gone), "{gone} is still there");
    }
    assert_eq!(articles.matches("</main>").count(), 1);
    assert!(verify("x", document.as_bytes()).is_ok_and(|found| found.problems.is_empty()));
    Ok(())
}

#[test]
fn any_changed_byte_is_found() -> Done {
    let document = archived(&publication())?.into_bytes();
    assert!(verify("x", &document).map_err(|d| d.message.en().to_owned())?.problems.is_empty());
    // Every byte would take minutes; the step shares no factor with the file's patterns.
    for at in (0..document.len()).step_by(211) {
        let mut changed = document.clone();
        changed[at] ^= 1;
        let found = verify("x", &changed);
        assert!(found.is_err() || found.is_ok_and(|found| !found.problems.is_empty()), "byte {at}");
    }
    for end in [document.len() - 1, document.len() / 2, 1, 0] {
        let found = verify("x", &document[..end]);
        assert!(
            found.is_err() || found.is_ok_and(|found| !found.problems.is_empty()),
            "cut at {end}"
        );
    }
    Ok(())
}

#[test]
fn a_change_is_told_with_its_article() -> Done {
    let document = archived(&publication())?;
    let article = |number: usize| -> Result<&str, String> {
        let (_, rest) = document
            .split_once(&format!("<div class=\"printed\" id=\"a{number}\">"))
            .ok_or("none")?;
        Ok(rest.split_once("</article>").ok_or("no end")?.0)
    };
    let first = article(1)?;
    let cases = [
        (
            "a letter",
            document.replace("河水涨了", "河水退了"),
            "the text of article a1 《春风化雨 法润河桥》 was changed",
        ),
        (
            "a headline",
            document.replace(">桥头夜话</h2>", ">桥头夜話</h2>"),
            "the text of article a2 《桥头夜话》 was changed",
        ),
        (
            "a space",
            document.replace("春风化雨 法润河桥</h2>", "春风化雨法润河桥</h2>"),
            "article a1",
        ),
        (
            "an article",
            document.replace(first, "").replace("<div class=\"printed\" id=\"a1\">", ""),
            "article a1 《春风化雨 法润河桥》 is missing",
        ),
        (
            "an article twice",
            document.replace(first, &format!("{first}</article><div id=\"a1\">x</div>")),
            "article a1 《春风化雨 法润河桥》 is missing",
        ),
        (
            "a citation",
            document.replace("刊印样报, 2023-04-07.", "刊印样报, 2023-04-08."),
            "though no text of an article",
        ),
        (
            "a style",
            document.replacen("--paper: #fbf8f1", "--paper: #fbf8f2", 1),
            "though no text of an article",
        ),
    ];
    for (what, changed, told) in cases {
        assert!(changed != document, "{what}");
        let found =
            verify("x", changed.as_bytes()).map_err(|d| d.message.en().to_owned())?.problems;
        assert!(
            found.iter().any(|problem| problem.message.en().contains(told)),
            "{what}: {found:?}"
        );
    }
    Ok(())
}

#[test]
fn it_is_compared_with_articles_and_seeds() -> Done {
    let publication = publication();
    archived(&publication)?;
    let verified = || publication.run(&["archive", "--verify", "archive/di-1-qi.html"]);
    let good = verified();
    assert!(good.status.success(), "{}", text(&good.stderr));
    assert!(text(&good.stdout).contains("articles and seeds of the publication are the same"));
    let cases: [(&str, &str, &str, &str); 5] = [
        (
            "content/di-1-qi/yi.md",
            "河水涨了",
            "河水退了",
            "the text of 《春风化雨 法润河桥》 is another one",
        ),
        (
            "content/di-1-qi/yi.md",
            "春风化雨 法润",
            "春风化雨法润",
            "the text of 《春风化雨 法润河桥》 is another one",
        ),
        (
            "content/di-1-qi/er.md",
            "slug: er",
            "slug: er-2",
            "《桥头夜话》 is no longer in the issue",
        ),
        ("seeds/a.txt", "河水", "河流", "seeds/a.txt is another one"),
        ("content/di-1-qi/er.md", "order: 2", "order: 0", "another order"),
    ];
    for (file, from, to, told) in cases {
        let before = fs::read_to_string(publication.path(file))?;
        publication.write(file, before.replace(from, to).as_bytes());
        // What links to it must not hide what is asked here.
        let run = verified();
        assert!(
            !run.status.success() && text(&run.stderr).contains(told),
            "{file}: {}",
            text(&run.stderr)
        );
        publication.write(file, before.as_bytes());
    }
    fs::rename(publication.path("seeds/a.txt"), publication.path("seeds/b.txt"))?;
    assert!(text(&verified().stderr).contains("seeds/a.txt is no longer there"));
    // Elsewhere it still vouches for itself.
    let elsewhere = Publication::new(&[]);
    fs::copy(publication.path("archive/di-1-qi.html"), elsewhere.path("kept.html"))?;
    let run = elsewhere.run(&["archive", "--verify", "kept.html"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    assert!(text(&run.stdout).contains("its publication is not here"));
    Ok(())
}

#[test]
fn bad_input_is_told_and_leaves_nothing() {
    let publication = publication();
    publication.write("notes.html", "<p>不是存档</p>".as_bytes());
    publication.write("public/.kanyin-output", b"");
    let cases: [(&[&str], &str); 9] = [
        (&["archive", "di-2-qi"], "did you mean di-1-qi?"),
        (&["archive", "--verify", "notes.html"], "the file is no archive: it has no manifest"),
        (&["archive", "--verify", "seeds"], "is a folder"),
        (&["archive", "--verify", "gone.html"], "cannot read the file"),
        (&["archive", "--output", "public/kept"], "the next build would remove"),
        (&["archive", "--output", "content/di-1-qi"], "the site's own files lie there"),
        (&["archive", "--output", "."], "it is the site itself"),
        (&["archive", "--output", "kanyin.yaml"], "it is a file"),
        (&["archive", "--format", "pdf"], "possible values: html, epub, zip"),
    ];
    let before = files_below(&publication.path(""));
    for (arguments, told) in cases {
        let run = publication.run(arguments);
        assert!(!run.status.success(), "{arguments:?}");
        assert!(text(&run.stderr).contains(told), "{arguments:?}: {}", text(&run.stderr));
    }
    publication.write("content/di-1-qi/x.md", "---\ntitle: 一\ncity: 无此市\n---\n".as_bytes());
    assert!(!publication.run(&["archive"]).status.success());
    assert!(!publication.path("archive").exists());
    let mut after = files_below(&publication.path(""));
    after.remove("content/di-1-qi/x.md");
    after.remove(".kanyin/lock");
    assert_eq!(before, after);
}

#[test]
fn twenty_articles_take_less_than_a_megabyte() -> Done {
    let publication = publication();
    for number in 0..20 {
        let body = format!("第{number}篇，河水涨了又落了，桥上灯火一夜未灭。").repeat(100);
        let article =
            format!("---\ntitle: 第{number}篇\nkind: article\nslug: a-{number}\n---\n\n{body}\n");
        publication.write(&format!("content/di-1-qi/a-{number}.md"), article.as_bytes());
    }
    let bytes = archived(&publication)?.len();
    assert!(bytes < 1_000_000, "{bytes} bytes");
    Ok(())
}

/// Whether files of an archive are being written, or were when a run was killed.
fn writing(publication: &Publication) -> bool {
    let entries = fs::read_dir(publication.path("archive")).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name())
        .any(|name| name.to_string_lossy().starts_with(".kanyin-"))
}

/// Issues of the publication that is killed.
const ISSUES: usize = 12;

#[test]
fn killed_at_any_moment_each_archive_is_the_old_or_the_new() -> Done {
    let publication = Publication::new(&[]);
    let write = |word: &str| {
        for issue in 0..ISSUES {
            let article =
                format!("---\ntitle: 题\nkind: article\nslug: yi\n---\n\n{}\n", word.repeat(4000));
            publication.write(&format!("content/di-{issue}-qi/yi.md"), article.as_bytes());
        }
    };
    let mut whole: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    let mut pace = Duration::ZERO;
    for word in ["新", "旧"] {
        write(word);
        let start = Instant::now();
        assert!(publication.run(&["archive"]).status.success());
        pace = start.elapsed();
        whole.insert(word, files_below(&publication.path("archive")));
    }
    let mut interrupted = 0;
    for turn in 0..50_u32 {
        let word = if turn % 2 == 0 { "新" } else { "旧" };
        write(word);
        let mut child = Command::new(env!("CARGO_BIN_EXE_kanyin"))
            .args(["archive", "--quiet"])
            .current_dir(publication.path(""))
            .stderr(Stdio::null())
            .spawn()?;
        if turn % 5 == 0 {
            // Anywhere in the run.
            std::thread::sleep(pace * turn / 50);
        } else {
            // From the first file that is written on, at moments that differ.
            while !writing(&publication) && child.try_wait()?.is_none() {}
            let end = Instant::now() + pace * (turn % 10) / 40;
            while Instant::now() < end {}
        }
        child.kill()?;
        interrupted += u32::from(!child.wait()?.success());
        for (name, bytes) in files_below(&publication.path("archive")) {
            if name.starts_with(".kanyin-") {
                continue;
            }
            let known = whole.values().any(|files| files.get(&name) == Some(&bytes));
            assert!(known, "turn {turn}: {name} is neither the old nor the new");
        }
        // Also where something is left: the next turn waits for something new.
        if turn % 5 == 4 || writing(&publication) {
            let next = publication.run(&["archive"]);
            assert!(next.status.success(), "turn {turn}: {}", text(&next.stderr));
            assert!(files_below(&publication.path("archive")) == whole[word], "turn {turn}");
        }
    }
    assert!(interrupted > 10, "the kills came too late: {interrupted}");
    Ok(())
}
