//! Places: the overview of all, and a page a place.

use std::fmt::Display;

use super::{
    Claim, Head, Planner, dots,
    paging::{page_count, page_of, pages_of_groups, pagination},
    place_href, place_link,
};
use crate::{
    places::{self, Level, Place},
    route::{Address, Section},
    site::{
        library::{City, Library},
        names,
        view::{CitiesView, CityView, CountView, LinkView, PlaceView},
    },
    tongue::said,
};

/// What all pages of a place have beside their list.
pub(super) struct CityHead {
    children: Vec<CountView>,
    topics: Vec<CountView>,
    authors: Vec<CountView>,
}

impl Planner<'_> {
    /// How many provinces each page of the overview has.
    pub(super) fn pages_of_provinces(&self) -> Vec<usize> {
        let sizes: Vec<usize> = place_tree(&self.library.cities).iter().map(size).collect();
        if sizes.is_empty() { Vec::new() } else { pages_of_provinces(&sizes, self.names_a_page()) }
    }

    pub(super) fn cities(&self, address: &Address, number: usize) -> CitiesView {
        let library = self.library;
        let pages = self.pages_of_provinces();
        let before: usize = pages[..number - 1].iter().sum();
        let tree = place_tree(&library.cities).into_iter();
        let description = self.words.fill("cities_summary", &[("n", &library.cities.len())]);
        let title = self.words.get("cities");
        let head = Head { title, description, kind: "cities", section: "cities" };
        CitiesView {
            page: self.page(address, head),
            places: tree.skip(before).take(pages[number - 1]).collect(),
            count: library.cities.len(),
            dots: if number == 1 { dots::dots(library) } else { None },
            table: self.has_table().then(|| Address::city_topics(1).to_string()),
            pagination: pagination(number, pages.len(), |n| Address::list(Section::City, n)),
        }
    }

    fn city_head(&self, index: usize) -> &CityHead {
        self.stock.heads.cities[index].get_or_init(|| {
            let city = &self.library.cities[index];
            let children = children(&self.library.cities, city.place).into_iter();
            let child = |c: &City| CountView {
                title: c.place.name.to_owned(),
                href: place_href(c.place),
                count: c.entries.len(),
            };
            CityHead {
                children: children.map(child).collect(),
                topics: self.topics_of_city(index),
                authors: self.authors_of(&city.entries),
            }
        })
    }

    pub(super) fn city(&self, address: &Address, index: usize, number: usize) -> CityView {
        let City { place, slug, entries } = &self.library.cities[index];
        let CityHead { children, topics, authors } = self.city_head(index);
        let mut lineage = places::places().lineage(place);
        lineage.pop();
        let size = self.config.page_size;
        let places: [(&str, &dyn Display); 2] = [("name", &place.name), ("n", &entries.len())];
        let description = self.words.fill("city_summary", &places);
        let head = Head { title: place.name, description, kind: "city", section: "cities" };
        let steps = lineage.iter().map(|p| place_link(p));
        let own = LinkView { title: place.name.to_owned(), href: address.to_string() };
        let mut page = self.page(address, head);
        page.structured = self.structured_trail("cities", steps.chain([own]));
        CityView {
            page,
            title: place.name.to_owned(),
            lineage: lineage.iter().map(|p| place_link(p)).collect(),
            children: children.clone(),
            topics: topics.clone(),
            authors: authors.clone(),
            count: entries.len(),
            articles: self.list(page_of(entries, number, size)),
            pagination: pagination(number, page_count(entries.len(), size), |n| {
                Address::entry(Section::City, slug, n)
            }),
        }
    }

    pub(super) fn city_claim(&self, index: usize) -> Claim {
        let name = self.library.cities[index].place.name;
        Claim {
            what: said!("the place {name}", "地方“{name}”", name),
            place: None,
            hint: said!("places have their addresses from the table", "地方的网址由地名表决定"),
        }
    }

    /// Topics of a place. Where the place is a row of the table, each leads to what
    /// the place has on it.
    fn topics_of_city(&self, index: usize) -> Vec<CountView> {
        let city = &self.library.cities[index];
        let mut topics = self.topics_of(&city.entries);
        if self.has_cells(index) {
            for (topic, count) in &mut topics {
                let topic = &self.vocabulary.topics()[*topic].slug;
                count.href = Address::city_topic(&city.slug, topic, 1).to_string();
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

/// For each place with articles the index of that in whose row it is counted: it has
/// articles, too.
pub(super) fn rows(library: &Library) -> Vec<Option<usize>> {
    library.cities.iter().map(|city| library.city(row_of(city.place)?)).collect()
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
