namespace MempalaceSched.Platform;

/// <summary>Quotes text for a POSIX shell.</summary>
internal static class Shell
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,+@%";

    /// <summary>
    /// The value in single quotes, in which a shell does not change anything. A single quote in the value becomes
    /// <c>'\''</c>.
    /// </summary>
    public static string Quote(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>The value as a user would type it: quoted only if necessary.</summary>
    public static string Word(string value) => value.Length > 0 && value.All(Plain.Contains) ? value : Quote(value);
}
