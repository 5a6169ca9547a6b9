using System.Text.RegularExpressions;

namespace MempalaceSched.Platform;

/// <summary>The rules for names of environment variables that every shell accepts.</summary>
internal static partial class VariableName
{
    /// <summary>
    /// Variables that cannot be set in some of the shells that may be /bin/sh: bash, ksh, yash and zsh.
    /// </summary>
    private static readonly HashSet<string> Reserved =
    [
        "BASHOPTS",
        "BASH_VERSINFO",
        "EGID",
        "EUID",
        "GID",
        "LINENO",
        "OPTIND",
        "PPID",
        "RANDOM",
        "SECONDS",
        "SHELLOPTS",
        "UID",
    ];

    /// <summary>Whether a shell sets this variable itself and does not accept another value.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Whether a name is valid.</summary>
    public static bool IsValid(string name) => Grammar().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
