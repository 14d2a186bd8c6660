//! Build secrets as they are written on a command line and in bake files: `id=token,env=TOKEN`.

use crate::{Secret, SecretSource, Text};

/// The secret that `id=…,src=…` or `id=…,env=…` means.
///
/// <https://docs.docker.com/reference/cli/docker/buildx/build/#secret>
pub(crate) fn parse(written: &Text) -> Option<Secret> {
    let (mut id, mut env, mut file) = (None, None, None);
    for part in written.text.split(',') {
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        match key.trim() {
            "id" => id = Some(value.to_owned()),
            "env" => env = Some(value.to_owned()),
            "src" | "source" => file = Some(written.with(value)),
            _ => {}
        }
    }
    let source = match (env, file) {
        (Some(env), _) => SecretSource::Env(env),
        (None, Some(file)) => SecretSource::File(file),
        (None, None) => SecretSource::Unsaid,
    };
    Some(Secret { id: id?, source })
}
