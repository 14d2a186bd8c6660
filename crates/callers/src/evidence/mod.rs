//! What files say that build and run nothing themselves: who owns a path, which variables are set, what a chart fills in.

pub(crate) mod chart;
mod glob;
mod owners;
pub(crate) mod variables;

pub use chart::ChartLine;
pub(crate) use owners::PLACES;
pub use owners::{Owners, Rule};
pub use variables::{Variable, VariableFile};
