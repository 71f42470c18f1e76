//! Pictures from beside an article to the page, as a person has it done.

use std::{
    fs,
    io::{Cursor, Read as _},
};

use image::ImageFormat;

use super::program::{Publication, files_below, text};

/// Hills, as a JPEG.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(width, height, |x, y| {
        let hill = f64::from(height) * (0.5 + 0.2 * (f64::from(x) / 40.0).sin());
        let light = if f64::from(y) > hill { 60 } else { 220 - (y * 80 / height) as u8 };
        image::Rgb([light, light, light / 2 + 60])
    });
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

/// An article of the issue `yi`, with a title and this front matter besides.
fn article(more: &str, body: &str) -> Vec<u8> {
    format!("---\ntitle: 大桥合龙\n{more}---\n\n{body}\n").into_bytes()
}

fn publication(front_matter: &str, body: &str) -> Publication {
    let publication = Publication::new(&[
        ("content/yi/_issue.md", b"---\ndate: 2023-04-07\n---\n"),
        ("content/yi/he-long.md", &article(front_matter, body)),
    ]);
    publication.write("content/yi/桥.jpg", &picture(90, 60));
    publication
}

/// The article's page, once all is built.
fn page(publication: &Publication) -> String {
    let run = publication.run(&["build"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    fs::read_to_string(publication.path("public/article/yi/he-long.html")).expect("a page")
}

#[test]
fn a_page_offers_a_picture_in_the_sizes_there_are() {
    let publication = publication("", "![合龙。（张三 摄）](桥.jpg)");
    publication.write("content/yi/桥.jpg", &picture(1200, 800));
    let page = page(&publication);
    let site = files_below(&publication.path("public"));
    for (kind, count) in [("jpg", 3), ("webp", 3)] {
        let named: Vec<&String> = site
            .keys()
            .filter(|name| name.starts_with("pictures/") && name.ends_with(kind))
            .collect();
        assert_eq!(named.len(), count, "{named:?}");
        for name in named {
            let width = name.split(['w', '.']).nth(1).unwrap_or_default();
            assert!(page.contains(&format!("../../{name} {width}w")), "{name} in {page}");
        }
    }
    let checked = publication.run(&["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    // In a list the same sizes are there to choose from.
    let front = fs::read_to_string(publication.path("public/index.html")).expect("a page");
    assert!(front.contains("<source type=\"image/webp\" srcset=\"pictures/w480."), "{front}");
    assert!(front.contains("fetchpriority=\"high\""), "{front}");
}

/// What a picture lacks is a warning while the page is being made and an error in the
/// last look; both name the place and say what to do.
#[test]
fn a_picture_wants_a_caption_and_a_credit() {
    let picture = "![合龙。](桥.jpg)";
    for (front_matter, body, lacks) in [
        ("", "![](桥.jpg)", "neither a caption nor a credit"),
        ("", "![（张三 摄）](桥.jpg)", "no caption"),
        ("", picture, "no credit"),
        ("byline: [记者 刘娟]\n", picture, "no credit"),
        ("kind: photo\n", "![](桥.jpg)\n\n图为大桥。", "no credit"),
        ("kind: photo\nbyline: [孙立 摄]\n", "![](桥.jpg)", "no caption"),
        ("", "![合龙。（张三 摄）](桥.jpg)", ""),
        ("", "![桥上的灯](桥.jpg \"合龙。（县档案馆供图）\")", ""),
        ("byline: [记者 刘娟 文/图]\n", picture, ""),
        ("kind: photo\nbyline: [孙立 摄]\n", "![](桥.jpg)\n\n图为大桥。", ""),
        ("", "行内的字形![龘](桥.jpg)不是新闻图片。", ""),
    ] {
        let publication = publication(front_matter, body);
        let line = 5 + front_matter.lines().count();
        for (verb, severity) in [("build", "warning"), ("check", "error")] {
            let run = publication.run(&[verb]);
            let told = text(&run.stderr);
            let wrong = verb == "check" && !lacks.is_empty();
            assert_eq!(run.status.success(), !wrong, "{verb} {body}: {told}");
            assert_eq!(
                told.contains("the picture `桥.jpg` has"),
                !lacks.is_empty(),
                "{body}: {told}"
            );
            if !lacks.is_empty() {
                let message = format!("{severity}: the picture `桥.jpg` has {lacks}");
                let place = format!("content/yi/he-long.md:{line}:1");
                let hinted = told.contains("![图为……。（刘娟 摄）](桥.jpg)")
                    || told.contains("`（县档案馆供图）`");
                assert!(told.contains(&message) && told.contains(&place) && hinted, "{told}");
            }
        }
    }
}

#[test]
fn a_caption_without_its_picture_is_found() {
    for (front_matter, body, message, hint) in [
        ("", "![合龙。（张三 摄）]()", "error: a caption without a picture", "write its name"),
        (
            "",
            "一。\n\n图为合龙现场。张三 摄",
            "warning: a caption without a picture",
            "put the picture beside",
        ),
        (
            "",
            "![](桥.jpg)\n\n图为合龙现场。（张三 摄）",
            "warning: a caption without a picture",
            "between the brackets of the picture",
        ),
        (
            "kind: photo\n",
            "图为大桥。",
            "warning: a photo piece without its picture",
            "above the text",
        ),
    ] {
        let publication = publication(front_matter, body);
        let told = text(&publication.run(&["check"]).stderr);
        assert!(told.contains(message) && told.contains(hint), "{body}: {told}");
        assert!(told.contains("content/yi/he-long.md:"), "{body}: {told}");
    }
    // While pages are made nobody is told of what old pages have lost.
    let publication = publication("kind: photo\n", "图为大桥。");
    assert!(!text(&publication.run(&["build"]).stderr).contains("photo piece"));
}

#[test]
fn photographers_lead_to_their_pages() {
    let publication = publication("", "![合龙。本报记者 张三 李四 摄](桥.jpg)");
    publication.write("content/yi/er.md", &article("byline: [记者 张三]\n", "文。"));
    let page = page(&publication);
    let credit = "<span class=\"credit\">本报记者 <a href=\"../../author/zhang-san.html\">张三</a> 李四 摄</span>";
    assert!(page.contains(credit), "{page}");
}

/// What was made is kept under the digest of the file, damaged or not, and goes when no
/// file needs it.
#[test]
fn made_pictures_are_kept_as_long_as_they_are_of_use() {
    let publication = publication("", "![合龙。（张三 摄）](桥.jpg)");
    page(&publication);
    let folder = publication.path(".kanyin/pictures");
    let first = files_below(&publication.path("public"));
    let kept = files_below(&folder);
    assert_eq!(kept.len(), 1);
    let (name, bytes) = kept.iter().next().expect("one");
    // What is kept is what is shown: a run that finds it decodes nothing.
    let mut other = bytes.clone();
    let last = other.len() - 1;
    other[last] ^= 1;
    for damaged in [other, bytes[..bytes.len() / 2].to_vec(), Vec::new()] {
        fs::write(folder.join(name), damaged).expect("a file");
        page(&publication);
        assert_eq!(files_below(&publication.path("public")), first);
        assert_eq!(files_below(&folder), kept, "it is made and kept again");
    }
    publication.write("content/yi/桥.jpg", &picture(60, 40));
    page(&publication);
    let new = files_below(&folder);
    assert!(new.len() == 1 && !new.contains_key(name), "{:?}", new.keys());
}

#[test]
fn what_is_no_picture_leaves_the_site_as_it_was() {
    let publication = publication("", "![合龙。（张三 摄）](桥.jpg)");
    page(&publication);
    let site = files_below(&publication.path("public"));
    let half = picture(320, 240);
    for (bytes, message) in [
        (b"<svg/>".to_vec(), "is no JPEG, PNG or WebP"),
        (half[..half.len() / 3].to_vec(), "is damaged"),
        (Vec::new(), "is no JPEG, PNG or WebP"),
    ] {
        publication.write("content/yi/桥.jpg", &bytes);
        let run = publication.run(&["build"]);
        let told = text(&run.stderr);
        assert!(!run.status.success() && told.contains(message), "{told}");
        assert!(told.contains("content/yi/he-long.md:5:1") && told.contains("help:"), "{told}");
        assert_eq!(files_below(&publication.path("public")), site);
    }
}

#[test]
fn archives_hold_one_size_of_each_picture() {
    let publication = publication("", "![合龙。（张三 摄）](桥.jpg)\n\n文。");
    for (format, pictures) in [("html", 1), ("epub", 1), ("zip", 1)] {
        let made = publication.run(&["archive", "--format", format]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        assert!(!text(&made.stderr).contains("left out"), "{}", text(&made.stderr));
        let path = publication.path(&format!("archive/yi.{format}"));
        let bytes = fs::read(&path).expect("an archive");
        if format == "html" {
            let page = text(&bytes);
            assert_eq!(page.matches("data:image/").count(), pictures);
            assert!(!page.contains("srcset") && !page.contains("<source"));
        } else {
            let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip file");
            for index in 0..archive.len() {
                let mut page = String::new();
                let mut file = archive.by_index(index).expect("a file");
                // A picture is no text.
                if file.read_to_string(&mut page).is_ok() {
                    assert!(!page.contains(" srcset=") && !page.contains("<source"), "{format}");
                    assert!(!page.contains("<script src"), "{format}: nothing in it runs");
                    assert!(!page.contains("<form"), "{format}: nothing in it asks the site");
                }
            }
            let held = archive
                .file_names()
                .filter(|name| name.as_ref().is_ok_and(|name| name.contains("pictures/")));
            assert_eq!(held.count(), pictures, "{format}");
        }
        let path = path.to_string_lossy().into_owned();
        let verified = publication.run(&["archive", "--verify", &path]);
        assert!(verified.status.success(), "{}", text(&verified.stderr));
    }
}
