//! Ports below 1024, which some platforms keep for root.

use super::grants::Grants;
use super::manifests;
use super::port_move;
use super::subject::Subject;
use super::weighing::Weighing;
use callers::Runner;

/// Variables that say which port a program opens.
const PORT_VARIABLES: &[&str] = &[
    "PORT",
    "HTTP_PORT",
    "SERVER_PORT",
    "APP_PORT",
    "ASPNETCORE_HTTP_PORTS",
    "ASPNETCORE_URLS",
    "LISTEN_PORT",
];

pub(super) fn look(subject: &Subject<'_>, grants: &mut Grants, weighing: &mut Weighing) {
    let mut ports = ports(subject);
    ports.sort_unstable();
    ports.dedup();
    let low: Vec<u16> = ports.iter().copied().filter(|port| *port < 1024).collect();
    let Some(port) = low.first() else {
        if let Some(port) = ports.first() {
            weighing.rests_on(format!("port {port} is open to every account"));
        }
        return;
    };
    if subject.target.context.is_none() && subject.target.surroundings.is_none() {
        weighing.assumes(format!(
            "the container runs where every account may open port {port}, as in Docker since 20.10"
        ));
        return;
    };
    let own = workload(subject);
    let Some(file) = own.clone().or_else(|| manifests::cluster(subject.target)) else {
        weighing.rests_on(format!(
            "port {port} is open to every account in Docker since 20.10 and in Podman, and nothing around has a cluster's manifest"
        ));
        return;
    };
    // What a compose file publishes would be missed, and a manifest of another image says nothing of this one.
    let can_move = own.is_some() && !is_published(subject, &low);
    let Some(moved) = can_move.then(|| port_move::plan(subject, &low)).flatten() else {
        weighing.assumes(format!(
            "the cluster of `{file}` lets every account open port {port} (sysctl `net.ipv4.ip_unprivileged_port_start`)"
        ));
        return;
    };
    for (before, after) in &moved.ports {
        weighing.assumes(format!(
            "whoever reaches port {before} of the container is moved to port {after}, which the cluster of `{file}` opens to every account"
        ));
        weighing.leaves(format!(
            "in `{file}`, set `containerPort`, `targetPort` and probes from {before} to {after}; elsewhere publish {after} in place of {before}"
        ));
    }
    grants.port_move = Some(moved);
}

/// The manifest of a cluster that runs the image.
fn workload(subject: &Subject<'_>) -> Option<String> {
    let containers = super::compose::containers(subject).into_iter();
    let mut of_clusters = containers.filter(|container| container.runner == Runner::Kubernetes);
    of_clusters
        .next()
        .map(|container| container.place.file.clone())
}

/// Whether a compose file publishes one of the ports.
fn is_published(subject: &Subject<'_>, ports: &[u16]) -> bool {
    super::compose::containers(subject)
        .iter()
        .filter(|container| container.runner == Runner::Compose)
        .flat_map(|container| &container.ports)
        .any(|port| {
            let target = port.text.rsplit(':').next().unwrap_or_default();
            let number = target.split('/').next().unwrap_or_default();
            ports.iter().any(|port| port.to_string() == number)
        })
}

fn ports(subject: &Subject<'_>) -> Vec<u16> {
    let mut ports: Vec<u16> = Vec::new();
    let exposed = subject.stage.ports.iter();
    ports.extend(exposed.filter_map(|port| port.value.split('/').next()?.parse::<u16>().ok()));
    ports.extend(super::servers::ports(subject));
    for (name, setting) in &subject.stage.env {
        if PORT_VARIABLES.contains(&name.as_str()) {
            let number = setting.value.rsplit(':').next().unwrap_or_default();
            ports.extend(number.trim_end_matches('/').parse::<u16>().ok());
        }
    }
    for started in &subject.runs.commands {
        let words = started.words();
        for (position, word) in words.iter().enumerate() {
            let follows_flag = position
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|flag| ["-p", "--port", "--http-port", "-P"].contains(flag));
            let port = match word.rsplit_once([':', '=']) {
                Some((before, number)) => {
                    let is_port =
                        before.to_ascii_lowercase().contains("port") || word.contains(':');
                    number.parse::<u16>().ok().filter(|_| is_port)
                }
                None => word.parse::<u16>().ok().filter(|_| follows_flag),
            };
            ports.extend(port.filter(|port| *port > 0));
        }
    }
    ports
}
