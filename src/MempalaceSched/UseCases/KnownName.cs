using MempalaceSched.Errors;

namespace MempalaceSched.UseCases;

/// <summary>Checks names of schedules that can be installed or removed.</summary>
internal static class KnownName
{
    /// <summary>The name, if a schedule of that name is or was installed.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleNotFound</c>.</exception>
    public static string Check(string name, IReadOnlyList<string> known) =>
        known.Contains(name, StringComparer.Ordinal) ? name : throw Error.ScheduleNotFound(name, known);
}
