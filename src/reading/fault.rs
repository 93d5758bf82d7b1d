//! Faults on purpose: a build for tests does what a hostile file would make a reader do. A release has none of this.

use rustix::process::{Signal, getpid, kill_process};

use super::message::Request;

/// Does what `fault` says, if the request is for the file that it names: `crash=NAME`, `overflow=NAME`, `spin=NAME`,
/// `sleep=NAME`, `swell=NAME`, `kill=NAME`. `*` names all files, and `NAME:7` a line.
pub(super) fn commit(fault: Option<&str>, request: &Request) {
    let Some((kind, place)) = fault.and_then(|fault| fault.split_once('=')) else { return };
    let is_here = match request {
        Request::File { name, .. } => name == place || place == "*",
        Request::Lines { name, chunk } => {
            let has_line = |line: &str| line.parse().is_ok_and(|line| chunk.has_line(line));
            place.rsplit_once(':').is_some_and(|(file, line)| file == name && has_line(line))
        }
    };
    if !is_here {
        return;
    }
    match kind {
        "crash" => std::process::abort(),
        "overflow" => drop(overflow(u64::MAX)),
        // A thread that yields would get no time of a busy processor, and be silent rather than slow.
        "spin" => loop {
            std::hint::spin_loop();
        },
        "sleep" => std::thread::sleep(std::time::Duration::from_secs(3_600)),
        "swell" => drop(vec![1u8; 1 << 40]),
        "kill" => drop(kill_process(getpid(), Signal::KILL)),
        _ => {}
    }
}

fn overflow(depth: u64) -> u64 {
    if depth == 0 { 0 } else { overflow(depth - 1) + 1 }
}
