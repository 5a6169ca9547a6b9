using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Calls when definitions come, change or go. Where there is no watch to be had, the loop finds out by itself, later.</summary>
internal sealed class DefinitionWatch(StandardPaths paths) : IDisposable
{
    private FileSystemWatcher? watcher;
    private DateTime folderMade;

    /// <summary>Something has changed.</summary>
    public event Action? Changed;

    /// <summary>Watches the folder that is there now: one that was removed and made again is another one, and a watch does not notice.</summary>
    public void Renew()
    {
        var folder = new DirectoryInfo(paths.Definitions);
        if (watcher is not null && folder.Exists && folder.CreationTimeUtc == folderMade)
            return;
        watcher?.Dispose();
        watcher = null;
        try
        {
            FileState.MakeFolders(paths.Definitions);
            folderMade = Directory.GetCreationTimeUtc(paths.Definitions);
            watcher = new FileSystemWatcher(paths.Definitions, "*.json");
            watcher.Changed += OnChange;
            watcher.Created += OnChange;
            watcher.Deleted += OnChange;
            watcher.Renamed += OnChange;
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // a folder that cannot be made, or no watches left: the loop reads the folder every half minute anyway
        }
    }

    public void Dispose() => watcher?.Dispose();

    private void OnChange(object sender, FileSystemEventArgs change) => Changed?.Invoke();
}
