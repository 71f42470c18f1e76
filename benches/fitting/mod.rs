//! The weights of import, fitted on pages whose truth is known.
//!
//! 1. [`labels`]: what import was asked, with the answers that the page knows;
//! 2. [`model`]: the weights that make those answers most likely;
//! 3. [`constants`]: where the weights stand in `src/import/evidence`.

pub(crate) mod constants;
pub(crate) mod labels;
pub(crate) mod model;
