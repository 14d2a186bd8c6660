//! The programs that run another program, and how their own options are told from it.

/// How a wrapper's command line is cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) program: &'static str,
    /// The options whose value is the next word.
    pub(crate) valued: &'static [&'static str],
    /// The options among them that name the user.
    pub(crate) user_options: &'static [&'static str],
    /// The options with which it runs nothing.
    pub(crate) looks_only: &'static [&'static str],
    /// How many words stand between the options and the program.
    pub(crate) operands: usize,
    /// Whether the first of them is the user.
    pub(crate) user_is_operand: bool,
    /// Whether `NAME=value` may stand before the program.
    pub(crate) assigns: bool,
}

const PLAIN: Rule = Rule {
    program: "",
    valued: &[],
    user_options: &[],
    looks_only: &[],
    operands: 0,
    user_is_operand: false,
    assigns: false,
};

const fn plain(program: &'static str) -> Rule {
    Rule { program, ..PLAIN }
}

const fn valued(program: &'static str, valued: &'static [&'static str]) -> Rule {
    Rule {
        program,
        valued,
        ..PLAIN
    }
}

/// Programs of the form `PROGRAM USER COMMAND…`.
const fn as_user(program: &'static str) -> Rule {
    Rule {
        program,
        operands: 1,
        user_is_operand: true,
        ..PLAIN
    }
}

pub(crate) const WRAPPERS: &[Rule] = &[
    Rule {
        valued: &[
            "-u",
            "--user",
            "-g",
            "--group",
            "-h",
            "--host",
            "-p",
            "--prompt",
            "-C",
            "--close-from",
            "-D",
            "--chdir",
            "-R",
            "--chroot",
            "-r",
            "--role",
            "-t",
            "--type",
            "-T",
            "--command-timeout",
            "-U",
            "--other-user",
        ],
        user_options: &["-u", "--user"],
        looks_only: &[
            "-l",
            "--list",
            "-v",
            "--validate",
            "-e",
            "--edit",
            "-V",
            "--version",
        ],
        assigns: true,
        ..plain("sudo")
    },
    Rule {
        valued: &["-u", "-C"],
        user_options: &["-u"],
        ..plain("doas")
    },
    Rule {
        valued: &["-u", "--unset", "-C", "--chdir"],
        looks_only: &["-S", "--split-string"],
        assigns: true,
        ..plain("env")
    },
    valued("exec", &["-a"]),
    Rule {
        looks_only: &["-v", "-V"],
        ..plain("command")
    },
    plain("builtin"),
    valued("time", &["-f", "--format", "-o", "--output"]),
    plain("nohup"),
    plain("setsid"),
    plain("fakeroot"),
    plain("eatmydata"),
    valued("nice", &["-n", "--adjustment"]),
    valued("ionice", &["-c", "--class", "-n", "--classdata"]),
    valued(
        "stdbuf",
        &["-i", "--input", "-o", "--output", "-e", "--error"],
    ),
    Rule {
        operands: 1,
        ..valued("timeout", &["-s", "--signal", "-k", "--kill-after"])
    },
    valued(
        "xargs",
        &[
            "-I",
            "-n",
            "--max-args",
            "-P",
            "--max-procs",
            "-d",
            "--delimiter",
            "-E",
            "-L",
            "--max-lines",
            "-s",
            "--max-chars",
            "-a",
            "--arg-file",
        ],
    ),
    valued("tini", &["-p", "-e"]),
    valued("tini-static", &["-p", "-e"]),
    valued("dumb-init", &["-r", "--rewrite"]),
    valued("catatonit", &["-P"]),
    as_user("gosu"),
    as_user("su-exec"),
    as_user("setuser"),
    as_user("s6-setuidgid"),
    Rule {
        user_options: &["-u"],
        ..valued(
            "chpst",
            &[
                "-u", "-U", "-b", "-e", "-/", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c",
            ],
        )
    },
    Rule {
        valued: &[
            "--reuid",
            "--ruid",
            "--euid",
            "--regid",
            "--rgid",
            "--egid",
            "--groups",
            "--inh-caps",
            "--ambient-caps",
            "--bounding-set",
            "--securebits",
            "--pdeathsig",
            "--selinux-label",
            "--apparmor-profile",
        ],
        user_options: &["--reuid", "--ruid", "--euid"],
        looks_only: &["--dump", "-d"],
        ..plain("setpriv")
    },
];

/// The shells whose `-c` takes a script.
pub(crate) const SHELLS: &[&str] = &["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh"];
