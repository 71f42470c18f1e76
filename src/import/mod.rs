//! Import: raw page text to clean articles.
pub mod blocks;
pub mod decode;
pub mod duplicates;
pub mod evidence;
pub mod passage;
pub mod repair;
pub mod restore;
pub mod join;
pub mod roles;
pub mod heads;
pub mod segment;
pub mod doubts;
pub mod repairs;
pub mod metadata;
