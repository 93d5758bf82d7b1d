//! The program from the outside: each test runs `vigie` itself in a folder of its own and reads what it
//! answered.
//!
//! No test asserts a time, waits for a clock, or uses the network. A known fault is asserted as it is, with a
//! `FIXME` that says what should be, so that whoever mends it finds the test.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail by panicking, as tests do")]
#![expect(clippy::print_stdout, reason = "a test that cannot do its work on a machine says why")]

mod harness;

mod answer;
mod bad_input;
mod cli;
mod damage;
mod engines;
mod eval;
mod export;
mod few;
mod french;
mod index;
mod missing;
mod overview;
mod pairs;
mod reader;
mod rules;
mod scenarios;
mod search;
mod session;
mod sweep;
mod verify;
mod why_not;
