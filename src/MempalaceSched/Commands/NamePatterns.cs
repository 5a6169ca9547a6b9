using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>Names with PowerShell wildcards.</summary>
internal static class NamePatterns
{
    /// <summary>The patterns for the names that a user typed.</summary>
    public static IReadOnlyList<NamePattern> From(params IEnumerable<string> names) => [.. names.Select(From)];

    /// <summary>The patterns for schedules of the pipeline, or else for names.</summary>
    public static IReadOnlyList<NamePattern> From(Schedule[] schedules, string[] names) =>
        From(schedules.Length > 0 ? schedules.Select(schedule => schedule.Name) : names);

    private static NamePattern From(string name)
    {
        var wildcard = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return new NamePattern(name, WildcardPattern.ContainsWildcardCharacters(name), wildcard.IsMatch);
    }
}
