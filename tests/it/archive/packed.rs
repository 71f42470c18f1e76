//! Pictures, books, folders.

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read as _, Write as _},
    path::Path,
};

use kanyin::archive::verify;

use super::{
    super::program::{Publication, files_below, text},
    Done, FIRST, SECOND, archived, publication, values,
};

/// A picture of one colour.
fn picture(width: u32, height: u32) -> Result<Vec<u8>, image::ImageError> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(width, height, image::Rgb([120, 40, 30]));
    pixels.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

/// The publication with a picture that is shown in both articles.
fn pictured() -> Result<Publication, image::ImageError> {
    let publication = publication();
    publication.write("content/di-1-qi/桥.jpg", &picture(3000, 1500)?);
    publication.write("content/di-1-qi/未用.jpg", &picture(30, 20)?);
    let show = |text: &str| format!("{text}\n![桥](桥.jpg \"桥上的灯。（周亚运 摄）\")\n");
    publication.write("content/di-1-qi/yi.md", show(FIRST).as_bytes());
    publication.write("content/di-1-qi/er.md", show(SECOND).as_bytes());
    Ok(publication)
}

#[test]
fn a_picture_is_in_each_archive_once_and_resized() -> Done {
    let publication = pictured()?;
    let document = archived(&publication)?;
    assert_eq!(document.matches("data:image/jpeg;base64,").count(), 1);
    assert_eq!(document.matches("<use href=\"#picture1\">").count(), 2);
    assert_eq!(document.matches("<figcaption>桥上的灯。<span class=\"credit\">").count(), 2);
    assert!(verify("x", document.as_bytes()).is_ok_and(|found| found.problems.is_empty()));
    for format in ["epub", "zip"] {
        assert!(publication.run(&["archive", "--format", format]).status.success());
        let files = unpacked(&publication.path(&format!("archive/di-1-qi.{format}")))?;
        let pictures = files.iter().filter(|(name, _)| name.ends_with(".jpg")).count();
        assert_eq!(pictures, 1, "{format}");
    }
    // Shown once it is a plain image.
    publication.write("content/di-1-qi/er.md", SECOND.as_bytes());
    let document = archived(&publication)?;
    assert!(
        document.contains("alt=\"桥\" width=\"1600\" height=\"800\"") && !document.contains("<use")
    );
    Ok(())
}

