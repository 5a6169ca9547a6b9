using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The crontab(1) of a machine.</summary>
/// <param name="Path">The path of the program, or its name where it cannot be looked up.</param>
/// <param name="RejectsIncompleteEntries">Whether it rejects a text that ends within an entry.</param>
/// <param name="Spool">The folder of all crontabs; null when it is unknown.</param>
internal sealed record CrontabProgram(string Path, bool RejectsIncompleteEntries, string? Spool)
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether nobody has written a crontab recently; false when that is unknown. Users cannot look into the spool
    /// folder, but its time shows when somebody last wrote there.
    /// </summary>
    public bool IsQuiet =>
        Spool is not null && (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(Spool)).Duration() > QuietTime;
}

/// <summary>Reads and writes the user's crontab through crontab(1), so that it works with every cron.</summary>
internal sealed class Crontab(StandardPaths paths, IProcessRunner processes, CrontabProgram program)
{
    private const int MaximumAttempts = 40,
        KeptBackups = 5;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly CrontabWrite write = new(program);

    public static Crontab For(ChangeContext context, CrontabProgram program) =>
        new(context.Paths, context.Processes, program);

    /// <summary>The crontab, as <see cref="RawText"/>; empty when the user has none.</summary>
    /// <exception cref="MempalaceException">
    /// <c>CrontabUnsafe</c> for unknown output, <c>SchedulerUnavailable</c> for a user who may not use cron.
    /// </exception>
    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        var text = CrontabOutput.Read(
            await processes
                .RunAsync(new ProcessCommand(program.Path, "-l") { RawOutput = true }, cancellation)
                .ConfigureAwait(false)
        );
        if (text.Contains("\\r", StringComparison.Ordinal))
            await CheckReturnsAsync(text, cancellation).ConfigureAwait(false);
        return text;
    }

    /// <summary>
    /// Changes the crontab: reads it, changes the text, writes it if it is still the same, and reads it back. If
    /// another program has written in between, this starts again with what it wrote.
    /// </summary>
    /// <param name="change">Makes the new text from the current one.</param>
    /// <param name="reporter">Receives messages.</param>
    /// <param name="cancellation">Stops between two attempts.</param>
    /// <param name="keepForGood">
    /// Whether the backup copy of the old crontab is kept permanently, because it contains entries made by hand.
    /// </param>
    /// <param name="known">
    /// The crontab as it was read a moment ago, so that it need not be read again. If it is no longer current, the
    /// write notices it.
    /// </param>
    public async Task ChangeAsync(
        Func<string, string> change,
        IReporter reporter,
        CancellationToken cancellation,
        bool keepForGood = false,
        string? known = null
    )
    {
        var copy = $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'.'fff'Z'}-crontab{(keepForGood ? "-adopted" : "")}";
        var quiet = program.IsQuiet;
        var written = false;
        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var before = known ?? await ReadAsync(cancellation).ConfigureAwait(false);
            known = null;
            var after = change(before);
            if (after == before)
            {
                if (!written || quiet)
                    return;
                // Others write too. A program that read the crontab before our write and writes it now removes our
                // change.
                quiet = true;
                await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
                continue;
            }
            if (attempt > 1)
            {
                reporter.Verbose("another program has changed the crontab; trying again");
                await Task.Delay(Random.Shared.Next(1, 40), cancellation).ConfigureAwait(false);
            }
            KeepCopy(before, copy);
            if (await WriteAsync(before, after, reporter).ConfigureAwait(false))
                written = true;
            else
                quiet = false;
        }
        throw Error.CrontabUnsafe(
            "another program keeps writing to it",
            "Find out which program it is, and run the command again when it has stopped."
        );
    }

    /// <summary>
    /// Writes the crontab if it has not changed since it was read. This cannot be canceled, because a crontab(1) that
    /// is killed leaves its temporary files behind.
    /// </summary>
    private async Task<bool> WriteAsync(string before, string after, IReporter reporter)
    {
        FileState.MakeFolders(paths.State);
        var name = $"crontab-{Guid.NewGuid():N}";
        try
        {
            var command = write.Prepare(before, after, Path.Combine(paths.State, name));
            reporter.Verbose($"write the crontab with {program.Path}: {after.Length} bytes, {before.Length} before");
            var result = await processes.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
            if (result.ExitCode == CrontabWrite.HasChanged)
                return false;
            if (result.ExitCode != 0)
                throw ProcessErrors.Failed(
                    new ProcessCommand(program.Path, after.Length == 0 ? "-r" : "-"),
                    result,
                    "Correct what crontab reports. The crontab was not changed; `crontab -l` shows it."
                );
            return true;
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(paths.State, name + ".*"))
                File.Delete(file);
        }
    }

    /// <summary>
    /// Debian's <c>crontab -l</c> prints a carriage return as the two characters \r. If the text contains these
    /// characters, the file that <c>crontab -e</c> gives to an editor shows which of the two it is.
    /// </summary>
    private async Task CheckReturnsAsync(string text, CancellationToken cancellation)
    {
        var show = new ProcessCommand(program.Path, "-e")
        {
            RawOutput = true,
            Environment = new Dictionary<string, string?> { ["VISUAL"] = "cat", ["EDITOR"] = "cat" },
        };
        var result = await processes.RunAsync(show, cancellation).ConfigureAwait(false);
        if (result.ExitCode == 0 && result.Output.Contains('\r') && !text.Contains('\r'))
            throw Error.CrontabUnsafe(
                "a line contains a carriage return, which `crontab -l` does not print unchanged",
                "Remove the carriage returns with crontab -e."
            );
    }

    /// <summary>Keeps a copy of the crontab that is replaced, unless it contains only our own blocks.</summary>
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

/// <summary>
/// Interprets the output of <c>crontab -l</c>. All crons return the same exit code for "there is no crontab" and for
/// every error, so only the message distinguishes them.
/// </summary>
internal static class CrontabOutput
{
    /// <summary>The messages for "there is no crontab": all parts of one of them must be present.</summary>
    private static readonly string[][] NoCrontab =
    [
        ["no crontab for "], // vixie (Debian, macOS, BSD), cronie, systemd-cron
        ["crontab: can't open '", "': No such file or directory"], // busybox; any other reason is an error
    ];

    /// <summary>
    /// The crontab; empty when there is none. Standard error is never part of it: cronie reports backups there and
    /// returns 0.
    /// </summary>
    /// <exception cref="MempalaceException">
    /// <c>CrontabUnsafe</c> for unknown output, <c>SchedulerUnavailable</c> for a user who may not use cron.
    /// </exception>
    public static string Read(ProcessResult result)
    {
        if (result.ExitCode == 0)
            return result.Output;
        if (result.Error.Contains("not allowed", StringComparison.OrdinalIgnoreCase))
            throw Error.SchedulerUnavailable(
                "cron",
                result.ErrorText,
                "Ask an administrator to allow it; see cron.allow and cron.deny in crontab(1)."
            );
        return
            result.Output.Length == 0
            && NoCrontab.Any(parts => parts.All(part => result.Error.Contains(part, StringComparison.Ordinal)))
            ? ""
            : throw Error.CrontabUnsafe(
                $"`crontab -l` ended with exit code {result.ExitCode}: {result.ErrorText}",
                "Run crontab -l by hand and correct what it reports. Nothing is written until the crontab can be read."
            );
    }
}
