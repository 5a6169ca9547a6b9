using System.Text.RegularExpressions;
using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>The name of a schedule: safe as a file name, unit name, label and shell word on every platform.</summary>
internal static partial class ScheduleName
{
    /// <summary>Folders of ours that stand where the schedules have theirs.</summary>
    private static readonly string[] Taken = ["locks", "backups"];

    /// <exception cref="MempalaceException"><c>ScheduleNameInvalid</c>.</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw Fault.ScheduleNameInvalid(name);

    public static bool IsValid(string name) => Grammar().IsMatch(name) && !Taken.Contains(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
