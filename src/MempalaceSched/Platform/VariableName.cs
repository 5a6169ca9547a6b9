using System.Text.RegularExpressions;

namespace MempalaceSched.Platform;

/// <summary>The rules for names of environment variables that every shell accepts.</summary>
internal static partial class VariableName
{
    /// <summary>
    /// Variables that bash, mksh, ksh93, yash or zsh sets itself, so that it does not pass on another value.
    /// </summary>
    private static readonly HashSet<string> Reserved =
    [
        "BASHOPTS",
        "BASHPID",
        "BASH_SUBSHELL",
        "BASH_VERSINFO",
        "DIRSTACK",
        "EGID",
        "EPOCHREALTIME",
        "EPOCHSECONDS",
        "ERRNO",
        "EUID",
        "FUNCNAME",
        "GID",
        "GROUPS",
        "HISTCMD",
        "KSHEGID",
        "KSHGID",
        "KSHUID",
        "KSH_VERSION",
        "LINENO",
        "OPTIND",
        "PGRP",
        "PIPESTATUS",
        "PPID",
        "RANDOM",
        "SECONDS",
        "SHELLOPTS",
        "SHLVL",
        "SRANDOM",
        "TTYIDLE",
        "UID",
        "USERNAME",
        "USER_ID",
        "_",
    ];

    /// <summary>Whether a shell sets this variable itself and does not accept another value.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Whether a name is valid.</summary>
    public static bool IsValid(string name) => Grammar().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