#[test]
fn the_site_shows_pictures_and_says_what_is_none() -> Done {
    let publication = pictured()?;
    let run = publication.run(&["build"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let site = files_below(&publication.path("public"));
    let pictures: Vec<&String> = site.keys().filter(|name| name.starts_with("pictures/")).collect();
    // Three sizes of the one that is shown, in two formats.
    assert_eq!(pictures.len(), 6, "{pictures:?}");
    let page = text(&site["article/di-1-qi/yi.html"]);
    assert!(page.contains("width=\"1600\" height=\"800\" alt=\"桥\""), "{page}");
    // What was made is kept, gives the same site, and goes with its file.
    let kept = files_below(&publication.path(".kanyin/pictures"));
    assert_eq!(kept.len(), 2);
    assert!(publication.run(&["build"]).status.success());
    assert_eq!(files_below(&publication.path("public")), site);
    fs::remove_file(publication.path("content/di-1-qi/未用.jpg"))?;
    assert!(publication.run(&["build"]).status.success());
    assert_eq!(files_below(&publication.path(".kanyin/pictures")).len(), 1);

    let cases: [(&str, &[u8], &str, &str); 5] = [
        (
            "桥2.jpg",
            b"",
            "there is no picture `桥2.jpg` beside the article",
            "did you mean 桥.jpg?",
        ),
        (
            "图.png",
            b"not a picture",
            "content/di-1-qi/图.png is no JPEG, PNG or WebP",
            "save it as JPEG",
        ),
        ("远.gif", b"", "there is no picture `远.gif`", "pictures are JPEG, PNG or WebP"),
        (
            "../di-2-qi/a.jpg",
            b"",
            "lies outside of the issue's folder",
            "put it into content/di-1-qi/",
        ),
        ("/etc/a.jpg", b"", "lies outside of the issue's folder", "put it into content/di-1-qi/"),
    ];
    for (name, bytes, message, hint) in cases {
        if !bytes.is_empty() {
            publication.write(&format!("content/di-1-qi/{name}"), bytes);
        }
        publication.write("content/di-1-qi/er.md", format!("{SECOND}\n![桥]({name})\n").as_bytes());
        let run = publication.run(&["build"]);
        let told = text(&run.stderr);
        assert!(
            !run.status.success() && told.contains(message) && told.contains(hint),
            "{name}: {told}"
        );
        assert!(told.contains("content/di-1-qi/er.md:16:1"), "{name}: {told}");
    }
    Ok(())
}

/// Files by their names, in an order.
type Files = Vec<(String, Vec<u8>)>;

/// The files of a zip file.
fn unpacked(path: &Path) -> Result<Files, Box<dyn std::error::Error>> {
    let mut packed = zip::ZipArchive::new(fs::File::open(path)?)?;
    let mut files = Vec::new();
    for index in 0..packed.len() {
        let mut file = packed.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.push((file.name()?.into_owned(), bytes));
    }
    Ok(files)
}

/// A zip file of these files.
fn packed(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[test]
fn a_change_in_a_book_or_folder_is_found() -> Done {
    let publication = pictured()?;
    for (format, page) in [("epub", "EPUB/a1.xhtml"), ("zip", "di-1-qi/article/di-1-qi/yi.html")] {
        assert!(publication.run(&["archive", "--format", format]).status.success());
        let path = publication.path(&format!("archive/di-1-qi.{format}"));
        let files = unpacked(&path)?;
        let problems = |files: &[(String, Vec<u8>)]| -> Result<String, Box<dyn std::error::Error>> {
            let found =
                verify("x", &packed(files)?).map_err(|problem| problem.message.en().to_owned())?;
            Ok(found
                .problems
                .iter()
                .map(|problem| problem.message.en())
                .collect::<Vec<_>>()
                .join("; "))
        };
        assert_eq!(problems(&files)?, "", "{format}");
        for at in 0..files.len() {
            let name = files[at].0.as_str();
            let told = if name.ends_with("kanyin-archive.json") {
                "the manifest was changed"
            } else {
                name
            };
            let mut changed = files.clone();
            match String::from_utf8(changed[at].1.clone()) {
                // A digit of the manifest that is no syntax.
                Ok(text) if text.contains("\"bytes\": 12") => {
                    changed[at].1 = text.replace("\"bytes\": 12", "\"bytes\": 13").into();
                }
                _ => changed[at].1.push(b' '),
            }
            assert!(problems(&changed)?.contains(told), "{format}: {name} changed");
            if !name.ends_with("kanyin-archive.json") {
                let mut fewer = files.clone();
                fewer.remove(at);
                assert!(problems(&fewer)?.contains(&format!("{name} is missing")), "{format}");
            }
        }
        let mut more = files.clone();
        more.push(("EPUB/more.txt".into(), b"x".to_vec()));
        assert_eq!(problems(&more)?, "EPUB/more.txt was added");
        let letter = |(name, bytes): &(String, Vec<u8>)| {
            let text = String::from_utf8_lossy(bytes).replace("河水涨了", "河水退了");
            (name.clone(), if name == page { text.into_bytes() } else { bytes.clone() })
        };
        let changed: Vec<_> = files.iter().map(letter).collect();
        let told = problems(&changed)?;
        assert!(told.contains(&format!("{page} was changed")), "{told}");
        if format == "epub" {
            assert!(
                told.contains("the text of article a1 《春风化雨 法润河桥》 was changed"),
                "{told}"
            );
        }
        let good = publication.run(&["archive", "--verify", &path.to_string_lossy()]);
        assert!(good.status.success(), "{}", text(&good.stderr));
        assert!(text(&good.stdout).contains("articles and seeds of the publication are the same"));
    }
    Ok(())
}

#[test]
fn characters_that_no_document_may_hold_are_made_visible() -> Done {
    let publication = publication();
    let article = "---\ntitle: \"控\\x01制\\x1b字\\uFFFE\"\nbyline: [\"记者 刘\\x02娟\"]\nkind: article\nslug: san\n---\n\n正\u{1}文。\n";
    publication.write("content/di-1-qi/san.md", article.as_bytes());
    let document = archived(&publication)?;
    assert!(document.contains("控␁制␛字\u{fffd}</h2>") && document.contains("正␁文"));
    assert!(publication.run(&["archive", "--format", "epub"]).status.success());
    let mut texts = vec![document];
    let files = unpacked(&publication.path("archive/di-1-qi.epub"))?;
    let pages = files.iter().filter(|(name, _)| !name.ends_with(".json"));
    texts.extend(pages.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()));
    let forbidden = |c: char| (c < ' ' && c != '\n') || c == '\u{fffe}';
    assert!(texts.iter().all(|text| !text.contains(forbidden)));
    for name in ["archive/di-1-qi.html", "archive/di-1-qi.epub"] {
        let run = publication.run(&["archive", "--verify", name]);
        assert!(run.status.success(), "{name}: {}", text(&run.stderr));
    }
    Ok(())
}

#[test]
fn every_link_in_a_folder_leads_to_a_file_in_it_or_to_the_site() -> Done {
    for base in [true, false] {
        let publication = pictured()?;
        let settings = fs::read_to_string(publication.path("kanyin.yaml"))?;
        if !base {
            let settings = settings.replace("base_url:", "# base_url:");
            publication.write("kanyin.yaml", settings.as_bytes());
        }
        let run = publication.run(&["archive", "--format", "zip"]);
        assert!(run.status.success(), "{}", text(&run.stderr));
        let files = unpacked(&publication.path("archive/di-1-qi.zip"))?;
        let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains("di-1-qi/index.html") && names.len() == 7, "{names:?}");
        let (mut inside, mut outside) = (0, 0);
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
            let page = text(bytes);
            for link in ["href", "src"].iter().flat_map(|attribute| values(&page, attribute)) {
                if link.starts_with("https://") {
                    outside += u32::from(link.starts_with("https://example.org/"));
                    continue;
                }
                let link = link.split('#').next().unwrap_or_default();
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let mut parts: Vec<&str> = folder.split('/').collect();
                for part in link.split('/').filter(|_| !link.is_empty()) {
                    if part == ".." {
                        parts.pop();
                    } else {
                        parts.push(part);
                    }
                }
                assert!(
                    link.is_empty() || names.contains(parts.join("/").as_str()),
                    "{name}: {link}"
                );
                inside += 1;
            }
        }
        assert!(inside > 10 && (outside > 0) == base, "{inside} inside, {outside} outside");
    }
    Ok(())
}
