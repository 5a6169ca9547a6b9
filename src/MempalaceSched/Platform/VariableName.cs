using System.Text.RegularExpressions;

namespace MempalaceSched.Platform;

/// <summary>The rules for names of environment variables that every shell accepts.</summary>
internal static partial class VariableName
{
    /// <summary>Whether a name is valid.</summary>
    public static bool IsValid(string name) => Grammar().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
