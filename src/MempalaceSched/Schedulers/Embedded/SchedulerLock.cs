using System.Globalization;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>One embedded scheduler for each user. The kernel holds the lock, so that a killed one frees it.</summary>
internal sealed class SchedulerLock : IDisposable
{
    private readonly FileStream file;

    private SchedulerLock(FileStream file) => this.file = file;

    /// <exception cref="MempalaceException"><c>SchedulerRunning</c>, naming the PID of the other.</exception>
    public static SchedulerLock Take(StandardPaths paths)
    {
        FileState.MakeFolders(paths.Locks);
        try
        {
            var file = new FileStream(PathIn(paths), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            using (var writer = new StreamWriter(file, leaveOpen: true)) writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            file.Flush(flushToDisk: false);
            return new SchedulerLock(file);
        }
        catch (IOException) when (Holder(paths) is { } pid)
        {
            throw Fault.SchedulerRunning(pid);
        }
    }

    /// <summary>The PID of the scheduler that runs; null when none does.</summary>
    public static string? Holder(StandardPaths paths)
    {
        var path = PathIn(paths);
        if (!File.Exists(path)) return null;
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null; // nobody holds it
        }
        catch (IOException)
        {
            // A reader that shares everything takes no lock, and so is not refused.
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            var pid = reader.ReadToEnd().Trim();
            return pid.Length > 0 ? pid : "not known";
        }
    }

    public void Dispose() => file.Dispose();

    private static string PathIn(StandardPaths paths) => Path.Combine(paths.Locks, "scheduler.lock");
}
