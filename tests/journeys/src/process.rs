//! Programs that surely end: when a [`Program`] is dropped, it and everything that it started is killed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// A running program, killed with all its descendants on drop (a panicking test unwinds and so drops it too).
pub struct Program {
    child: Child,
    folder: PathBuf,
}

impl Program {
    /// Starts the command with no input; its words go to the file `log` (both streams). Whatever is later found to have the
    /// log's folder in its environment or arguments belongs to it too: helpers of browsers detach themselves.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let out = fs::File::create(log).expect("the log can be written");
        let err = out.try_clone().expect("the log can be shared");
        let child = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn();
        Self {
            child: child.unwrap_or_else(|error| panic!("{name} could not be started: {error}")),
            folder: log.parent().map(Path::to_path_buf).unwrap_or_default(),
        }
    }

    /// Kills, with no chance to tidy up (SIGKILL), everything that this program started, but not the program; waits until
    /// they are gone.
    pub fn kill_descendants(&self) {
        kill(&self.others());
    }

    /// Everything that this program started so far, to be killed at a chosen moment: looking for it takes longer than that.
    pub fn aim(&self) -> Aim {
        Aim(self.others())
    }

    /// The memory of the largest of the processes that this program started: what it holds now and the most it ever held, in
    /// MB (resident, with what it shares). In a browser with one page open it is the page's.
    pub fn largest(&self) -> (f64, f64) {
        let held = |id: u32| {
            let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
            let line = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
            let megabytes = |name| line(name)?.split_whitespace().next()?.parse::<f64>().ok().map(|kb| kb / 1024.0);
            Some((megabytes("VmRSS:")?, megabytes("VmHWM:")?))
        };
        self.others().into_iter().filter_map(held).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default()
    }

    /// What this program started, itself left out.
    fn others(&self) -> BTreeSet<u32> {
        let mut found = descendants(self.child.id());
        found.extend(processes().map(|(id, ..)| id).filter(|id| mentions(*id, &self.folder)));
        found.remove(&self.child.id());
        found
    }
}

/// Processes to be killed together.
pub struct Aim(BTreeSet<u32>);

impl Aim {
    /// Kills them all at once (SIGKILL), and waits until they are gone.
    pub fn fire(&self) {
        kill(&self.0);
    }
}

/// True if the process names the folder in its arguments or its environment.
fn mentions(id: u32, folder: &Path) -> bool {
    let folder = folder.as_os_str().as_encoded_bytes();
    ["environ", "cmdline"].iter().any(|file| {
        let text = fs::read(format!("/proc/{id}/{file}")).unwrap_or_default();
        !folder.is_empty() && text.windows(folder.len()).any(|part| part == folder)
    })
}

impl Drop for Program {
    fn drop(&mut self) {
        let others = self.others();
        let _ = self.child.kill();
        let _ = self.child.wait();
        kill(&others);
    }
}

/// A port of the loopback address that was free a moment ago.
///
/// # Panics
/// When no port is free.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("a bound listener has an address").port()
}

/// The path of a program, looked up as a shell does, first in the project's own tools.
pub fn which(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = crate::root().join(".tools/bin");
    std::iter::once(own).chain(std::env::split_paths(&path)).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Ids of all processes below `root`, children of children included.
fn descendants(root: u32) -> BTreeSet<u32> {
    let mut children = BTreeMap::<u32, Vec<u32>>::new();
    for (id, parent, _) in processes() {
        children.entry(parent).or_default().push(id);
    }
    let (mut found, mut open) = (BTreeSet::new(), vec![root]);
    while let Some(parent) = open.pop() {
        for child in children.get(&parent).into_iter().flatten() {
            if found.insert(*child) {
                open.push(*child);
            }
        }
    }
    found
}

/// (id, parent's id, state) of every process.
fn processes() -> impl Iterator<Item = (u32, u32, char)> {
    fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // "id (name, which may hold anything) state parent ..."
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        Some((id, fields.next().and_then(|_| fields.next()).and_then(|text| text.parse().ok())?, state(&stat)?))
    })
}

fn state(stat: &str) -> Option<char> {
    stat.rsplit_once(')')?.1.trim_start().chars().next()
}

fn kill(ids: &BTreeSet<u32>) {
    if ids.is_empty() {
        return;
    }
    // The shell's own `kill`: a signal cannot be sent from safe Rust, and these ids are children of ours.
    let _ = Command::new("sh")
        .args(["-c", "kill -KILL \"$@\" 2>/dev/null", "sh"])
        .args(ids.iter().map(u32::to_string))
        .status();
    let limit = Instant::now() + Duration::from_secs(10);
    while Instant::now() < limit && processes().any(|(id, _, state)| ids.contains(&id) && state != 'Z') {
        sleep(Duration::from_millis(20));
    }
}
