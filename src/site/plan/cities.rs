//! Places: the overview of all, and a page a place.

use std::fmt::Display;

use super::{
    Claim, Head, Planner, View, directory_claim, dots,
    paging::{page_count, page_of, pages_of_groups, pagination},
    place_href, place_link, place_slug,
};
use crate::{
    places::{self, Level, Place},
    route::{Address, Section, Slug},
    site::{
        library::City,
        names,
        view::{CitiesView, CityView, CountView, LinkView, PlaceView},
    },
    tongue::said,
};

impl Planner<'_> {
    pub(super) fn cities(&mut self) {
        let library = self.library;
        if library.cities.is_empty() {
            return;
        }
        for city in &library.cities {
            if let Some(slug) = place_slug(city.place) {
                self.city(city, &slug);
            }
        }
        let tree = place_tree(&library.cities);
        let sizes: Vec<usize> = tree.iter().map(size).collect();
        let at = |n| Address::list(Section::City, n);
        let pages = pages_of_provinces(&sizes, self.names_a_page());
        let total = pages.len();
        let mut provinces = tree.into_iter();
        let mut dots = dots::dots(library);
        let table = self.has_table().then(|| Address::city_topics(1).to_string());
        for (number, count) in (1..).zip(pages) {
            let description = self.words.fill("cities_summary", &[("n", &library.cities.len())]);
            let title = self.words.get("cities");
            let head = Head { title, description, kind: "cities", section: "cities" };
            let view = CitiesView {
                page: self.page(&at(number), head),
                places: provinces.by_ref().take(count).collect(),
                count: library.cities.len(),
                dots: dots.take(),
                table: table.clone(),
                pagination: pagination(number, total, at),
            };
            self.push(at(number), View::Cities(view), directory_claim(&said!("cities", "地方")));
        }
    }

    fn city(&mut self, city: &City, slug: &Slug) {
        let mut lineage = places::places().lineage(city.place);
        lineage.pop();
        let children = children(&self.library.cities, city.place);
        let children: Vec<CountView> = children
            .into_iter()
            .map(|c| CountView {
                title: c.place.name.to_owned(),
                href: place_href(c.place),
                count: c.entries.len(),
            })
            .collect();
        let authors = self.authors_of(&city.entries);
        let topics = self.topics_of_city(city, slug);
        let total = page_count(city.entries.len(), self.config.page_size);
        let at = |n| Address::entry(Section::City, slug, n);
        for number in 1..=total {
            let places: [(&str, &dyn Display); 2] =
                [("name", &city.place.name), ("n", &city.entries.len())];
            let description = self.words.fill("city_summary", &places);
            let head =
                Head { title: city.place.name, description, kind: "city", section: "cities" };
            let steps = lineage.iter().map(|p| place_link(p));
            let own = LinkView { title: city.place.name.to_owned(), href: at(number).to_string() };
            let mut page = self.page(&at(number), head);
            page.structured = self.structured_trail("cities", steps.chain([own]));
            let view = CityView {
                page,
                title: city.place.name.to_owned(),
                lineage: lineage.iter().map(|p| place_link(p)).collect(),
                children: children.clone(),
                topics: topics.clone(),
                authors: authors.clone(),
                count: city.entries.len(),
                articles: self.list(page_of(&city.entries, number, self.config.page_size)),
                pagination: pagination(number, total, at),
            };
            let claim = Claim {
                what: said!("the place {name}", "地方“{name}”", name = city.place.name),
                place: None,
                hint: said!("places have their addresses from the table", "地方的网址由地名表决定"),
            };
            self.push(at(number), View::City(Box::new(view)), claim);
        }
    }

    /// Topics of a place. Where the place is a row of the table, each leads to what
    /// the place has on it.
    fn topics_of_city(&self, city: &City, slug: &Slug) -> Vec<CountView> {
        let mut topics = self.topics_of(&city.entries);
        if self.has_cells(city.place) {
            for (topic, count) in &mut topics {
                let topic = &self.vocabulary.topics()[*topic].slug;
                count.href = Address::city_topic(slug, topic, 1).to_string();
            }
        }
        topics.into_iter().map(|(_, count)| count).collect()
    }
}

/// Whether a place is a row of the table: it is a prefecture, or stands where one
/// would. That is a county that its province governs itself, and a province
/// without prefectures, such as a municipality.
pub(super) fn is_row(place: &Place) -> bool {
    let parted = |province: &Place| {
        places::places().children(province).iter().any(|child| child.level == Level::Prefecture)
    };
    match place.level {
        Level::Prefecture => true,
        Level::Province => !parted(place),
        Level::County => places::places()
            .parent(place)
            .is_some_and(|parent| parent.level == Level::Province && parted(parent)),
    }
}

/// The row of the table that a place is counted in.
pub(super) fn row_of(place: &'static Place) -> Option<&'static Place> {
    places::places().lineage(place).into_iter().find(|step| is_row(step))
}

/// The places directly in `place` that have articles, by their reading.
/// `cities` are sorted by code, as the library keeps them.
fn children<'l>(cities: &'l [City], place: &Place) -> Vec<&'l City> {
    let find = |code: u32| cities.binary_search_by_key(&code, |c| c.place.code).ok();
    let children = places::places().children(place).iter();
    let mut found: Vec<&City> =
        children.filter_map(|child| Some(&cities[find(child.code)?])).collect();
    found.sort_by(|a, b| names::compare_places(a.place, b.place));
    found
}

/// All places with articles as a tree, each level by its reading.
fn place_tree(cities: &[City]) -> Vec<PlaceView> {
    let mut roots: Vec<&City> = cities.iter().filter(|c| c.place.parent.is_none()).collect();
    roots.sort_by(|a, b| names::compare_places(a.place, b.place));
    roots.into_iter().map(|city| branch(cities, city)).collect()
}

fn branch(cities: &[City], city: &City) -> PlaceView {
    PlaceView {
        title: city.place.name.to_owned(),
        href: place_href(city.place),
        count: city.entries.len(),
        children: children(cities, city.place)
            .into_iter()
            .map(|child| branch(cities, child))
            .collect(),
    }
}

/// How many places a part of the tree has.
fn size(place: &PlaceView) -> usize {
    1 + place.children.iter().map(size).sum::<usize>()
}

/// How many provinces each page has. None is cut: the largest has some two hundred
/// places, and no more will come.
fn pages_of_provinces(sizes: &[usize], most: usize) -> Vec<usize> {
    let whole: Vec<usize> = sizes.iter().map(|&size| size.min(most.max(1))).collect();
    pages_of_groups(&whole, most).into_iter().map(|page| page.len()).collect()
}
