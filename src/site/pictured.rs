//! Which picture an address in an article means.

use super::{
    PictureFiles,
    links::percent_decoded,
    load::CONTENT,
    view::{ImageSizeView, ImageView},
};
use crate::{
    diag::nearest,
    markdown::{Pictured, Shown},
    pictures::{ENDINGS, Picture, Print},
    route::{Address, Slug},
    tongue::{Said, said},
};

/// How wide a page shows the pictures of a body, for browsers that do not find out by
/// themselves: a line of 38 characters, on a telephone all but the margins.
pub(super) const SIZES: &str =
    "(min-width: 106em) 47.5em, (min-width: 48em) 42.75em, calc(100vw - 2.5em)";

/// The same on the page of a photo piece, which shows its pictures larger.
pub(super) const WIDE: &str =
    "(min-width: 106em) 75em, (min-width: 72em) 67.5em, calc(100vw - 2.5em)";

/// The picture that `address` means in a file of `issue`, as a page shows it from
/// which `root` leads to the site's root. `None` for an address elsewhere; an error
/// says what is wrong, and what to do.
pub(super) fn find(
    address: &str,
    issue: &Slug,
    root: &str,
    pictures: &PictureFiles,
) -> Option<Result<Shown, (Said, Said)>> {
    let scheme = address.split('/').next().is_some_and(|start| start.contains(':'));
    if scheme || address.starts_with("//") {
        return None;
    }
    let href = |print: &Print| format!("{root}{}", print.path);
    let choice = |print: &Print| (href(print), print.width);
    Some(lookup(address, issue, pictures).map(|picture| {
        let full = picture.full();
        Shown {
            href: href(full),
            width: full.width,
            height: full.height,
            srcset: picture.prints().map(choice).collect(),
            webp: picture.webp().map(choice).collect(),
        }
    }))
}

/// A picture of a body as templates see it; `None` if it is not there. `root` is what
/// leads from the page to the site's root.
pub(super) fn view(picture: &Pictured, root: &str) -> Option<ImageView> {
    let shown = picture.shown.as_ref()?;
    let from_root = |href: &str| href.strip_prefix(root).unwrap_or(href).to_owned();
    let size =
        |(href, width): &(String, u32)| ImageSizeView { href: from_root(href), width: *width };
    let alt = if picture.alt.is_empty() { &picture.caption } else { &picture.alt };
    Some(ImageView {
        href: from_root(&shown.href),
        alt: alt.clone(),
        width: shown.width,
        height: shown.height,
        sizes: shown.srcset.iter().map(size).collect(),
        webp: shown.webp.iter().map(size).collect(),
        caption: picture.caption.clone(),
        credit: picture.credit.clone(),
    })
}

fn lookup<'p>(
    address: &str,
    issue: &Slug,
    pictures: &'p PictureFiles,
) -> Result<&'p Picture, (Said, Said)> {
    let folder = format!("{CONTENT}{issue}/");
    let name = percent_decoded(address);
    if name.is_empty() {
        let hint = said!(
            "put the picture into {folder} and write its name: `![…](桥.jpg)`",
            "请把图片放进 {folder}，写上文件名：`![…](桥.jpg)`"
        );
        let problem = said!(
            "a caption without a picture: no file is named",
            "有图注，没有图片：没有写文件名"
        );
        return Err((problem, hint));
    }
    let path = Address::file(format!("{folder}_")).resolve(&name);
    let path = path.filter(|path| path.starts_with(&folder) && !address.starts_with('#'));
    let Some(path) = path else {
        let hint =
            said!("put it into {folder} and write its name", "请把它放进 {folder}，写上文件名");
        let problem = said!(
            "the picture `{name}` lies outside of the issue's folder",
            "图片 `{name}` 不在这一期的文件夹里"
        );
        return Err((problem, hint));
    };
    match pictures.get(&path) {
        Some(Ok(picture)) => Ok(picture),
        Some(Err(why)) => Err((
            said!("{path} {why}", "{path} {why}", path, why),
            said!("save it as JPEG, PNG or WebP", "请另存为 JPEG、PNG 或 WebP"),
        )),
        None => {
            let beside = pictures.range(folder.clone()..).map(|(path, _)| path.as_str());
            let beside = beside.take_while(|path| path.starts_with(&folder));
            let near = nearest(&name, beside.map(|path| &path[folder.len()..]));
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let hint = match near {
                Some(near) => said!("did you mean {near}?", "是不是 {near}？"),
                None if !ENDINGS.contains(&ending) => {
                    said!(
                        "pictures are JPEG, PNG or WebP, and their names say so",
                        "图片要用 JPEG、PNG 或 WebP，后缀名也要相符"
                    )
                }
                None => said!("put it into {folder}", "请把它放进 {folder}"),
            };
            let problem = said!(
                "there is no picture `{name}` beside the article",
                "文章旁边没有图片 `{name}`"
            );
            Err((problem, hint))
        }
    }
}
