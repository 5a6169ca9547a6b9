using System.Text.RegularExpressions;
using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>
/// The rules for names of schedules. A valid name is safe as a file name, unit name, label and shell word.
/// </summary>
internal static partial class ScheduleName
{
    /// <summary>Names of other folders of the module, in the folder that has a subfolder for each schedule.</summary>
    private static readonly string[] Reserved = ["locks", "backups"];

    /// <summary>Returns a name if it is valid.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleNameInvalid</c>.</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw Error.ScheduleNameInvalid(name);

    /// <summary>Whether a name is valid.</summary>
    public static bool IsValid(string name) => Grammar().IsMatch(name) && !Reserved.Contains(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
