//! Which containers run the images of a build.

use crate::chain::{Fit, Image};
use crate::{Build, Container, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Containers by what they run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Runs {
    /// By file and name: a compose service that is built is run, too.
    by_place: BTreeMap<(String, String), Vec<usize>>,
    /// By the repository of their image, with its name.
    by_image: BTreeMap<String, Vec<(usize, Text)>>,
}

impl Runs {
    /// The index of `containers`.
    #[must_use]
    pub fn new(containers: &[Container]) -> Self {
        let mut runs = Self::default();
        for (at, container) in containers.iter().enumerate() {
            let place = (container.place.file.clone(), container.name.clone());
            runs.by_place.entry(place).or_default().push(at);
            let text = container.image.as_ref();
            if let Some((text, image)) = text.and_then(|text| Some((text, Image::parse(text)?))) {
                let repository = image.repository.to_owned();
                let named = runs.by_image.entry(repository).or_default();
                named.push((at, text.clone()));
            }
        }
        runs
    }

    /// The positions of the containers that run an image of one of `builds`, in order.
    #[must_use]
    pub fn of(&self, builds: &[Build]) -> Vec<usize> {
        let mut found = BTreeSet::new();
        for build in builds {
            let place = (build.place.file.clone(), build.name.clone());
            found.extend(self.by_place.get(&place).into_iter().flatten());
            for built in build.images.iter().filter_map(Image::parse) {
                let named = self.by_image.get(built.repository).into_iter().flatten();
                let fit = |text| Image::parse(text).and_then(|image| built.fit(&image));
                let same = named.filter(|(_, text)| fit(text) >= Some(Fit::Repository));
                found.extend(same.map(|(at, _)| *at));
            }
        }
        found.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Memory, discover};

    #[test]
    fn services_that_are_built_and_pods_that_name_the_image_run_it() {
        let compose =
            "services:\n  web:\n    build: .\n    image: shop/web:1\n  db:\n    image: postgres\n";
        let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: docker.io/shop/web:1\n  - name: b\n    image: shop/web:2\n";
        let found = discover(&Memory::from([
            ("compose.yaml".to_owned(), compose.to_owned()),
            ("Dockerfile".to_owned(), "FROM scratch\n".to_owned()),
            ("k8s/pod.yaml".to_owned(), pod.to_owned()),
        ]));
        let runs = Runs::new(&found.containers).of(&found.builds);
        let names: Vec<&str> = runs
            .into_iter()
            .map(|at| found.containers[at].name.as_str())
            .collect();
        assert_eq!(names, ["web", "a"]);
    }
}
