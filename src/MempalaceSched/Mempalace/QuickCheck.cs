using System.Text.RegularExpressions;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>The result of SQLite's check of a database.</summary>
/// <param name="Problem">What is wrong with the database; null if nothing was found.</param>
/// <param name="NotChecked">Why the database was not checked; null if it was.</param>
internal sealed record QuickCheckResult(string? Problem = null, string? NotChecked = null)
{
    /// <summary>The result on a machine without a tool that can read databases.</summary>
    public static QuickCheckResult NoTool { get; } = new(NotChecked: "there is neither sqlite3 nor python3");
}

/// <summary>Checks a database with <c>quick_check</c> of SQLite, which does not compare the indexes.</summary>
internal static partial class QuickCheck
{
    /// <summary>Checks the database with the URI <c>$1</c>.</summary>
    public const string Script = """
        if command -v sqlite3 >/dev/null 2>&1; then
            exec sqlite3 -batch -init /dev/null "$1" 'pragma quick_check'
        elif command -v python3 >/dev/null 2>&1 && python3 -IS -c 'import sqlite3' 2>/dev/null; then
            exec python3 -IS -c 'import sqlite3, sys
        print(sqlite3.connect(sys.argv[1], uri=True).execute("pragma quick_check").fetchone()[0])' "$1"
        fi
        exit 69
        """;

    /// <summary>The exit code of <see cref="Script"/> when no tool can read the database.</summary>
    private const int NoToolCode = 69;

    /// <summary>The URI of a database.</summary>
    public static string UriOf(string path) => "file:" + Uri.EscapeDataString(path).Replace("%2F", "/", Ordinal);

    /// <summary>
    /// The URI of a database that nobody changes. SQLite then creates no files beside it, and ignores its log.
    /// </summary>
    public static string ImmutableUriOf(string path) => UriOf(path) + "?immutable=1";

    /// <summary>
    /// Interprets the result of <see cref="Script"/>. Only SQLite's own words mean damage. Any other failure, such as a
    /// broken sqlite3 or a disk that cannot be read, says nothing about the database.
    /// </summary>
    public static QuickCheckResult Read(ProcessResult result)
    {
        if (result.ExitCode == NoToolCode)
            return QuickCheckResult.NoTool;
        var output = result.Output.Trim();
        if (result.ExitCode == 0 && output == "ok")
            return new();
        var text = result.ErrorText.TrimEnd('.');
        return (result.ExitCode == 0 && output.Length > 0) || Damage().IsMatch(output + "\n" + result.Error)
            ? new(Problem: text)
            : new(NotChecked: $"the check ended with exit code {result.ExitCode}: {text}");
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    /// <summary>The path in a message has no spaces, because it is a URI, so it cannot match.</summary>
    [GeneratedRegex(
        @"\*\*\* in database|is malformed|malformed database schema|is not a database",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Damage();
}
