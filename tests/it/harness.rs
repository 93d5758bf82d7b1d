//! A project in a temporary folder, the program run in it, and what it answered.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::fd::FromRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Mutex, OnceLock};

use serde_json::Value;
use tempfile::TempDir;

/// The program: the one that was built with these tests, or the one that `VIGIE_UNDER_TEST` names.
pub(crate) fn program() -> PathBuf {
    let named = std::env::var_os("VIGIE_UNDER_TEST").map(PathBuf::from);
    named.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_vigie")))
}

/// The engines that an index may have, by the names that `VIGIE_ENGINE` takes.
pub(crate) const ENGINES: [&str; 2] = ["embedded", "reference"];

/// A folder with a corpus in it, where the program is run.
pub(crate) struct Project {
    root: PathBuf,
    variables: BTreeMap<&'static str, String>,
    // Removed with the project.
    _folder: Option<TempDir>,
}

/// What a run of the program left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// The exit code; the negative number of the signal that ended it.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What the names, sizes and times of the files in a folder are.
pub(crate) type Listing = BTreeMap<String, (u64, std::time::SystemTime)>;

impl Project {
    /// An empty folder `corpus` in an empty folder.
    pub(crate) fn new() -> Self {
        let project = Project::bare();
        fs::create_dir(project.path("corpus")).unwrap();
        project
    }

    /// An empty folder.
    pub(crate) fn bare() -> Self {
        let folder = tempfile::Builder::new().prefix("vigie-it-").tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Project { root, variables: BTreeMap::new(), _folder: Some(folder) }
    }

    /// A copy of the sample corpus of the repository, not indexed.
    pub(crate) fn with_sample_corpus() -> Self {
        let project = Project::bare();
        copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &project.path("corpus"));
        project
    }

    /// The sample corpus, indexed once for all tests, which only read it.
    pub(crate) fn sample() -> &'static Project {
        static SAMPLE: OnceLock<Project> = OnceLock::new();
        SAMPLE.get_or_init(|| Project::with_sample_corpus().shared().indexed())
    }

    /// The same, removed when the program of the tests ends: what is static is never dropped.
    pub(crate) fn shared(mut self) -> Self {
        static FOLDERS: Mutex<Vec<TempDir>> = Mutex::new(Vec::new());
        extern "C" fn remove() {
            FOLDERS.lock().unwrap().clear();
        }
        let mut folders = FOLDERS.lock().unwrap();
        if folders.is_empty() {
            #[expect(unsafe_code, reason = "the standard library has no hook for the end of a process")]
            // SAFETY: `remove` is a function of this program and does not unwind on an unpoisoned lock.
            unsafe {
                libc::atexit(remove);
            }
        }
        folders.extend(self._folder.take());
        self
    }

    /// Adds a file to the corpus.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        self.bytes(name, text.as_bytes())
    }

    /// Adds a file to the corpus.
    pub(crate) fn bytes(self, name: &str, bytes: &[u8]) -> Self {
        self.write(&format!("corpus/{name}"), bytes);
        self
    }

    /// Sets a variable of the environment for all runs from now on.
    pub(crate) fn variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.insert(name, value.to_owned());
        self
    }

    /// Indexes the corpus.
    pub(crate) fn indexed(self) -> Self {
        self.run(["index"]).expect(0);
        self
    }

    /// Indexes the corpus with one thread, so that the engine writes one part.
    pub(crate) fn indexed_as_one(self) -> Self {
        self.run(["index", "--jobs", "1"]).expect(0);
        self
    }

    /// A path in the project.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file anywhere in the project, with the folders on the way to it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Reads a file of the project.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Removes a file of the project.
    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// A run of the program, in an environment of its own, that nobody has started yet.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(program());
        command.args(args).current_dir(&self.root).env_clear().stdin(Stdio::null());
        command.env("TERM", "dumb").env("HOME", &self.root).env("LC_ALL", "C.UTF-8");
        command.envs(&self.variables);
        command
    }

    /// Runs the program.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Output {
        Output::of(&mut self.command(args))
    }

    /// Runs the program in a folder of the project.
    pub(crate) fn run_in<A: AsRef<OsStr>>(&self, folder: &str, args: impl IntoIterator<Item = A>) -> Output {
        Output::of(self.command(args).current_dir(self.path(folder)))
    }

    /// Runs the program with a terminal of 80 columns as its standard output and standard error.
    pub(crate) fn run_on_terminal(&self, args: &[&str]) -> (i32, String) {
        let (master, slave) = terminal();
        let mut command = self.command(args);
        command.stdout(slave.try_clone().unwrap()).stderr(slave).env("TERM", "xterm-256color");
        command.envs(&self.variables);
        let mut child = command.spawn().unwrap();
        // What is read ends with an error once nobody holds the other side any more.
        drop(command);
        let mut shown = Vec::new();
        let _ = std::io::Read::read_to_end(&mut { master }, &mut shown);
        (code(child.wait().unwrap()), String::from_utf8(shown).unwrap())
    }

    /// The answer of `search --json`.
    pub(crate) fn answer(&self, args: &[&str]) -> Value {
        let output = self.run(["search", "--json"].iter().chain(args));
        assert!(output.code <= 1, "{args:?} ended with {}\n{}", output.code, output.stderr);
        serde_json::from_str(&output.stdout).unwrap()
    }

    /// The articles of an answer in order, each once.
    pub(crate) fn ids(&self, args: &[&str]) -> Vec<String> {
        let answer = self.answer(&[&["--per-article", "1", "--limit", "1000"], args].concat());
        let hits = answer["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Brings the index up to date and gives the counts, without the full sentence.
    pub(crate) fn index(&self, args: &[&str]) -> String {
        let output = self.run(["index"].iter().chain(args));
        assert!(matches!(output.code, 0 | 3), "{args:?} ended with {}\n{}", output.code, output.stderr);
        output.stdout.lines().find(|line| line.contains(" added, ")).unwrap_or_default().to_owned()
    }

    /// Names, sizes and times of all files below a folder.
    pub(crate) fn listing(&self, folder: &str) -> Listing {
        let mut listing = Listing::new();
        list(&self.path(folder), "", &mut listing);
        listing
    }
}

impl Output {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Output::from(output)
    }

    /// What a command left that has ended. No run of the program may ever panic.
    pub(crate) fn from(output: std::process::Output) -> Self {
        let output = Output {
            code: code(output.status),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
        output
    }

    /// The same, without the note that the index is behind its corpus.
    pub(crate) fn without_age(mut self) -> Self {
        if let Ok(mut answer) = serde_json::from_str::<Value>(&self.stdout)
            && let Some(notes) = answer["notes"].as_array_mut()
        {
            notes.retain(|note| note["code"] != "behind");
            self.stdout = answer.to_string();
        }
        let lines = self.stderr.lines().filter(|line| !line.contains("is behind its corpus"));
        self.stderr = lines.collect();
        self
    }

    /// Fails unless the run ended with this code.
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Fails unless standard error has all of these words.
    pub(crate) fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.stderr.contains(word), "no `{word}` in:\n{}", self.stderr);
        }
        self
    }

    /// Both outputs and the code, as text.
    pub(crate) fn whole(&self) -> String {
        let part = |name: &str, text: &str| match text {
            "" => String::new(),
            text => format!("--- {name}\n{}\n", text.trim_end()),
        };
        format!("exit {}\n{}{}", self.code, part("stdout", &self.stdout), part("stderr", &self.stderr))
    }
}

