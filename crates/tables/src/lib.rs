//! Tables of facts: people write them in TOML, the program holds them as JSON.
//!
//! Every start of the program reads the tables that it needs, and JSON is read several times as fast. A package with
//! tables calls [`compile`] in its build script, and gets at each with [`text!`].

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The JSON of a table of the package that asks: `tables::text!("data/latest")` for `data/latest.toml`.
#[macro_export]
macro_rules! text {
    ($path:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $path, ".json"))
    };
}

/// Writes the tables of the package whose build script calls this: every TOML file in a folder `data`, at its root or in
/// a folder there. A folder `data` that is new is seen once the build script runs again: touch it.
///
/// # Errors
///
/// A table that is no TOML, or a file that cannot be read or written.
pub fn compile() -> Result<(), Box<dyn Error>> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .ok_or(name.to_owned())
    };
    let (package, out) = (folder("CARGO_MANIFEST_DIR")?, folder("OUT_DIR")?);
    for data in data_folders(&package)? {
        println!("cargo::rerun-if-changed={}", data.display());
        let below = out.join(data.strip_prefix(&package)?);
        fs::create_dir_all(&below)?;
        for table in entries(&data)? {
            let name = table.file_stem().unwrap_or_default();
            if table.extension() == Some(OsStr::new("toml")) {
                let json = json(&fs::read_to_string(&table)?);
                let json = json.map_err(|error| format!("{}: {error}", table.display()))?;
                fs::write(below.join(name).with_extension("json"), json)?;
            }
        }
    }
    Ok(())
}

/// A table in TOML as JSON.
fn json(text: &str) -> Result<String, Box<dyn Error>> {
    let table: toml::Table = toml::from_str(text)?;
    Ok(serde_json::to_string(&table)?)
}

fn data_folders(package: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let inner = entries(package)?
        .into_iter()
        .map(|folder| folder.join("data"));
    let all = std::iter::once(package.join("data")).chain(inner);
    Ok(all.filter(|folder| folder.is_dir()).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_its_shape() {
        let toml = "date = \"2026-01-02\"\n[[image]]\nnames = [\"a\", \"b/*\"]\nuid = 10001\nis_root = false\n";
        assert_eq!(
            json(toml).expect("it is TOML"),
            r#"{"date":"2026-01-02","image":[{"is_root":false,"names":["a","b/*"],"uid":10001}]}"#
        );
        assert!(json("[").is_err());
    }

    #[test]
    fn tables_lie_in_folders_called_data() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for path in ["data", "a/data", "b/cases", "c/d/data"] {
            fs::create_dir_all(root.join(path)).expect("a folder");
        }
        let mut found = data_folders(root).expect("the folder can be listed");
        found.sort();
        assert_eq!(found, [root.join("a/data"), root.join("data")]);
    }
}
