//! Which picture an address in an article means.

use super::{PictureFiles, links::percent_decoded, load::CONTENT};
use crate::{
    diag::nearest,
    markdown::Shown,
    pictures::{ENDINGS, Picture},
    route::{Address, Slug},
};

/// The picture that `address` means in a file of `issue`, as a page shows it from
/// which `root` leads to the site's root. `None` for an address elsewhere; an error
/// says what is wrong, and what to do.
pub(super) fn find(
    address: &str,
    issue: &Slug,
    root: &str,
    pictures: &PictureFiles,
) -> Option<Result<Shown, (String, String)>> {
    let scheme = address.split('/').next().is_some_and(|start| start.contains(':'));
    if scheme || address.starts_with("//") {
        return None;
    }
    Some(lookup(address, issue, pictures).map(|picture| Shown {
        href: format!("{root}{}", picture.path),
        width: picture.width,
        height: picture.height,
    }))
}

fn lookup<'p>(
    address: &str,
    issue: &Slug,
    pictures: &'p PictureFiles,
) -> Result<&'p Picture, (String, String)> {
    let folder = format!("{CONTENT}{issue}/");
    let name = percent_decoded(address);
    let path = Address::file(format!("{folder}_")).resolve(&name);
    let path = path.filter(|path| path.starts_with(&folder) && !address.starts_with('#'));
    let Some(path) = path else {
        let hint = format!("put it into {folder} and write its name");
        return Err((format!("the picture `{name}` lies outside of the issue's folder"), hint));
    };
    match pictures.get(&path) {
        Some(Ok(picture)) => Ok(picture),
        Some(Err(why)) => Err((format!("{path} {why}"), "save it as JPEG, PNG or WebP".into())),
        None => {
            let beside = pictures.range(folder.clone()..).map(|(path, _)| path.as_str());
            let beside = beside.take_while(|path| path.starts_with(&folder));
            let near = nearest(&name, beside.map(|path| &path[folder.len()..]));
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let hint = match near {
                Some(near) => format!("did you mean {near}?"),
                None if !ENDINGS.contains(&ending) => {
                    "pictures are JPEG, PNG or WebP, and their names say so".to_owned()
                }
                None => format!("put it into {folder}"),
            };
            Err((format!("there is no picture `{name}` beside the article"), hint))
        }
    }
}
