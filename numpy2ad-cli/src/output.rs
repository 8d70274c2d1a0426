//! What is written: standard output, standard error, and files whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Says on standard error what went wrong. If nobody listens there, nobody can be told.
pub(crate) fn complain(message: &str) {
    let _ = io::stderr().lock().write_all(message.as_bytes());
}

/// Prints on standard output.
pub(crate) fn print(text: &str) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("error: cannot write to standard output: {error}\n")),
        Ok(()) => Ok(()),
    }
}

/// Writes the file, or standard output for `-` or no file at all.
pub(crate) fn write(out: Option<&Path>, text: &str) -> Result<(), String> {
    match out {
        Some(path) if path.as_os_str() != "-" => replace(path, text)
            .map_err(|error| format!("error: cannot write `{}`: {error}\n", path.display())),
        _ => print(text),
    }
}

/// Puts a file with this text in the place of what stands there, in one step.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let before = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if before.is_some() {
        // Renaming needs no leave of the file that it replaces; a file that is protected stays as it is.
        let mut there = OpenOptions::new().write(true).open(path)?;
        if !before.as_ref().is_some_and(fs::Metadata::is_file) {
            return there.write_all(text.as_bytes()); // a device or a pipe has no contents to be replaced
        }
    }
    // Where the path is a link, the file behind it is replaced, and the link stays.
    let target = if before.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let (mut file, temporary) = Temporary::beside(&target)?;
    file.write_all(text.as_bytes())?;
    if let Some(before) = before {
        file.set_permissions(before.permissions())?;
    }
    file.sync_all()?;
    drop(file);
    temporary.rename(&target)
}

/// A file that is removed again unless it is given its name.
struct Temporary {
    path: PathBuf,
    is_kept: bool,
}

impl Temporary {
    /// A new file in the same directory, and so on the same file system.
    fn beside(target: &Path) -> io::Result<(File, Self)> {
        let Some(name) = target.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is not the name of a file"));
        };
        for attempt in 0..100 {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".{}-{attempt}.tmp", std::process::id()));
            let path = target.with_file_name(hidden);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((file, Self { path, is_kept: false })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "no name is free for a temporary file beside it"))
    }

    fn rename(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_kept {
            // What went wrong before is what is reported.
            let _ = fs::remove_file(&self.path);
        }
    }
}
