using MempalaceSched.Errors;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>The checks of Test-MempalaceSchedule.</summary>
internal static class Checkup
{
    /// <summary>
    /// All checks. A check that others depend on comes before them. To add a check, write a class and add it here.
    /// </summary>
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new SchedulerCheck(),
        new DaemonCheck(),
        new RegisteredCheck(),
        new LingerCheck(),
        new FilesCheck(),
        new ContainerCheck(),
        new CommandCheck(),
        new ToolsCheck(),
        new StoreCheck(),
        new PalaceCheck(),
        new PalaceLocationCheck(),
        new DiskCheck(),
        new BackupCheck(),
        new LockCheck(),
        new MempalaceLockCheck(),
        new HistoryCheck(),
        new LastRunCheck(),
        new NextRunCheck(),
        new ClockChangeCheck(),
    ];

    /// <summary>The checks that apply to a schedule.</summary>
    public static IEnumerable<ICheck> For(ScheduleDefinition definition) =>
        definition.Container is null ? All.Where(check => check is not ContainerCheck) : All;

    /// <summary>The result when no schedule is installed.</summary>
    public static CheckResult NothingInstalled =>
        Verdict
            .Warn("No schedule is installed.", "To install one, run Install-MempalaceSchedule OpenCode.")
            .ToResult("", "installed");

    /// <summary>Makes one check. An error becomes a failed check.</summary>
    public static async Task<CheckResult> RunAsync(ICheck check, CheckSubject subject, CancellationToken cancellation)
    {
        var verdict = await VerdictAsync(check, subject, cancellation).ConfigureAwait(false);
        return verdict.ToResult(subject.Name, check.Name);
    }

    private static async Task<Verdict> VerdictAsync(ICheck check, CheckSubject subject, CancellationToken cancellation)
    {
        if (check is IHostCheck && subject.Definition.Container is { } container)
            return Verdict.Skip($"The schedule runs in the container {container.Title}.");
        try
        {
            return await check.RunAsync(subject, cancellation).ConfigureAwait(false);
        }
        catch (MempalaceException error)
        {
            return Verdict.Fail(error.Message, error.Recommendation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Verdict.Fail(e.Message, "Check the owner and mode of that path.");
        }
    }
}
