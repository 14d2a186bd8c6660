//! Who a stage runs as, as it stands.

use super::subject::Subject;
use crate::{Reason, base_image};
use dockerfile::{Base, Setting};

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

pub(super) fn user_now(subject: &Subject<'_>) -> UserNow {
    if let Some(setting) = &subject.stage.user {
        return by_file(setting, subject);
    }
    let label = subject.base_label();
    match subject.stage.root(subject.target.stages) {
        Base::Scratch => UserNow::Root(None),
        Base::Unresolved(_) if subject.base.is_none() => UserNow::Unknown(
            Reason::UnresolvedBase,
            format!("base `{label}` is named by a variable without a value"),
        ),
        Base::Image(_) | Base::Stage(_) | Base::Unresolved(_) => match subject.base.as_ref() {
            None if base_image::reference(subject.target, subject.stage).is_none() => {
                UserNow::Unknown(
                    Reason::UnresolvedBase,
                    format!(
                        "those who build it do not agree on its base, which is `{label}` by default"
                    ),
                )
            }
            None => UserNow::Unknown(
                Reason::UnknownBase,
                format!("the catalogue does not know base `{label}`, so who it starts as is open"),
            ),
            Some(base) => match base.starts_as_root() {
                Some(true) => UserNow::Root(None),
                Some(false) => UserNow::Other,
                None if base.family == Some(catalog::Family::Windows) => UserNow::Root(None),
                None => UserNow::Unknown(
                    Reason::UnknownBase,
                    format!("the catalogue does not say who base `{label}` starts as"),
                ),
            },
        },
    }
}

fn by_file(setting: &Setting<String>, subject: &Subject<'_>) -> UserNow {
    let user = setting.value.split(':').next().unwrap_or_default();
    if !setting.is_known() {
        // `$APP_UID` and the like, which the base sets to a number.
        let is_set_by_base = setting.unknown.iter().all(|name| name == "APP_UID");
        return if is_set_by_base {
            UserNow::Other
        } else {
            UserNow::Unknown(
                Reason::UserFromVariable,
                format!(
                    "line {} takes the user from a variable without a value",
                    subject.line(setting.instruction)
                ),
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
