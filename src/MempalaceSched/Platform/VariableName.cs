using System.Text.RegularExpressions;

namespace MempalaceSched.Platform;

/// <summary>The name of an environment variable, as every shell takes it.</summary>
internal static partial class VariableName
{
    public static bool IsValid(string name) => Grammar().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
