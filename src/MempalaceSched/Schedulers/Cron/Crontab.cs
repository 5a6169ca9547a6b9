using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The user's crontab, read and written through crontab(1) as every cron has it.</summary>
/// <param name="paths">Where backups go.</param>
/// <param name="processes">Runs crontab(1).</param>
/// <param name="program">crontab(1).</param>
/// <param name="refusesUnended">Whether it refuses a text that breaks off within an entry.</param>
/// <param name="spool">Tells when any crontab of this machine was last written.</param>
internal sealed class Crontab(
    StandardPaths paths,
    IProcessRunner processes,
    string program,
    bool refusesUnended,
    CrontabSpool? spool = null
)
{
    private const int Attempts = 40,
        KeptBackups = 5;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private readonly CrontabSpool spool = spool ??= new CrontabSpool();
    private readonly CrontabWrite write = new(program, refusesUnended, spool.Folder);

    /// <summary>The crontab, as <see cref="RawText"/>; empty when the user has none.</summary>
    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c> for an answer that is not known, <c>SchedulerUnavailable</c> for a user who may not.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        var text = CrontabAnswer.Read(
            await processes
                .RunAsync(new ProcessCommand(program, "-l") { RawOutput = true }, cancellation)
                .ConfigureAwait(false)
        );
        if (text.Contains("\\r", StringComparison.Ordinal))
            await CheckReturnsAsync(text, cancellation).ConfigureAwait(false);
        return text;
    }

    /// <summary>
    /// Changes the crontab: reads, changes, writes if it still is what was read, reads back. When somebody else has written in between,
    /// it begins again with what they wrote.
    /// </summary>
    /// <param name="change">Makes the new text of the old one.</param>
    /// <param name="reporter">Takes what is done.</param>
    /// <param name="cancellation">Stops between two attempts.</param>
    /// <param name="keepForGood">Whether the copy of the old one is kept beyond the last five: it has what somebody made by hand.</param>
    public async Task ChangeAsync(
        Func<string, string> change,
        IReporter reporter,
        CancellationToken cancellation,
        bool keepForGood = false
    )
    {
        var copy = $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'.'fff'Z'}-crontab{(keepForGood ? "-adopted" : "")}";
        var quiet = spool.IsQuiet();
        var written = false;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var before = await ReadAsync(cancellation).ConfigureAwait(false);
            var after = change(before);
            if (after == before)
            {
                if (!written || quiet)
                    return;
                // Others write too. One who had read before we wrote, and writes only now, takes our change away with it.
                quiet = true;
                await Task.Delay(Settling, cancellation).ConfigureAwait(false);
                continue;
            }
            if (attempt > 1)
            {
                reporter.Verbose("the crontab was changed by somebody else meanwhile; once more");
                await Task.Delay(Random.Shared.Next(1, 40), cancellation).ConfigureAwait(false);
            }
            KeepCopy(before, copy);
            if (await WriteAsync(before, after, reporter).ConfigureAwait(false))
                written = true;
            else
                quiet = false;
        }
        throw Fault.CrontabUnsafe(
            "somebody else goes on writing to it",
            "Find out who does, and try again when it is quiet."
        );
    }

    /// <summary>Writes, if the crontab still is what it was a moment ago. Cannot be cancelled: a crontab(1) that is killed leaves its own files behind.</summary>
    private async Task<bool> WriteAsync(string before, string after, IReporter reporter)
    {
        FileState.MakeFolders(paths.State);
        var (command, files) = write.Prepare(before, after, Path.Combine(paths.State, $"crontab-{Guid.NewGuid():N}"));
        try
        {
            reporter.Verbose($"write the crontab with {program}: {after.Length} bytes, {before.Length} before");
            var result = await processes.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
            if (result.ExitCode == CrontabWrite.ChangedMeanwhile)
                return false;
            if (result.ExitCode != 0)
                throw Fault.SchedulerCommandFailed(
                    new ProcessCommand(program, after.Length == 0 ? "-r" : "-"),
                    result,
                    "The crontab is as it was. `crontab -l` shows it."
                );
            return true;
        }
        finally
        {
            foreach (var file in files)
                File.Delete(file);
        }
    }

    /// <summary>
    /// Debian's <c>crontab -l</c> prints a carriage return as the two characters \r. Where these stand in the text, what <c>crontab -e</c>
    /// hands to an editor tells the one from the other.
    /// </summary>
    private async Task CheckReturnsAsync(string text, CancellationToken cancellation)
    {
        var show = new ProcessCommand(program, "-e")
        {
            RawOutput = true,
            Environment = new Dictionary<string, string?> { ["VISUAL"] = "cat", ["EDITOR"] = "cat" },
        };
        var result = await processes.RunAsync(show, cancellation).ConfigureAwait(false);
        if (result.ExitCode == 0 && result.Output.Contains('\r') && !text.Contains('\r'))
            throw Fault.CrontabUnsafe(
                "it has a carriage return within a line, which `crontab -l` does not give back as it is",
                "Take the carriage returns out with crontab -e."
            );
    }

    /// <summary>Keeps what is about to be replaced, unless there is nothing in it but our own blocks.</summary>
    private void KeepCopy(string text, string name)
    {
        if (!new CrontabText(text).HasForeignText)
            return;
        FileState.MakeFolders(paths.Backups);
        FileState.Replace(Path.Combine(paths.Backups, name), RawText.Bytes(text), Private);
        foreach (
            var old in Directory
                .EnumerateFiles(paths.Backups, "*-crontab")
                .OrderDescending(StringComparer.Ordinal)
                .Skip(KeptBackups)
        )
            File.Delete(old);
    }
}
