//! The accounts that the file itself creates.

use super::subject::Subject;
use crate::accounts::Accounts;
pub(super) use crate::accounts::Created;

/// Every account the stage creates, in the order of the file.
pub(super) fn created_accounts(subject: &Subject<'_>) -> Vec<Created> {
    let mut accounts = Accounts::default();
    for ran in &subject.ran {
        accounts.take(ran.instruction, &ran.command);
    }
    accounts.accounts
}
