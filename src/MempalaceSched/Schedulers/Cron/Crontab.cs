using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Processes;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The user's crontab, read and written through crontab(1) as every cron has it.</summary>
internal sealed class Crontab(StandardPaths paths, IProcessRunner processes)
{
    private const int KeptBackups = 5;
    private static readonly ProcessCommand List = new("crontab", "-l");

    /// <summary>What the crons say when there is no crontab: Debian, cronie, macOS; busybox.</summary>
    private static readonly string[] NoneMessages = ["no crontab for", "can't open"];

    /// <summary>The crontab; empty when the user has none.</summary>
    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c> for an answer that is not known, <c>SchedulerUnavailable</c> for a user who may not.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellation) => Interpret(await processes.RunAsync(List, cancellation).ConfigureAwait(false));

    /// <summary>What an answer of <c>crontab -l</c> means. Its exit code decides; what it says on stderr is never content.</summary>
    public static string Interpret(ProcessResult result)
    {
        if (result.ExitCode == 0) return result.Output;
        if (result.Error.Contains("not allowed", StringComparison.OrdinalIgnoreCase))
            throw Fault.SchedulerUnavailable("cron", result.Said, "An administrator can allow it: see cron.allow and cron.deny in crontab(1).");
        return NoneMessages.Any(message => result.Error.Contains(message, StringComparison.OrdinalIgnoreCase))
            ? ""
            : throw Fault.CrontabUnsafe($"`crontab -l` ended with exit code {result.ExitCode}: {result.Said}", "Run crontab -l by hand and mend what it says; nothing is written until it can be read.");
    }

    /// <summary>
    /// Changes the crontab: reads, changes, writes from a file, reads back. When somebody else has written in between, it begins again
    /// with what they wrote.
    /// </summary>
    public async Task ChangeAsync(Func<string, string> change, IReporter reporter, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await ReadAsync(cancellation).ConfigureAwait(false);
            var after = change(before);
            if (after == before) return;
            if (attempt == 1) KeepCopy(before);
            if (await WriteAsync(before, after, reporter, cancellation).ConfigureAwait(false) && await ReadAsync(cancellation).ConfigureAwait(false) == after) return;
            if (attempt == 20) throw Fault.CrontabUnsafe("somebody else goes on writing to it", "Find out who does, and try again when it is quiet.");
            reporter.Verbose("the crontab was changed by somebody else meanwhile; once more");
        }
    }

    /// <summary>Writes, if the crontab still is what it was a moment ago.</summary>
    private async Task<bool> WriteAsync(string before, string after, IReporter reporter, CancellationToken cancellation)
    {
        FileState.MakeFolders(paths.State);
        var file = Path.Combine(paths.State, $"crontab.{Guid.NewGuid():N}.tmp");
        // From a file and not through a pipe: a writer that dies half-way would install half a crontab.
        var write = after.Length == 0 ? new ProcessCommand("crontab", "-r") : new ProcessCommand("crontab", file);
        try
        {
            FileState.Replace(file, after, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (await ReadAsync(cancellation).ConfigureAwait(false) != before) return false;
            reporter.Verbose($"run {write}");
            var result = await processes.RunAsync(write, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0) throw Fault.SchedulerCommandFailed(write, result, "The crontab is as it was. `crontab -l` shows it.");
            return true;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void KeepCopy(string text)
    {
        if (text.Length == 0) return;
        FileState.MakeFolders(paths.Backups);
        FileState.Replace(Path.Combine(paths.Backups, $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'.'fff'Z'}-crontab"), text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var old in Directory.EnumerateFiles(paths.Backups, "*-crontab").OrderDescending(StringComparer.Ordinal).Skip(KeptBackups)) File.Delete(old);
    }
}
