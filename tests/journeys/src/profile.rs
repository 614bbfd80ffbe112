//! The folder in which a browser keeps what it knows.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::TempDir;

/// A new folder for one browser: its profile, home and downloads. Removed on drop.
pub struct Profile {
    folder: TempDir,
}

impl Profile {
    /// Makes the folder.
    ///
    /// # Panics
    /// When the temporary folder of the machine cannot be written.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("attune-journey-").tempdir().expect("a temporary folder");
        let profile = Self { folder };
        for part in [profile.home(), profile.data(), profile.downloads()] {
            fs::create_dir_all(part).expect("a folder in a new folder");
        }
        // WebKit saves where the desktop's settings say.
        fs::create_dir_all(profile.home().join(".config")).expect("a folder in a new folder");
        let downloads = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", profile.downloads().display());
        fs::write(profile.home().join(".config/user-dirs.dirs"), downloads).expect("a file in a new folder");
        profile
    }

    /// The whole folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What the browser takes for the person's home.
    pub fn home(&self) -> PathBuf {
        self.path().join("home")
    }

    /// The browser's profile itself.
    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Where the browser saves files.
    pub fn downloads(&self) -> PathBuf {
        self.path().join("downloads")
    }

    /// Waits until a whole file whose name contains `part` was saved, and tells its path.
    ///
    /// # Panics
    /// When there is none after 20 seconds.
    pub async fn downloaded(&self, part: &str) -> PathBuf {
        for _ in 0..200 {
            let found = files(&self.downloads()).into_iter().find(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let unfinished = [".crdownload", ".part", ".wkdownload"].iter().any(|end| name.ends_with(end));
                name.contains(part) && !unfinished && fs::metadata(path).is_ok_and(|file| file.len() > 0)
            });
            if let Some(path) = found {
                return path;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no file named *{part}* was saved; there are {:?}", files(&self.downloads()));
    }

    /// Every file below the browser's own folders (not the downloads) that holds the text, in UTF-8 or UTF-16LE, in its
    /// content or its name. Browsers write both: ASCII-only strings as bytes, others as UTF-16.
    pub fn contains(&self, text: &str) -> Vec<PathBuf> {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let holds = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap_or_default();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.contains(text) || holds(&bytes, text.as_bytes()) || holds(&bytes, &wide)
        };
        files(&self.data()).into_iter().chain(files(&self.home())).filter(holds).collect()
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::new()
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return false };
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| rest.iter().position(|byte| byte == first)) {
        if bytes[from + at..].starts_with(part) {
            return true;
        }
        from += at + 1;
    }
    false
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_in_both_encodings_and_in_names_and_nowhere_else() {
        let profile = Profile::new();
        let wide: Vec<u8> = "xxMarisolyy".encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(profile.data().join("narrow"), b"MMaMarisol").expect("written");
        fs::write(profile.data().join("wide"), wide).expect("written");
        fs::write(profile.home().join("Marisol.txt"), b"").expect("written");
        fs::write(profile.home().join("other"), b"Mariso l").expect("written");
        let names: Vec<_> =
            profile.contains("Marisol").iter().filter_map(|p| p.file_name()?.to_str().map(str::to_owned)).collect();
        assert_eq!(names, ["narrow", "wide", "Marisol.txt"]);
        assert!(profile.contains("Mirasol").is_empty());
    }
}
