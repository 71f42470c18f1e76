//! Corrections stand apart from what was printed, under digests of their own.

use std::fs;

use kanyin::archive::{Manifest, verify};

use super::{
    super::program::{Publication, text},
    Done, FIRST, archived, publication, values,
};

const CORRECTIONS: &str = "corrections:\n  - date: 2023-04-10\n    text: 涨了应为退了。\n  - date: 2023-05-02\n    text: '<i>桥</i>应为河桥。'\n---\n\n";

fn corrected() -> Publication {
    let publication = publication();
    publication
        .write("content/di-1-qi/yi.md", FIRST.replacen("---\n\n", CORRECTIONS, 1).as_bytes());
    publication
}

/// What is told of an archive.
fn told(bytes: &[u8]) -> Result<Vec<String>, String> {
    let found = verify("x", bytes).map_err(|problem| problem.message.en().to_owned())?;
    Ok(found.problems.into_iter().map(|problem| problem.message.en().to_owned()).collect())
}

/// The digests of the articles and of their corrections.
fn digests(manifest: &Manifest) -> Result<(Vec<String>, Vec<Option<String>>), String> {
    let json = serde_json::to_value(manifest).map_err(|error| error.to_string())?;
    let articles = json["articles"].as_array().ok_or("no articles")?;
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    Ok((
        articles.iter().filter_map(|article| text(&article["sha256"])).collect(),
        articles.iter().map(|article| text(&article["corrections"]["sha256"])).collect(),
    ))
}

/// Makes the archive of a format and gives its manifest.
fn manifest(
    publication: &Publication,
    format: &str,
) -> Result<Manifest, Box<dyn std::error::Error>> {
    let run = publication.run(&["archive", "--format", format]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let bytes = fs::read(publication.path(&format!("archive/di-1-qi.{format}")))?;
    let found = verify("x", &bytes).map_err(|problem| problem.message.en().to_owned())?;
    assert!(found.problems.is_empty(), "{format}: {:?}", found.problems);
    Ok(found.manifest)
}

#[test]
fn the_printed_text_has_the_same_digest_with_and_without_them() -> Done {
    for format in ["html", "epub", "zip"] {
        let (texts, none) = digests(&manifest(&publication(), format)?)?;
        let (printed, some) = digests(&manifest(&corrected(), format)?)?;
        assert_eq!((texts.len(), &texts), (2, &printed), "{format}");
        assert_eq!(none, [None, None], "{format}");
        assert!(some[0].is_some() && some[1].is_none(), "{format}: {some:?}");
    }
    // The book has the same words, so the same digests.
    let publication = corrected();
    assert_eq!(
        digests(&manifest(&publication, "epub")?)?,
        digests(&manifest(&publication, "html")?)?
    );
    Ok(())
}

#[test]
fn they_stand_behind_the_article_and_are_listed_at_the_end() -> Done {
    let document = archived(&corrected())?;
    let (_, rest) = document.split_once("<div class=\"printed\" id=\"a1\">").ok_or("no article")?;
    let (printed, rest) = rest.split_once("<div class=\"corrections\" id=\"c1\"").ok_or("none")?;
    assert!(!printed.contains("2023年5月2日"));
    let (section, rest) = rest.split_once("</div>").ok_or("no end")?;
    let newest =
        section.find("2023年5月2日</time>　&lt;i&gt;桥&lt;/i&gt;应为河桥。").ok_or("no text")?;
    assert!(newest < section.find("涨了应为退了。").ok_or("no text")?);
    assert!(document.contains("更正 2 条"));
    assert!(
        rest.contains(
            "<li><a href=\"#c1\">《春风化雨 法润河桥》</a>：2023年5月2日、2023年4月10日</li>"
        ),
        "{rest}"
    );
    for href in values(&document, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(values(&document, "id").contains(&href), "#{href} leads nowhere");
    }
    assert!(!archived(&publication())?.contains("更正"));
    Ok(())
}

#[test]
fn a_changed_one_is_found_and_told_with_its_article() -> Done {
    let document = archived(&corrected())?;
    let what = "the corrections of article a1 《春风化雨 法润河桥》";
    for (from, to, message) in [
        ("涨了应为退了。", "涨了应为落了。", format!("{what} were changed")),
        ("2023年4月10日</time>", "2023年4月11日</time>", format!("{what} were changed")),
        (" id=\"c1\"", "", format!("{what} are missing")),
        (
            "河水涨了",
            "河水退了",
            "the text of article a1 《春风化雨 法润河桥》 was changed".to_owned(),
        ),
    ] {
        let changed = document.replace(from, to);
        assert_ne!(changed, document, "{from}");
        let told = told(changed.as_bytes())?;
        assert!(told.contains(&message), "{from}: {told:?}");
        // The words of the one are not those of the other.
        assert_eq!(told.iter().filter(|line| line.contains("article a1")).count(), 1, "{told:?}");
    }
    Ok(())
}

#[test]
fn they_are_compared_with_the_articles() -> Done {
    let publication = corrected();
    for format in ["html", "epub", "zip"] {
        manifest(&publication, format)?;
        let path = format!("archive/di-1-qi.{format}");
        let verified = || publication.run(&["archive", "--verify", &path]);
        assert!(verified().status.success(), "{format}: {}", text(&verified().stderr));
        let before = fs::read_to_string(publication.path("content/di-1-qi/yi.md"))?;
        for changed in [
            before.replace("涨了应为退了。", "涨了应为落了。"),
            before.replace(CORRECTIONS, "---\n\n"),
        ] {
            assert_ne!(changed, before);
            publication.write("content/di-1-qi/yi.md", changed.as_bytes());
            let told = text(&verified().stderr);
            assert!(
                told.contains("the corrections of 《春风化雨 法润河桥》 are others"),
                "{format}: {told}"
            );
            assert!(!told.contains("the text of"), "{format}: {told}");
        }
        publication.write("content/di-1-qi/yi.md", before.as_bytes());
    }
    Ok(())
}
