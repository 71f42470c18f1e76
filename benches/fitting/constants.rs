//! The constants of `src/import/evidence`: their order, and what they are called.

use std::collections::BTreeMap;

/// A constant by the name of its signal: the how-manieth it is, and what it is called.
pub(crate) type Constants = BTreeMap<String, (usize, String)>;

/// The weights of a module of the source.
pub(crate) fn read(source: &str, module: &str) -> Constants {
    let begin = format!("pub mod {module} {{");
    let Some(at) = source.find(&begin) else { return Constants::new() };
    let inside = &source[at + begin.len()..];
    let inside = inside.find("\n}").map_or(inside, |end| &inside[..end]);
    let mut found = Constants::new();
    for (order, rest) in inside.split("pub const ").skip(1).enumerate() {
        let constant = rest.split(':').next().unwrap_or_default();
        // Some are lists of weights.
        for name in rest.split("weight(").skip(1).filter_map(|weight| weight.split('"').nth(1)) {
            found.insert(name.to_owned(), (order, constant.to_owned()));
        }
    }
    found
}
