using MempalaceSched.Errors;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>All checks of Test-MempalaceSchedule, and how one is run.</summary>
internal static class Checkup
{
    /// <summary>The checks, in the order in which things must work. A new check is a class and an entry here.</summary>
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new SchedulerCheck(),
        new DaemonCheck(),
        new TakenOverCheck(),
        new LingerCheck(),
        new FilesCheck(),
        new ContainerCheck(),
        new CommandCheck(),
        new ToolsCheck(),
        new StoreCheck(),
        new PalaceCheck(),
        new DiskCheck(),
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
            .Of("", "installed");

    /// <summary>Runs one check. An error becomes a failed check.</summary>
    public static async Task<CheckResult> RunAsync(ICheck check, CheckSubject subject, CancellationToken cancellation)
    {
        if (check is IHostCheck && subject.Definition.Container is { } container)
            return Verdict.Skip($"Runs act in the container {container.Title}.").Of(subject.Name, check.Name);
        try
        {
            return (await check.RunAsync(subject, cancellation).ConfigureAwait(false)).Of(subject.Name, check.Name);
        }
        catch (MempalaceException error)
        {
            return Verdict.Fail(error.Message, error.Recommendation).Of(subject.Name, check.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Verdict.Fail(e.Message, "Check the owner and mode of that path.").Of(subject.Name, check.Name);
        }
    }
}
