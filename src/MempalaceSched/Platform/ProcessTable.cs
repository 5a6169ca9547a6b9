using System.Globalization;

namespace MempalaceSched.Platform;

/// <summary>
/// Command lines and parents of processes. Source: proc(5). On systems without <c>/proc</c>, nothing is known.
/// </summary>
internal static class ProcessTable
{
    /// <summary>The arguments of a process, beginning with its program; empty if there is no such process.</summary>
    public static IReadOnlyList<string> Arguments(int pid) =>
        Read(pid, "cmdline") is { } text ? text.TrimEnd('\0').Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>The process ID of the parent; null if it is unknown.</summary>
    public static int? Parent(int pid) =>
        Read(pid, "stat") is { } stat
        && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
        && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var found)
            ? found
            : null;

    private static string? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the process has exited, or belongs to another user
        }
    }
}
