//! Import: raw page text to clean articles.
pub mod blocks;
pub mod decode;
pub mod duplicates;
pub mod evidence;
pub mod passage;
pub mod repair;
pub mod restore;
