//! The one front door: settings in; an engine, a run of the indexer or a status out.
//!
//! Every front end (the command line, a server, an assistant's tools) opens a [`Session`] and asks it. It knows no
//! arguments, no terminal, no address: what it gives are values, and what it says are errors with a
//! [`Kind`](crate::model::Kind).
//!
//! ```
//! use std::fs;
//! use std::time::{Duration, Instant};
//!
//! use vigie::backend::Control;
//! use vigie::session::{Session, understood};
//! use vigie::settings::{Given, resolve};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let project = tempfile::tempdir()?;
//! fs::create_dir(project.path().join("corpus"))?;
//! fs::write(project.path().join("corpus/a.txt"), "La Chine limite l’exportation de terres rares.")?;
//!
//! let session = Session::open(&resolve(project.path(), Given::default())?);
//! session.build_missing(&())?; // `()` hears of no progress
//!
//! let request = session.request("exportations chinoises OU terres rares");
//! let parsed = understood(&request.query, false)?;
//! let control = Control { deadline: Some(Instant::now() + Duration::from_secs(10)), ..Control::default() };
//! let response = session.engine()?.with_control(control).search(&request, &parsed)?;
//! assert_eq!(response.articles, 1);
//! assert_eq!(response.hits[0].id, "a.txt");
//! # Ok(())
//! # }
//! ```

mod error;
mod front;
mod reload;
mod status;
#[cfg(test)]
mod tests;

pub use error::SessionError;
pub use front::{Session, understood};
pub use status::Status;
