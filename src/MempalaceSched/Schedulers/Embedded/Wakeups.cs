using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Reports when definitions are added, changed or deleted. Without a file watcher, the loop notices it a little later.
/// </summary>
internal sealed class DefinitionWatch(StandardPaths paths) : IDisposable
{
    private FileSystemWatcher? watcher;
    private DateTime folderMade;

    /// <summary>A definition has changed.</summary>
    public event Action? Changed;

    /// <summary>
    /// Watches the current folder. A watcher does not notice when its folder is deleted and made again.
    /// </summary>
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
            // The folder cannot be made, or there are no watches left. The loop reads the folder every 30 seconds
            // anyway.
        }
    }

    public void Dispose() => watcher?.Dispose();

    private void OnChange(object sender, FileSystemEventArgs change) => Changed?.Invoke();
}

/// <summary>Wakes the loop: one timer and one signal for all reasons, so that a wait leaves nothing behind.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly ITimer timer;
    private TaskCompletionSource signal = NewSignal();

    public Alarm(TimeProvider time) =>
        timer = time.CreateTimer(
            static alarm => ((Alarm)alarm!).Ring(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    /// <summary>Ends the current wait, or the next one before it starts.</summary>
    public void Ring() => Volatile.Read(ref signal).TrySetResult();

    /// <summary>Waits until the alarm rings or the time is over.</summary>
    public async Task WaitAsync(TimeSpan timeout)
    {
        timer.Change(timeout, Timeout.InfiniteTimeSpan);
        await signal.Task.ConfigureAwait(false);
        // A ring of the old signal from here on is not lost: the loop checks everything again after this.
        Volatile.Write(ref signal, NewSignal());
    }

    public void Dispose() => timer.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
