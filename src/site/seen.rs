//! What a template sees of a View, and what many Views share.
//!
//! A teaser stands on every list that its article is in, the masthead on every page. So
//! such parts are [`Shared`]: gone over once for the key, made into a value of the template
//! engine once. What is left of a View is small.

use std::{
    hash::{Hash, Hasher},
    ops::Deref,
    sync::{Arc, OnceLock},
};

use serde::{Serialize, Serializer};
use tera::{Context, TeraResult, Value};

use super::key::Key;

/// A part of many Views.
#[derive(Debug)]
pub struct Shared<T>(Arc<Part<T>>);

#[derive(Debug)]
struct Part<T> {
    value: T,
    key: Key,
    seen: OnceLock<Value>,
}

impl<T: Hash> Shared<T> {
    /// `value`, to be shared.
    pub fn new(value: T) -> Self {
        let key = Key::of(&value);
        Self(Arc::new(Part { value, key, seen: OnceLock::new() }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

/// Its own key stands for it in those of Views.
impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.key.hash(state);
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Shared<T> {}

/// Where a View does not hand it over as one of its [`Parts`] it is written out.
impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.serialize(serializer)
    }
}

/// What a template sees.
pub(super) trait Seen {
    fn context(&self) -> TeraResult<Context>;
    fn key(&self) -> Key;
}

impl<T: Hash + Serialize + Parts> Seen for T {
    fn context(&self) -> TeraResult<Context> {
        let mut context = Context::from_serialize(self)?;
        for (name, value) in self.parts() {
            context.insert_value(name, value?);
        }
        Ok(context)
    }

    fn key(&self) -> Key {
        Key::of(self)
    }
}

/// The fields of a View that serde skips, as they are values already.
pub(super) trait Parts {
    fn parts(&self) -> Vec<(&'static str, TeraResult<Value>)>;
}

impl<T: Parts> Parts for &T {
    fn parts(&self) -> Vec<(&'static str, TeraResult<Value>)> {
        (**self).parts()
    }
}

impl<T: Parts> Parts for Box<T> {
    fn parts(&self) -> Vec<(&'static str, TeraResult<Value>)> {
        (**self).parts()
    }
}

/// Says of Views which of their fields are [`Parts`].
macro_rules! parts {
    ($($view:ident: $($field:ident),+;)*) => {$(
        impl $crate::site::seen::Parts for $view {
            fn parts(&self) -> Vec<(&'static str, tera::TeraResult<tera::Value>)> {
                use $crate::site::seen::Valued as _;
                vec![$((stringify!($field), self.$field.value())),+]
            }
        }
    )*};
}
pub(super) use parts;

/// What can be made a value of without writing it out.
pub(super) trait Valued {
    fn value(&self) -> TeraResult<Value>;
}

impl<T: Serialize> Valued for Shared<T> {
    fn value(&self) -> TeraResult<Value> {
        if let Some(seen) = self.0.seen.get() {
            return Ok(seen.clone());
        }
        let made = Value::try_from_serializable(&self.0.value)?;
        Ok(self.0.seen.get_or_init(|| made).clone())
    }
}

impl<T: Valued> Valued for Vec<T> {
    fn value(&self) -> TeraResult<Value> {
        let values: TeraResult<Vec<Value>> = self.iter().map(Valued::value).collect();
        values.map(Value::from)
    }
}

impl<T: Valued> Valued for Option<T> {
    fn value(&self) -> TeraResult<Value> {
        self.as_ref().map_or_else(|| Ok(Value::none()), Valued::value)
    }
}

/// A part of one View that has parts itself.
macro_rules! whole {
    ($($view:ident),*) => {$(
        impl $crate::site::seen::Valued for $view {
            fn value(&self) -> tera::TeraResult<tera::Value> {
                $crate::site::seen::all_of(self)
            }
        }
    )*};
}
pub(super) use whole;

/// All of `view`.
pub(super) fn all_of(view: &(impl Serialize + Parts)) -> TeraResult<Value> {
    let mut fields = Value::try_from_serializable(view)?.into_map().unwrap_or_default();
    for (name, value) in view.parts() {
        fields.insert(name.into(), value?);
    }
    Ok(Value::from(fields))
}
