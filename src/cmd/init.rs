//! `kanyin init`: a publication that builds at once.

use std::path::Path;

use super::{Console, Outcome};
use crate::{
    article::{Article, IssuePage, Kind},
    diag::Diagnostic,
    disk::Root,
    route::Slug,
    tongue::said,
    yaml,
};

/// Runs the verb.
pub(super) fn run(console: Console, dir: &Path) -> Outcome {
    let root = Root::create(dir).map_err(Diagnostic::from)?;
    if !root.is_empty().map_err(Diagnostic::from)? {
        return Err(Diagnostic::error(said!(
            "{dir} is not empty",
            "{dir} 不是空文件夹",
            dir = dir.display()
        ))
        .hint(said!(
            "name a directory that is empty or does not exist yet",
            "请用空文件夹，或还没有的文件夹"
        )));
    }
    let name = root.place().file_name().map(|n| n.to_string_lossy().into_owned());
    let files = files(&name.unwrap_or_else(|| "报纸".into()));
    let lock = super::lock(console, &root)?;
    lock.write_all(&files).map_err(Diagnostic::from)?;
    console.say(&said!("made a publication in {dir}", "报纸已建好，在 {dir}", dir = dir.display()));
    let seeds = dir.join("seeds");
    console.say(&said!(
        "\nnext:\n  put page text as .txt files into {seeds}\n  `kanyin --site {dir} press`",
        "\n接下来：\n  把版面文字存成 .txt 放进 {seeds}\n  `kanyin --site {dir} press`",
        seeds = seeds.display(),
        dir = dir.display()
    ));
    Ok(Vec::new())
}

/// The files of a new publication.
fn files(name: &str) -> Vec<(&'static str, String)> {
    let config = format!(
        "# 报刊名称，印在报头上。\ntitle: {}\n\n# 网站将来的网址。订阅源和站点地图需要它；没有也能在本机打开。\n\
         # base_url: https://example.org/\n\n# 主题：broadsheet（对开大报）随程序附带。\ntheme: broadsheet\n\n\
         # 每期另存成哪些文件，供读者下载：html（单个网页）、epub（电子书）、zip（网页文件夹）。\n\
         archive: [html, epub]\n",
        yaml::scalar(name)
    );
    let topics = "# 词表：本报建立索引的议题和机制。正文中出现名称或别名的文章会列在该专题下。\n\
         基层治理:\n  kind: 议题\n  aliases: [社会治理, 乡村治理]\n";
    let ignore = "/public/*\n!/public/.gitkeep\n/.kanyin\n/archive\n.kanyin-*.tmp\n";
    let issue = IssuePage { title: Some("创刊号".into()), ..IssuePage::default() };
    vec![
        ("kanyin.yaml", config),
        ("topics.yaml", topics.to_owned()),
        (".gitignore", ignore.to_owned()),
        ("public/.gitkeep", String::new()),
        ("seeds/.gitkeep", String::new()),
        ("content/1/_issue.md", issue.to_markdown()),
        ("content/1/shi-yong-shuo-ming.md", welcome().to_markdown()),
    ]
}

/// A first article that says how to go on.
fn welcome() -> Article {
    let body = "这是一篇示例文章，可以修改，也可以删去。\n\n\
        ## 从版面文字到文章\n\n\
        把电子报、PDF 或文字识别得到的文字存成 `.txt` 文件，放进 `seeds/` 文件夹，运行 `kanyin press`。\
        还原好的文章写在 `content/` 里，每期一个文件夹；网站印在 `public/` 里。\n\n\
        ## 编辑说了算\n\n\
        `content/` 里的文章都可以改。改过的文章，程序再也不会覆盖；每一处还原都记在本期的 `_ledger.jsonl` 里，\
        用 `kanyin check` 随时可以核对：没有丢一个字，也没有添一个字。\n";
    Article {
        slug: Slug::from_title("使用说明").unwrap_or_else(Slug::article),
        title: "使用说明".into(),
        subtitle: Some("从一页文字到一张报纸".into()),
        column: None,
        authors: Vec::new(),
        byline: Vec::new(),
        city: None,
        topics: Vec::new(),
        kind: Kind::Article,
        page: None,
        draft: false,
        publish: None,
        order: None,
        source: None,
        repairs: 0,
        corrections: Vec::new(),
        aliases: Vec::new(),
        body: body.to_owned(),
    }
}
