using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Runs;

/// <summary>
/// When an occurrence is tried again whose last run found the palace held. The launcher writes this to the file
/// <c>retry</c>.
/// </summary>
internal static class RetryMark
{
    /// <summary>The file to which the launcher of a schedule writes.</summary>
    public static string PathOf(StandardPaths paths, string name) => Path.Combine(paths.StateOf(name), "retry");

    /// <summary>The time of the next try; null if no occurrence waits for one.</summary>
    public static DateTimeOffset? Read(StandardPaths paths, string name)
    {
        try
        {
            var path = PathOf(paths, name);
            return
                File.Exists(path)
                && File.ReadAllText(path).Split(' ') is [_, var seconds, ..]
                && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                && time < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(time)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a file that cannot be read has the same effect as none
        }
    }
}
