//! Who a stage runs as, as it stands.

use super::subject::base_label;
use crate::{Reason, Target, base_image};
use dockerfile::{Base, Setting, Stage};

/// Who a stage runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UserNow {
    /// Root, by the `USER` at this position, or because the base starts as root.
    Root(Option<usize>),
    /// A name, by the `USER` at this position.
    Named(Setting<String>),
    /// A number, or the base's own account.
    Other,
    /// It cannot be told.
    Unknown(Reason, String),
}

pub(super) fn user_now(
    target: &Target<'_>,
    stage: &Stage,
    base: Option<&catalog::Base>,
) -> UserNow {
    if let Some(setting) = &stage.user {
        return by_file(setting, target);
    }
    let label = || base_label(target, stage);
    match stage.root(target.stages) {
        Base::Scratch => UserNow::Root(None),
        Base::Unresolved(_) if base.is_none() => UserNow::Unknown(
            Reason::UnresolvedBase,
            format!("base `{}` is named by a variable without a value", label()),
        ),
        Base::Image(_) | Base::Stage(_) | Base::Unresolved(_) => match base {
            None if base_image::reference(target, stage).is_none() => UserNow::Unknown(
                Reason::UnresolvedBase,
                format!(
                    "those who build it do not agree on its base, which is `{}` by default",
                    label()
                ),
            ),
            None => UserNow::Unknown(
                Reason::UnknownBase,
                format!(
                    "the catalogue does not know base `{}`, so who it starts as is open",
                    label()
                ),
            ),
            Some(base) => match base.starts_as_root() {
                Some(true) => UserNow::Root(None),
                Some(false) => UserNow::Other,
                None if base.family == Some(catalog::Family::Windows) => UserNow::Root(None),
                None => UserNow::Unknown(
                    Reason::UnknownBase,
                    format!(
                        "the catalogue does not say who base `{}` starts as",
                        label()
                    ),
                ),
            },
        },
    }
}

fn by_file(setting: &Setting<String>, target: &Target<'_>) -> UserNow {
    let user = setting.value.split(':').next().unwrap_or_default();
    if !setting.is_known() {
        // `$APP_UID` and the like, which the base sets to a number.
        let is_set_by_base = setting.unknown.iter().all(|name| name == "APP_UID");
        return if is_set_by_base {
            UserNow::Other
        } else {
            let instruction = target.document.instructions.get(setting.instruction);
            let line = instruction.map_or(1, |instruction| instruction.lines.first);
            UserNow::Unknown(
                Reason::UserFromVariable,
                format!("line {line} takes the user from a variable without a value"),
            )
        };
    }
    match user {
        "root" | "0" | "" => UserNow::Root(Some(setting.instruction)),
        user if user.chars().all(|digit| digit.is_ascii_digit()) => UserNow::Other,
        "ContainerAdministrator" | "ContainerUser" | "NetworkService" => UserNow::Other,
        _ => UserNow::Named(setting.clone()),
    }
}