/// Compares a text with the snapshot of that name, without what differs from run to run.
pub(crate) fn snapshot(name: &str, project: &Project, text: &str) {
    let root = format!("(/private)?{}", escaped(&project.root.display().to_string()));
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(&root, "[project]");
    settings.add_filter(r"vigie \d+\.\d+\.\d+", "vigie [version]");
    settings.add_filter(r"process \d+, since [-0-9: ]+ UTC", "process [id], since [time]");
    // Scores belong to the tests of the ranking.
    settings.add_filter(r"\b\d+[.,]\d{2,}\b", "[score]");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A path as a pattern.
fn escaped(path: &str) -> String {
    path.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("\\{c}") }).collect()
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn list(folder: &Path, prefix: &str, listing: &mut Listing) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // A file may go while it is looked at, when somebody writes.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            list(&entry.path(), &format!("{name}/"), listing);
        } else {
            listing.insert(name, (about.len(), about.modified().unwrap()));
        }
    }
}

pub(crate) fn code(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| -status.signal().unwrap_or(0))
}

/// Makes a named pipe.
pub(crate) fn make_pipe(path: &Path) {
    let path = std::ffi::CString::new(path.as_os_str().as_bytes()).unwrap();
    #[expect(unsafe_code, reason = "the standard library makes no named pipes")]
    // SAFETY: `path` is a C string that lives as long as the call.
    let made = unsafe { libc::mkfifo(path.as_ptr(), 0o600) };
    assert_eq!(made, 0);
}

/// Both sides of a terminal.
fn terminal() -> (fs::File, fs::File) {
    let (mut master, mut slave) = (0, 0);
    let size = libc::winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    #[expect(unsafe_code, reason = "the standard library opens no terminals")]
    // SAFETY: the call writes two descriptors, which belong to nobody else, and reads `size`.
    unsafe {
        let nothing = std::ptr::null_mut();
        assert_eq!(libc::openpty(&mut master, &mut slave, nothing, std::ptr::null_mut(), &size), 0);
        (fs::File::from_raw_fd(master), fs::File::from_raw_fd(slave))
    }
}
