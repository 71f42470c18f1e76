//! Pieces that stand on many pages, set once for all of them.
//!
//! `{{ item | once(set="entry", root=page.root) }}` sets the component `entry` with the item as
//! `of`, and with `root`. The piece sees these, the site's words and the theme's options, and nothing of
//! the page; so it is the same wherever it stands, and most of the lines of a list are
//! set when they are first met. What is shared by Views is told by its place in memory, which
//! nothing else takes while it is kept here.

use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::{super::key::Key, Bounded, Source};
use crate::{
    diag::{self, Diagnostic},
    text::hash::FastMap,
    tongue::said,
};

/// Bytes of pieces that are kept: those of half a million lines of a list. What is beyond them is
/// set each time.
const MOST_BYTES: usize = 256 << 20;

/// Pieces that were set.
pub(super) struct Pieces {
    /// The theme's engine, but that it knows of no pieces.
    tera: OnceLock<Tera>,
    /// Largest piece, in bytes.
    most: usize,
    set: RwLock<Set>,
}

#[derive(Default)]
struct Set {
    /// What each was set from, which stays in its place for that, and the piece.
    pieces: FastMap<Key, (Value, Value)>,
    bytes: usize,
}

impl Pieces {
    /// None yet, of at most so many bytes each.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { tera: OnceLock::new(), most, set: RwLock::default() })
    }

    /// Lets the templates of `tera` ask for pieces.
    pub(super) fn of(self: &Arc<Self>, tera: &mut Tera) {
        // A piece in a piece might be itself.
        let _ = self.tera.set(tera.clone());
        let pieces = Arc::clone(self);
        let once = move |of: &Value, how: Kwargs, _: &State<'_>| pieces.once(of, &how);
        tera.register_filter("once", once);
    }

    /// Forgets them all, and what they were set from: Views that are others by now are not asked
    /// for again, and would be kept for ever.
    pub(super) fn forget(&self) {
        *self.set.write().unwrap_or_else(PoisonError::into_inner) = Set::default();
    }

    fn once(&self, of: &Value, how: &Kwargs) -> TeraResult<Value> {
        let name = how.must_get::<&str>("set")?;
        let key = key(name, of, how)?;
        let known = |set: &Set| set.pieces.get(&key).map(|(_, piece)| piece.clone());
        if let Some(piece) = known(&self.set.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(piece);
        }
        let mut piece = Bounded::of(Vec::with_capacity(1024), self.most);
        let written = self.write(name, of, how, &mut piece);
        if piece.full {
            let most = self.most;
            return Err(Error::message(format!("a piece of a page grew beyond {most} bytes")));
        }
        written?;
        let text = String::from_utf8(piece.bytes).map_err(|_| Error::message("no text"))?;
        let piece = Value::safe_string(&text);
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        if set.bytes + text.len() <= MOST_BYTES {
            set.bytes += text.len();
            set.pieces.insert(key, (of.clone(), piece.clone()));
        }
        Ok(piece)
    }

    fn write(&self, name: &str, of: &Value, how: &Kwargs, to: &mut impl Write) -> TeraResult<()> {
        let mut context = Context::new();
        context.insert_value("of", of.clone());
        for (key, value) in how.iter() {
            if let Some(key) = key.as_str().filter(|key| *key != "set") {
                context.insert_value(key.to_owned(), value.clone());
            }
        }
        let tera = self.tera.get().ok_or_else(|| Error::message("no templates"))?;
        tera.render_component_to(name, &context, None, true, to)
    }
}

/// What tells a piece from all others.
fn key(name: &str, of: &Value, how: &Kwargs) -> TeraResult<Key> {
    let place = match (of.as_map(), of.as_array()) {
        (Some(map), _) => std::ptr::from_ref(map).addr(),
        (_, Some(array)) => array.as_ptr().addr(),
        _ => return Err(Error::message("`once` sets maps and lists")),
    };
    let mut told = Vec::with_capacity(4);
    for (key, value) in how.iter() {
        let known = (value.as_str(), value.as_bool(), value.as_i64());
        if known == (None, None, None) {
            return Err(Error::message("`once` takes words, numbers, and yes or no"));
        }
        told.push((key.as_str(), known));
    }
    Ok(Key::of(&(name, place, told)))
}

