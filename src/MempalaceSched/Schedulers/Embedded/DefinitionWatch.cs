using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Calls when definitions come, change or go. Where the system has no watches left, the loop finds out by itself, later.</summary>
internal static class DefinitionWatch
{
    public static IDisposable Begin(StandardPaths paths, Action changed)
    {
        FileState.MakeFolders(paths.Definitions);
        var watcher = new FileSystemWatcher(paths.Definitions, "*.json");
        watcher.Changed += (_, _) => changed();
        watcher.Created += (_, _) => changed();
        watcher.Deleted += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        try
        {
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException)
        {
            // no watch to be had; the loop reads the folder every half minute anyway
        }
        return watcher;
    }
}
