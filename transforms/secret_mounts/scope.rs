//! How far a variable reaches: the stages that see it, whether it ships, and what the base image does with it.

use super::uses::{expands, heirs};
use super::variable::Variable;
use crate::Target;
use dockerfile::{Base, ImageReference, Kind, Stage};

/// The numbers of the stages that see the variable.
pub(super) fn stages(target: &Target<'_>, variable: &Variable) -> Vec<usize> {
    variable
        .stage
        .map(|stage| heirs(target.stages, stage))
        .unwrap_or_default()
}

/// Whether the variable reaches the environment of the image that ships.
pub(super) fn ships(target: &Target<'_>, variable: &Variable) -> bool {
    let last = target.stages.last().map(|stage| stage.index);
    last.is_some_and(|last| stages(target, variable).contains(&last))
}

/// The first `FROM` that is made from the variable.
pub(super) fn feeds_from(target: &Target<'_>, name: &str) -> Option<usize> {
    target.document.instructions.iter().position(|instruction| {
        matches!(instruction.kind, Kind::From(_)) && expands(&instruction.logical.text, name)
    })
}

/// Whether the image that the last stage is built on needs the variable to start.
///
/// The official database images read these names in their entrypoints, and each also under `NAME_FILE`
/// (<https://hub.docker.com/_/postgres>, <https://hub.docker.com/_/mysql>, <https://hub.docker.com/_/mongo>).
pub(super) fn starts_with(target: &Target<'_>, name: &str) -> bool {
    const PREFIXES: &[(&str, &str)] = &[
        ("postgres", "POSTGRES_"),
        ("mysql", "MYSQL_"),
        ("mariadb", "MYSQL_"),
        ("mariadb", "MARIADB_"),
        ("percona", "MYSQL_"),
        ("mongo", "MONGO_INITDB_"),
        ("rabbitmq", "RABBITMQ_"),
        ("wordpress", "WORDPRESS_"),
        ("influxdb", "DOCKER_INFLUXDB_"),
        ("couchdb", "COUCHDB_"),
        ("neo4j", "NEO4J_"),
        ("elasticsearch", "ELASTIC_"),
        ("redis", "REDIS_"),
        ("minio/minio", "MINIO_"),
        ("mcr.microsoft.com/mssql/server", "SA_PASSWORD"),
    ];
    let Some(image) = target
        .stages
        .last()
        .and_then(|stage| root(target.stages, stage))
    else {
        return false;
    };
    let text = image.text.split(['@']).next().unwrap_or_default();
    let known =
        |repository: &str| text == repository || text.starts_with(&format!("{repository}:"));
    PREFIXES
        .iter()
        .any(|(repository, prefix)| known(repository) && name.starts_with(prefix))
}

/// The image below a stage, through the stages it is built on.
fn root<'a>(stages: &'a [Stage], stage: &'a Stage) -> Option<&'a ImageReference> {
    match &stage.base {
        Base::Scratch | Base::Unresolved(_) => None,
        Base::Image(image) => Some(image),
        Base::Stage(below) => stages.get(*below).and_then(|below| root(stages, below)),
    }
}