/// Pieces that templates name and nobody has: errors before the first page, not on the page that
/// comes to them.
pub(super) fn unknown(
    sources: &BTreeMap<String, Source>,
    tera: &Tera,
    problems: &mut Vec<Diagnostic>,
) {
    const SET: &str = "set=\"";
    for source in sources.values() {
        let text = source.text();
        for (at, _) in text.match_indices("once(") {
            let arguments = text[at..].split(')').next().unwrap_or_default();
            let Some(start) = arguments.find(SET).map(|found| at + found + SET.len()) else {
                continue;
            };
            let name = text[start..].split('"').next().unwrap_or_default();
            if tera.contains_component(name) {
                continue;
            }
            let problem = Diagnostic::error(said!(
                "the theme has no component `{name}`",
                "版式里没有组件 `{name}`",
                name
            ));
            let problem = problem.at(source.place(start..start + name.len()));
            problems.push(match diag::nearest(name, tera.get_component_names()) {
                Some(near) => problem.hint(said!("did you mean {near}?", "是不是 {near}？")),
                None => problem
                    .hint(said!("write the name of one that the theme has", "请写版式里有的名称")),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::engine;

    fn pieces(template: &str) -> TeraResult<(Tera, Arc<Pieces>)> {
        let mut tera = engine();
        tera.autoescape_on([".html"]);
        tera.add_raw_template("a.html", template)?;
        let pieces = Pieces::new(1000);
        pieces.of(&mut tera);
        Ok((tera, pieces))
    }

    fn context(items: &[&Value]) -> Context {
        let mut context = Context::new();
        context
            .insert_value("items", Value::from(items.iter().copied().cloned().collect::<Vec<_>>()));
        context
    }

    fn item(title: &str) -> Value {
        Value::from_serializable(&BTreeMap::from([("title", title)]))
    }

    #[test]
    fn a_piece_is_set_once_for_each_thing_and_word() -> TeraResult<()> {
        let (tera, pieces) = pieces(
            r#"{% component x(of: map, root: string = "", n: integer = 0) %}<i>{{ root }}{{ of.title }}{{ n }}</i>{% endcomponent x %}
{%- for item in items %}{{ item | once(set="x", root="../") }}{{ item | once(set="x", n=1) }}{{ item | once(set="x", n=2) }}{% endfor %}"#,
        )?;
        let (first, second) = (item("甲<"), item("乙"));
        let set = |items: &[&Value]| tera.render("a.html", &context(items));
        let once = |title: &str| format!("<i>../{title}0</i><i>{title}1</i><i>{title}2</i>");
        assert_eq!(set(&[&first])?, once("甲&lt;"));
        assert_eq!(
            set(&[&first, &second, &first])?,
            [once("甲&lt;"), once("乙"), once("甲&lt;")].concat()
        );
        let count = || pieces.set.read().unwrap_or_else(PoisonError::into_inner).pieces.len();
        assert_eq!(count(), 6);
        // What says the same is another thing: nobody has looked into it.
        assert_eq!(set(&[&item("乙")])?, once("乙"));
        assert_eq!(count(), 9);
        pieces.forget();
        assert_eq!((count(), set(&[&second])?), (0, once("乙")));
        Ok(())
    }

    /// Else another thing might lie where one lay.
    #[test]
    fn what_a_piece_was_set_from_stays_where_it_is() -> TeraResult<()> {
        let template = r#"{% component x(of: map) %}{{ of.title }}{% endcomponent x %}
{%- for item in items %}{{ item | once(set="x") }}{% endfor %}"#;
        let (tera, _) = pieces(template)?;
        for number in 0..1000 {
            let title = number.to_string();
            assert_eq!(tera.render("a.html", &context(&[&item(&title)]))?, title);
        }
        Ok(())
    }
}
