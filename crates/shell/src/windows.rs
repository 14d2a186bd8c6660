//! Programs that only a Windows shell runs.

/// Whether only a Windows shell runs a program of this name: `powershell` itself, or one of its commands, which are
/// called by a verb, a dash and a noun (`Invoke-WebRequest`).
///
/// The other one, `pwsh`, runs everywhere.
pub(crate) fn runs(program: &str) -> bool {
    match program.as_bytes() {
        [b'A'..=b'Z', ..] => program.split_once('-').is_some_and(|(verb, noun)| {
            VERBS.split(' ').any(|known| known == verb)
                && noun.starts_with(|first: char| first.is_ascii_uppercase())
        }),
        [b'p', ..] => matches!(program, "powershell" | "powershell.exe"),
        _ => false,
    }
}

/// The verbs that commands of PowerShell may start with, by
/// <https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands>.
const VERBS: &str = "\
    Add Approve Assert Backup Block Build Checkpoint Clear Close Compare Complete Compress Confirm Connect Convert \
    ConvertFrom ConvertTo Copy Debug Deny Deploy Disable Disconnect Dismount Edit Enable Enter Exit Expand Export \
    Find Format Get Grant Group Hide Import Initialize Install Invoke Join Limit Lock Measure Merge Mount Move New \
    Open Optimize Out Ping Pop Protect Publish Push Read Receive Redo Register Remove Rename Repair Request Reset \
    Resize Resolve Restart Restore Resume Revoke Save Search Select Send Set Show Skip Split Start Step Stop Submit \
    Suspend Switch Sync Test Trace Unblock Undo Uninstall Unlock Unprotect Unpublish Unregister Update Use Wait \
    Watch Write";

#[cfg(test)]
mod tests {
    use crate::Dialect;

    #[test]
    fn commands_of_powershell_are_for_a_windows_shell() {
        for text in [
            "Invoke-WebRequest https://example.com/a.zip -OutFile a.zip",
            "  Remove-Item -Force a.zip",
            "powershell -Command \"Write-Host 'a'\"",
            "powershell.exe a",
            "Write-Host",
        ] {
            assert_eq!(Dialect::told_by(text), Dialect::Windows, "{text}");
        }
    }

    #[test]
    fn programs_that_are_called_alike_are_for_any() {
        for text in [
            "",
            "Rscript -e Install-Things",
            "X-Ray",
            "Get-",
            "Get-all a",
            "Make-All a",
            "pwsh -c ls",
            "echo powershell",
            "./Get-Item",
        ] {
            assert_eq!(Dialect::told_by(text), Dialect::Posix, "{text}");
        }
    }
}
