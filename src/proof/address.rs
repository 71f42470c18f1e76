//! Where the pages stand: each address once, whatever files are called.

use std::collections::BTreeSet;

use crate::route::Slug;

/// The addresses that are taken.
#[derive(Default)]
pub(super) struct Addresses {
    taken: BTreeSet<String>,
}

impl Addresses {
    /// The folder of an issue's pages.
    pub(super) fn folder(&mut self, id: &str) -> String {
        self.take("", id, "issue", "")
    }

    /// The page of an article's file.
    pub(super) fn article(&mut self, folder: &str, file: &str) -> String {
        self.take(&format!("{folder}/"), file.trim_end_matches(".md"), "article", ".html")
    }

    /// The page of a seed.
    pub(super) fn seed(&mut self, folder: &str, name: &str) -> String {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        self.take(&format!("{folder}/"), &stem.replace('_', "-"), "seed", ".html")
    }

    /// A name that can be an address is its own; any other becomes one.
    fn take(&mut self, before: &str, name: &str, else_name: &str, after: &str) -> String {
        let slug = Slug::parse(name).or_else(|| Slug::from_title(name));
        let slug = slug.map_or_else(|| else_name.to_owned(), |s| s.to_string());
        let mut address = format!("{before}{slug}{after}");
        let mut number = 1;
        while !self.taken.insert(address.clone()) {
            number += 1;
            address = format!("{before}{slug}-{number}{after}");
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_pages_share_an_address_and_none_leads_out() {
        let mut addresses = Addresses::default();
        assert_eq!(addresses.article("1", "chi-shui.md"), "1/chi-shui.html");
        assert_eq!(addresses.article("1", "chi-shui.md"), "1/chi-shui-2.html");
        assert_eq!(addresses.article("1", "../../x.md"), "1/x.html");
        assert_eq!(addresses.seed("1/seeds", "000_331f.txt"), "1/seeds/000-331f.html");
        assert_eq!(addresses.seed("1/seeds", "../。.txt"), "1/seeds/seed.html");
        assert_eq!(addresses.folder("1"), "1");
    }
}
