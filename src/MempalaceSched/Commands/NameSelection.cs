using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>Which of the installed schedules a list of names, some of them wildcards, means.</summary>
internal static class NameSelection
{
    /// <summary>The names that one pattern means, in order. A literal name is given back as it is, there or not.</summary>
    public static IEnumerable<string> Expand(string pattern, IReadOnlyList<string> known)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
            return [pattern.ToLowerInvariant()];
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        return known.Where(wildcard.IsMatch);
    }

    /// <summary>A name that is known, of a schedule that may have been removed.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleNotFound</c>.</exception>
    public static string Checked(string name, IReadOnlyList<string> known) =>
        known.Contains(name, StringComparer.Ordinal) ? name : throw Fault.ScheduleNotFound(name, known);

    /// <summary>The definition of a literal name.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleNotFound</c>.</exception>
    public static ScheduleDefinition Find(string name, DefinitionStore definitions) =>
        (ScheduleName.IsValid(name) ? definitions.Find(name) : null)
        ?? throw Fault.ScheduleNotFound(name, definitions.Names());
}
