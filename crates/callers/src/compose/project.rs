//! Compose projects of a tree: which files belong together, and the builds and containers of each.

use super::load::{Loader, Services};
use super::{is_compose, recipe::Recipe};
use crate::build::{Build, Caller, Secret, SecretSource};
use crate::part::Said;
use crate::source::dockerfile_in;
use crate::{Dockerfile, Source, Tree, path};
use std::collections::{BTreeMap, BTreeSet};

/// The folders with compose files among `files`, and those files.
pub(crate) fn folders(files: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in files.iter().filter(|file| is_compose(file)) {
        folders.entry(path::folder(file)).or_default().push(file);
    }
    folders
}

/// Reads the compose projects of `folder`, whose compose files are `here`.
///
/// The standard file and its override are one project; every other file (`compose.prod.yaml`) is read over the standard
/// file, and gives the services that it mentions itself.
pub(crate) fn read(tree: &dyn Tree, folder: &str, here: &[&str]) -> Said {
    let mut loader = Loader {
        tree,
        problems: Vec::new(),
    };
    let mut said = in_folder(&mut loader, folder, here);
    said.problems = loader.problems;
    said
}

/// Names in the order in which compose looks for them; the first that is there is used.
const STANDARD: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
];
const OVERRIDE: [&str; 4] = [
    "compose.override.yaml",
    "compose.override.yml",
    "docker-compose.override.yaml",
    "docker-compose.override.yml",
];

/// The standard file of a folder and its override, where both are among `files`, those of the folder.
pub(crate) fn pair(files: &[String]) -> Option<(&str, &str)> {
    let here: Vec<&str> = files.iter().map(String::as_str).collect();
    pick(&STANDARD, &here).zip(pick(&OVERRIDE, &here))
}

/// The file of a folder that has the first of `names`.
fn pick<'f>(names: &[&str], here: &[&'f str]) -> Option<&'f str> {
    let named = |name: &&str| here.iter().find(|file| path::name(file) == *name);
    names.iter().find_map(named).copied()
}

fn in_folder(loader: &mut Loader<'_>, folder: &str, here: &[&str]) -> Said {
    let variables = loader.variables(folder);
    let (standard, overriding) = (pick(&STANDARD, here), pick(&OVERRIDE, here));
    let mut base = Services::default();
    let mut said = Said::default();
    if let Some(file) = standard {
        base = loader.file(file, folder, &variables, 0);
        let mut whole = base.clone();
        if let Some(file) = overriding {
            whole.add(loader.file(file, folder, &variables, 0));
        }
        add(&mut said, &whole, None);
    }
    for file in here {
        let is_read = standard == Some(*file) || (standard.is_some() && overriding == Some(*file));
        if is_read {
            continue;
        }
        let own = loader.file(file, folder, &variables, 0);
        let names: BTreeSet<String> = own
            .services
            .iter()
            .filter(|(_, service)| service.recipe.is_some())
            .map(|(name, _)| name.clone())
            .collect();
        let leans = names.iter().any(|name| {
            base.services
                .get(name)
                .is_some_and(|service| service.recipe.is_some())
        });
        let mut whole = base.clone();
        if !leans {
            whole = Services::default();
        }
        whole.add(own);
        whole.services.retain(|name, _| names.contains(name));
        let under = standard.filter(|_| leans);
        add(&mut said, &whole, under);
    }
    said
}

/// Adds what the services of a project say.
fn add(said: &mut Said, services: &Services, under: Option<&str>) {
    for (name, service) in &services.services {
        if let Some(recipe) = &service.recipe {
            let mut build = build(name, recipe, &services.secrets);
            build.images.splice(0..0, service.image.clone());
            if let Some(under) = under {
                build
                    .assumptions
                    .push(format!("used together with `{under}`"));
            }
            said.builds.push(build.finish());
        }
        said.containers.push(service.container.clone());
    }
}

fn build(name: &str, recipe: &Recipe, secrets: &[Secret]) -> Build {
    let mut build = Build::at(Caller::Compose, name, recipe.place.clone());
    let folder = path::folder(&recipe.place.file).to_owned();
    build.context = recipe.context.clone().unwrap_or(Source::Folder(folder));
    build.dockerfile = if recipe.is_inline {
        Dockerfile::Inline
    } else {
        dockerfile_in(&build.context, recipe.dockerfile.as_ref())
    };
    build.folder = recipe.folder.clone().filter(|_| !recipe.is_borrowed);
    build.is_borrowed = recipe.is_borrowed;
    build.target = recipe.target.clone();
    build.args = recipe.args.clone();
    build.ssh = recipe.ssh.clone();
    build.contexts = recipe.contexts.clone();
    build.platforms = recipe.platforms.clone();
    build.images = recipe.tags.clone();
    let found = recipe.secrets.iter().map(|id| {
        let secret = secrets.iter().find(|secret| &secret.id == id);
        secret.cloned().unwrap_or_else(|| Secret {
            id: id.clone(),
            source: SecretSource::Unsaid,
        })
    });
    build.secrets = found.collect();
    build
}
