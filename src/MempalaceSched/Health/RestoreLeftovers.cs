using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>Adds to a verdict what earlier restores left beside a palace.</summary>
internal static class RestoreLeftovers
{
    /// <summary>The verdict with the folders and their sizes, and how to delete them.</summary>
    /// <param name="verdict">The verdict about the backups.</param>
    /// <param name="schedule">The name of the schedule, its palace, and whether the palace exists.</param>
    /// <param name="left">The folders.</param>
    /// <param name="sizeOf">Returns the size of a folder, in bytes.</param>
    public static Verdict AddTo(
        Verdict verdict,
        (string Name, string Palace, bool Exists) schedule,
        RestoreFolders left,
        Func<string, long> sizeOf
    )
    {
        if (left.All.Count == 0)
            return verdict;
        var found = string.Join(", ", left.All.Select(folder => $"{folder} ({DiskCheck.Text(sizeOf(folder))})"));
        var detail = $"{verdict.Detail} Earlier restores left these folders: {found}.";
        if (
            !schedule.Exists
            && (left.Interrupted?.Previous ?? (left.Previous is [.., var last] ? last : null)) is { } newest
        )
            return Verdict.Fail(
                $"{detail} The palace '{schedule.Palace}' does not exist, so a restore was probably interrupted.",
                $"Restore the palace again: Restore-MempalacePalace {schedule.Name}. Or move the previous palace back: "
                    + $"mv {Shell.Word(newest)} {Shell.Word(schedule.Palace)}"
            );
        // A later run may have made this palace, so the previous one can be the only one with memories.
        if (left.Interrupted is var (_, original))
            return Verdict.Fail(
                $"{detail} A restore was interrupted before the copy became the palace, so the original palace is "
                    + $"'{original}'. The palace '{schedule.Palace}' is newer, and perhaps empty.",
                $"Delete none of them. Restore the palace again: Restore-MempalacePalace {schedule.Name}. Or move the "
                    + $"original palace back: mv {Shell.Word(schedule.Palace)} {Shell.Word(original + ".newer")} && "
                    + $"mv {Shell.Word(original)} {Shell.Word(schedule.Palace)}"
            );
        var fix =
            $"When you have checked the palace, delete them: rm -r {string.Join(' ', left.All.Select(Shell.Word))}";
        return verdict.Status is CheckStatus.Warn or CheckStatus.Fail
            ? verdict with
            {
                Detail = detail,
                Fix = $"{verdict.Fix.TrimEnd('.')}. {fix}",
            }
            : Verdict.Warn(detail, fix);
    }
}
