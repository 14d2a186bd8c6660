//! Lays one service over another, as override files and `extends` do.
//!
//! <https://github.com/compose-spec/compose-spec/blob/main/13-merge.md>

use super::recipe::Recipe;
use super::service::Service;
use crate::build::Argument;
use crate::{Container, Text};

impl Service {
    /// This service with `over` laid over it.
    pub(super) fn merged(self, over: Service) -> Service {
        Service {
            recipe: match (self.recipe, over.recipe) {
                (_, Some(over)) if over.is_reset => over.is_something().then_some(over),
                (Some(under), Some(over)) => Some(under.merged(over)),
                (under, over) => over.or(under),
            },
            image: over.image.or(self.image),
            container: container(self.container, over.container),
        }
    }
}

impl Recipe {
    fn merged(mut self, over: Recipe) -> Recipe {
        for argument in over.args {
            replace(&mut self.args, argument);
        }
        for context in over.contexts {
            self.contexts.retain(|other| other.name != context.name);
            self.contexts.push(context);
        }
        extend(&mut self.secrets, over.secrets);
        extend(&mut self.ssh, over.ssh);
        extend(&mut self.platforms, over.platforms);
        extend(&mut self.tags, over.tags);
        let is_sure = over.context.is_some() || self.folder.is_some();
        Recipe {
            place: over.place,
            folder: over.folder.filter(|_| is_sure),
            is_borrowed: over.is_borrowed,
            context: over.context.or(self.context),
            dockerfile: over.dockerfile.or(self.dockerfile),
            is_inline: over.is_inline || self.is_inline,
            target: over.target.or(self.target),
            ..self
        }
    }

    /// Whether it says anything; `build: !reset null` does not.
    fn is_something(&self) -> bool {
        self.context.is_some() || self.dockerfile.is_some() || self.is_inline
    }
}

fn replace(args: &mut Vec<Argument>, argument: Argument) {
    match args.iter_mut().find(|other| other.name == argument.name) {
        Some(other) => *other = argument,
        None => args.push(argument),
    }
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

fn container(mut under: Container, over: Container) -> Container {
    extend::<Text>(&mut under.ports, over.ports);
    extend::<Text>(&mut under.volumes, over.volumes);
    Container {
        place: over.place,
        image: over.image.or(under.image),
        user: over.user.or(under.user),
        is_read_only: over.is_read_only.or(under.is_read_only),
        has_env_file: over.has_env_file || under.has_env_file,
        has_healthcheck: over.has_healthcheck || under.has_healthcheck,
        probes: match over.probes.is_empty() {
            true => under.probes,
            false => over.probes,
        },
        ..under
    }
}
