using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>What the answers of <c>crontab -l</c> mean. All crons end with another code than 0 for "there is none" and for every fault alike, so the words decide.</summary>
internal static class CrontabAnswer
{
    /// <summary>The words for "there is none": each of these must be in it.</summary>
    private static readonly string[][] None =
    [
        ["no crontab for "], // vixie (Debian, macOS, BSD), cronie, systemd-cron
        ["crontab: can't open '", "': No such file or directory"], // busybox; the same words with another reason are a fault
    ];

    /// <summary>The crontab; empty when there is none. What is said on stderr is never content: cronie tells of backups there, and ends with 0.</summary>
    /// <exception cref="MempalaceException"><c>CrontabUnsafe</c> for an answer that is not known, <c>SchedulerUnavailable</c> for a user who may not.</exception>
    public static string Read(ProcessResult result)
    {
        if (result.ExitCode == 0)
            return result.Output;
        if (result.Error.Contains("not allowed", StringComparison.OrdinalIgnoreCase))
            throw Fault.SchedulerUnavailable(
                "cron",
                result.Said,
                "An administrator can allow it: see cron.allow and cron.deny in crontab(1)."
            );
        return
            result.Output.Length == 0
            && None.Any(words => words.All(word => result.Error.Contains(word, StringComparison.Ordinal)))
            ? ""
            : throw Fault.CrontabUnsafe(
                $"`crontab -l` ended with exit code {result.ExitCode}: {result.Said}",
                "Run crontab -l by hand and mend what it says; nothing is written until it can be read."
            );
    }
}
