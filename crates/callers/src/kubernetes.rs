//! Kubernetes manifests: which images run, and under which rules.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/>

use crate::container::{Container, Runner};
use crate::read::{Node, yaml};
use crate::{Place, Text};
use std::sync::Arc;

/// Whether a text can be a manifest: a cheap look before it is read.
pub(crate) fn may_run(text: &str) -> bool {
    text.contains("apiVersion:") && text.contains("containers:")
}

/// The containers of a manifest. A Helm template is no YAML until it is rendered, and gives none.
pub(crate) fn containers(file: &str, text: &str) -> Vec<Container> {
    if text.contains("{{") {
        return Vec::new();
    }
    let documents = yaml(text).unwrap_or_default();
    let mut found = Vec::new();
    for document in &documents {
        let items = document
            .get("items")
            .map(|list| list.items())
            .unwrap_or_default();
        for resource in items.iter().chain([document]) {
            if let Some(pod) = pod(resource) {
                containers_of(file, pod, &mut found);
            }
        }
    }
    found
}

/// Where the pod of a resource stands: itself, a template, the template of a job's template.
fn pod(resource: &Arc<Node>) -> Option<&Arc<Node>> {
    let paths: [&[&str]; 3] = [
        &["spec", "jobTemplate", "spec", "template", "spec"],
        &["spec", "template", "spec"],
        &["spec"],
    ];
    paths
        .iter()
        .filter_map(|path| resource.at(path))
        .find(|pod| pod.get("containers").is_some())
}

fn containers_of(file: &str, pod: &Node, found: &mut Vec<Container>) {
    for list in ["initContainers", "containers"] {
        for node in pod.get(list).map(|list| list.items()).unwrap_or_default() {
            let place = Place {
                file: file.to_owned(),
                line: node.line,
            };
            let name = node
                .get("name")
                .and_then(|name| name.text())
                .unwrap_or_default();
            let mut container = Container::at(Runner::Kubernetes, name, place);
            container.image = node
                .get("image")
                .and_then(|image| image.text())
                .map(Text::known);
            // What the container says wins over what its pod says.
            let rule = |name: &str| {
                let own = node.at(&["securityContext", name]);
                own.or_else(|| pod.at(&["securityContext", name]))?.text()
            };
            container.run_as_non_root = rule("runAsNonRoot").map(|value| value == "true");
            container.is_read_only = rule("readOnlyRootFilesystem").map(|value| value == "true");
            container.user = rule("runAsUser").map(Text::known);
            container.ports = values(node, "ports", "containerPort");
            container.volumes = values(node, "volumeMounts", "mountPath");
            container.has_healthcheck = ["livenessProbe", "readinessProbe", "startupProbe"]
                .iter()
                .any(|probe| node.get(probe).is_some());
            container.probes = PROBES
                .iter()
                .filter_map(|place| node.at(place))
                .map(|command| {
                    let words = command.items().iter().filter_map(|word| word.text());
                    words.map(str::to_owned).collect()
                })
                .collect();
            found.push(container);
        }
    }
}

/// Where a container says which commands run inside it.
///
/// <https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.31/#execaction-v1-core>
const PROBES: &[&[&str]] = &[
    &["livenessProbe", "exec", "command"],
    &["readinessProbe", "exec", "command"],
    &["startupProbe", "exec", "command"],
    &["lifecycle", "postStart", "exec", "command"],
    &["lifecycle", "preStop", "exec", "command"],
];

fn values(node: &Node, list: &str, name: &str) -> Vec<Text> {
    let items = node.get(list).map(|list| list.items()).unwrap_or_default();
    let values = items.iter().filter_map(|item| item.get(name)?.text());
    values.map(Text::known).collect()
}
