using MempalaceSched.Launcher;

namespace MempalaceSched.Schedulers;

/// <summary>What the files of every scheduler say about whose they are.</summary>
internal static class OwnershipMarks
{
    public static string Definition(string name) => $"\"name\": \"{name}\"";

    public static string Launcher(string name) => LauncherSettings.Mark(name);
}
