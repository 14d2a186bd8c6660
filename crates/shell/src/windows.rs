//! Signs that a text is for a Windows shell, whatever it was handed over as: a file that says so in a `SHELL` is read
//! instruction by instruction, too.

/// What is said of such a text.
pub(crate) const CAUSE: &str = "it is for a Windows shell";

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
    use crate::Script;

    fn is_understood(text: &str) -> bool {
        Script::parse(text).is_understood
    }

    #[test]
    fn commands_of_powershell_are_for_no_posix_shell() {
        for text in [
            "Invoke-WebRequest https://example.com/a.zip -OutFile a.zip",
            "cd /a; Remove-Item -Force a.zip",
            "if ((Get-FileHash a.zip).Hash -ne $env:SUM) {exit 1}",
            "powershell -Command \"Write-Host 'a'\"",
            "echo a <<E && Start-Sleep 5\nb\nE\n",
        ] {
            assert!(!is_understood(text), "{text}");
        }
    }

    #[test]
    fn programs_that_are_called_alike_are_read() {
        for text in [
            "Rscript -e Install-Things",
            "X-Ray",
            "Get-",
            "Make-All a",
            "pwsh -c ls",
            "echo powershell",
        ] {
            assert!(is_understood(text), "{text}");
        }
    }
}
