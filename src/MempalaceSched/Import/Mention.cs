using System.Text.RegularExpressions;

namespace MempalaceSched.Import;

/// <summary>Whether a text speaks of a mine at all: what does is either adopted or said to be left alone.</summary>
internal static partial class Mention
{
    public static bool IsIn(string text) => Mine().IsMatch(text.Replace(OwnLaunchers, "", StringComparison.Ordinal));

    /// <summary>What calls a launcher of ours is no wrapper, though the launcher has the name of one.</summary>
    private const string OwnLaunchers = "mempalace-sched/bin/mempalace-";

    [GeneratedRegex(@"mempalace-(pi-)?session(?![\w.-])|\bmempalace\b[^\n]*\bmine\b", RegexOptions.CultureInvariant)]
    private static partial Regex Mine();
}
