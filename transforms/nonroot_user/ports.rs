//! Ports below 1024, which some platforms keep for root.

use super::subject::Subject;
use super::weighing::Weighing;
use context::{Context, EntryKind};

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

/// How many files of a context are looked at for manifests.
const MAX_FILES: usize = 2_000;

pub(super) fn look(subject: &Subject<'_>, weighing: &mut Weighing) {
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
    match subject.target.context {
        Some(context) => match manifest(context) {
            Some(file) => weighing.assumes(format!(
                "the cluster of `{file}` lets every account open port {port} (sysctl `net.ipv4.ip_unprivileged_port_start`)"
            )),
            None => weighing.rests_on(format!(
                "port {port} is open to every account in Docker since 20.10 and in Podman, and the context has no cluster's manifest"
            )),
        },
        None => weighing.assumes(format!("the container runs where every account may open port {port}, as in Docker since 20.10")),
    }
}

fn ports(subject: &Subject<'_>) -> Vec<u16> {
    let mut ports: Vec<u16> = Vec::new();
    let exposed = subject.stage.ports.iter();
    ports.extend(exposed.filter_map(|port| port.value.split('/').next()?.parse::<u16>().ok()));
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

/// A manifest of Kubernetes, OpenShift or ECS in the context.
fn manifest(context: &dyn Context) -> Option<String> {
    let mut folders = vec![String::new()];
    let mut looked = 0;
    while let Some(folder) = folders.pop() {
        for entry in context.entries(&folder)? {
            looked += 1;
            if looked > MAX_FILES {
                return None;
            }
            let path = if folder.is_empty() {
                entry.name.clone()
            } else {
                format!("{folder}/{}", entry.name)
            };
            match entry.kind {
                EntryKind::Folder => {
                    if !["node_modules", ".git", "vendor", "target"].contains(&entry.name.as_str())
                    {
                        folders.push(path);
                    }
                }
                EntryKind::File => {
                    if is_manifest(context, &path, &entry.name) {
                        return Some(path);
                    }
                }
                EntryKind::Link | EntryKind::Other => {}
            }
        }
    }
    None
}

fn is_manifest(context: &dyn Context, path: &str, name: &str) -> bool {
    if [
        "Chart.yaml",
        "kustomization.yaml",
        "skaffold.yaml",
        "task-definition.json",
        "helmfile.yaml",
    ]
    .contains(&name)
    {
        return true;
    }
    let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    let is_json = name.ends_with(".json") && name.contains("task");
    if !is_yaml && !is_json {
        return false;
    }
    context.read(path).is_some_and(|text| {
        let is_workload = text.lines().any(|line| {
            let kind = line.trim_end().strip_prefix("kind:").map(str::trim);
            kind.is_some_and(|kind| {
                [
                    "Deployment",
                    "Pod",
                    "StatefulSet",
                    "DaemonSet",
                    "Job",
                    "CronJob",
                    "ReplicaSet",
                    "DeploymentConfig",
                    "Rollout",
                ]
                .contains(&kind)
            })
        });
        is_workload || text.contains("\"containerDefinitions\"")
    })
}
