//! `kanyin serve` as a person runs it: each file is what `kanyin build` makes of the same
//! files, after every kind of change.

use std::{
    fs,
    time::{Duration, Instant},
};

use super::{
    http::{Fault, PATIENCE},
    program::{Publication, Serving, files_below, repository, text},
};

type Done = Result<(), Fault>;

impl Serving {
    /// Waits until the page at `path` has `words`, and gives it.
    fn wait_for(&self, path: &str, words: &str) -> Result<String, Fault> {
        let start = Instant::now();
        loop {
            let body = self.client.get(path)?.body;
            if body.contains(words) {
                return Ok(body);
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("{path} never has {words}: {body}").into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether all files are those of a build: pages but for what the preview adds.
    fn is_what_a_build_makes(&self, paper: &Publication) -> Done {
        let run = paper.run(&["build", "--output", "clean"]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let mut files = files_below(&paper.path("clean"));
        files.retain(|name, _| !name.starts_with('.'));
        assert!(files.len() > 20, "{:?}", files.keys());
        for (name, bytes) in files {
            let Ok(text) = String::from_utf8(bytes.clone()) else {
                let port = self.client.port;
                let head = format!("HEAD /{name} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
                let answer = self.client.ask(&head)?;
                let length = format!("content-length: {}", bytes.len());
                assert!(answer.status == 200 && answer.has(&length), "{name}: {answer:?}");
                continue;
            };
            let body = self.client.get(&format!("/{name}"))?.body;
            let body = match body.split_once("<script src=\"/_kanyin/") {
                Some((before, rest)) => {
                    let (_, after) =
                        rest.split_once("</script>").ok_or("a script without an end")?;
                    before.to_owned() + after
                }
                None => body,
            };
            assert_eq!(body, text, "{name}");
        }
        Ok(())
    }
}

fn settings(title: &str, theme: &str) -> String {
    format!(
        "title: {title}\nbase_url: https://paper.example/\narchive: [html, epub, zip]\ntheme: {theme}\n"
    )
}

fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nbyline: [记者 刘娟]\ncity: 赤水市\n---\n\n{body}\n")
}

#[test]
fn after_each_change_every_file_is_what_a_build_makes() -> Done {
    let picture = fs::read(repository().join("themes/broadsheet/screenshot.png"))?;
    let paper = Publication::new(&[]);
    let write = |name: &str, text: &str| paper.write(name, text.as_bytes());
    write("kanyin.yaml", &settings("河口报", "own"));
    write("themes/own/theme.yaml", "extends: broadsheet\n");
    write("themes/own/assets/own.css", "body{color:#000}\n");
    write("content/2026-01-02/_issue.md", "---\ndate: 2026-01-02\n---\n");
    write("content/2026-01-02/yi.md", &article("一", "水涨了。"));
    write("content/2026-01-02/er.md", &article("二", "桥修好了。"));
    let serve = Serving::start(&paper)?;
    let page = "/article/2026-01-02/yi.html";
    serve.wait_for(page, "水涨了")?;
    serve.is_what_a_build_makes(&paper)?;

    // Its text; what is new beside it; a picture; and what it says of that.
    write("content/2026-01-02/yi.md", &article("一", "水落了。"));
    serve.wait_for(page, "水落了")?;
    serve.is_what_a_build_makes(&paper)?;
    write("content/2026-01-02/san.md", &article("三", "路通了。"));
    serve.wait_for("/index.html", ">三</a>")?;
    paper.write("content/2026-01-02/tu.png", &picture);
    write("content/2026-01-02/er.md", &article("二", "![图为桥。刘娟 摄](tu.png)"));
    serve.wait_for("/article/2026-01-02/er.html", "srcset")?;
    serve.is_what_a_build_makes(&paper)?;

    // The theme, the settings, an issue that goes.
    write("themes/own/assets/own.css", "body{color:#111}\n");
    write(
        "templates/404.html",
        "{% extends \"broadsheet/404.html\" %}{% block main %}<h1>走失</h1>{% endblock main %}",
    );
    serve.wait_for("/nowhere.html", "走失")?;
    serve.is_what_a_build_makes(&paper)?;
    write("kanyin.yaml", &settings("山口报", "own"));
    serve.wait_for("/index.html", "山口报")?;
    write("content/2026-01-09/si.md", &article("四", "雨来了。"));
    write("content/2026-01-09/_issue.md", "---\ndate: 2026-01-09\n---\n");
    serve.wait_for("/index.html", ">四</a>")?;
    serve.is_what_a_build_makes(&paper)?;
    fs::rename(paper.path("content/2026-01-09"), paper.path("gone"))?;
    serve.wait_for("/issues.html", "2026年1月2日")?;
    serve.wait_for("/article/2026-01-09/si.html", "404")?;
    serve.is_what_a_build_makes(&paper)?;

    // A fault lies over what was shown, and what is saved meanwhile comes after it.
    write("content/2026-01-02/yi.md", &article("一", "水又涨了。").replace("赤水市", "无此地"));
    assert!(serve.wait_for(page, "无此地")?.contains("水落了"));
    write("content/2026-01-02/san.md", &article("三", "路断了。"));
    write("content/2026-01-02/yi.md", &article("一", "水又涨了。"));
    serve.wait_for(page, "水又涨了")?;
    serve.wait_for("/article/2026-01-02/san.html", "路断了")?;
    serve.is_what_a_build_makes(&paper)
}
