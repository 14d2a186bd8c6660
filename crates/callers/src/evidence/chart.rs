//! Helm charts: what the lines of a template, or of its values, say in plain text.
//!
//! A template is no YAML until it is rendered (<https://helm.sh/docs/chart_template_guide/getting_started/>), so that
//! nothing but single lines is read, and nobody may take them for more.

use crate::{Place, path};

/// A line of a chart that says how an image is run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChartLine {
    /// Where it stands.
    pub place: Place,
    /// Its key, such as `runAsUser`.
    pub key: String,
    /// Its value as written, without quotes and comment; `{{ … }}` stays in it.
    pub value: String,
}

/// The keys that say which image runs, as whom, and what it may do.
const KEYS: [&str; 13] = [
    "allowPrivilegeEscalation",
    "containerPort",
    "fsGroup",
    "image",
    "mountPath",
    "privileged",
    "readOnlyRootFilesystem",
    "repository",
    "runAsGroup",
    "runAsNonRoot",
    "runAsUser",
    "tag",
    "targetPort",
];

/// Whether a file is part of one of the charts, whose folders are given: a template, or its values.
pub(crate) fn is_chart(file: &str, charts: &[&str]) -> bool {
    let is_yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    is_yaml
        && charts.iter().any(|chart| {
            let below = if chart.is_empty() {
                Some(file)
            } else {
                let below = file.strip_prefix(chart);
                below.and_then(|below| below.strip_prefix('/'))
            };
            below.is_some_and(|below| {
                let is_value_file = !below.contains('/') && path::name(below).starts_with("values");
                below.starts_with("templates/") || is_value_file
            })
        })
}

/// The lines of the text of `file` that say how an image is run.
pub(crate) fn lines(file: &str, text: &str) -> Vec<ChartLine> {
    let lines = text.lines().zip(1..);
    lines
        .filter_map(|(text, line)| {
            let text = text.trim();
            let text = text.strip_prefix("- ").unwrap_or(text).trim_start();
            let (key, value) = text.split_once(':')?;
            let value = value.split(" #").next().unwrap_or_default().trim();
            let is_said = KEYS.contains(&key) && !value.is_empty() && !value.starts_with('#');
            is_said.then(|| ChartLine {
                place: Place {
                    file: file.to_owned(),
                    line,
                },
                key: key.to_owned(),
                value: unquoted(value).to_owned(),
            })
        })
        .collect()
}

fn unquoted(value: &str) -> &str {
    let inside = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_template_are_read_as_they_stand() {
        let text = "spec:\n  {{- if .Values.on }}\n  - image: \"{{ .Values.image }}:1\" # one\n    securityContext:\n      runAsUser: {{ .Values.uid }}\n      runAsNonRoot: true\n  {{- end }}\n  tag:\n  other: 1\n";
        let read = lines("a.yaml", text);
        let shown = read
            .iter()
            .map(|read| format!("{} {}={}", read.place.line, read.key, read.value));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "3 image={{ .Values.image }}:1",
                "5 runAsUser={{ .Values.uid }}",
                "6 runAsNonRoot=true"
            ]
        );
    }

    #[test]
    fn only_templates_and_values_of_a_chart_are_its_own() {
        let charts = ["deploy/api", ""];
        assert!(is_chart("deploy/api/templates/a/web.yaml", &charts[..1]));
        assert!(is_chart("deploy/api/values-prod.yaml", &charts[..1]));
        assert!(is_chart("templates/web.yml", &charts));
        assert!(!is_chart("deploy/api/other.yaml", &charts[..1]));
        assert!(!is_chart("deploy/api2/values.yaml", &charts[..1]));
    }
}
