//! What the environment says about object stores.

use std::{collections::BTreeMap, fmt};

/// The variables that clients of object stores know, by their names. Some are
/// secrets: they are never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Takes out of `variables` what concerns object stores.
    pub fn new(variables: impl Iterator<Item = (String, String)>) -> Self {
        Self(
            variables
                .filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty())
                .collect(),
        )
    }

    /// The value of a variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// All of them, sorted by name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_kept_and_not_shown() {
        let variables = [("AWS_SECRET_ACCESS_KEY", "hush"), ("HOME", "x"), ("AWS_REGION", "")];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = Environment::new(variables.into_iter());
        assert_eq!(environment.get("AWS_SECRET_ACCESS_KEY"), Some("hush"));
        assert_eq!(environment.all().count(), 1);
        assert_eq!(format!("{environment:?}"), "{\"AWS_SECRET_ACCESS_KEY\"}");
    }
}
