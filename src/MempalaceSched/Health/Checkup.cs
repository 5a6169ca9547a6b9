using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Health;

/// <summary>All checks, and how they are carried out.</summary>
internal sealed class Checkup(Workbench bench)
{
    /// <summary>In the order in which things have to work. A new check is a class of its own and a line here.</summary>
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

    /// <summary>Those that a schedule has: one without a container has nothing to say of any.</summary>
    public static IEnumerable<ICheck> For(ScheduleDefinition definition) =>
        definition.Container is null ? All.Where(check => check is not ContainerCheck) : All;

    /// <summary>What there is to say when nothing is installed.</summary>
    public static CheckResult NothingInstalled =>
        Verdict
            .Warn("No schedule is installed.", "Install-MempalaceSchedule OpenCode installs one.")
            .Of("", "installed");

    /// <summary>What there is to say of an orphan.</summary>
    public static CheckResult Of(Orphan orphan) => Verdict.Warn(orphan.What, orphan.Mend).Of(orphan.Name, "definition");

    /// <summary>The schedules with what their schedulers say of them: one question to each.</summary>
    public async Task<IReadOnlyList<CheckSubject>> SubjectsAsync(
        IReadOnlyList<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var subjects = new List<CheckSubject>();
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = bench.Schedulers.Of(group.Key);
            var live = await ScheduleReader.AskAsync(scheduler, [.. group], cancellation).ConfigureAwait(false);
            subjects.AddRange(
                group.Select(definition => new CheckSubject(
                    bench,
                    definition,
                    bench.Reader.Combine(definition, live[definition.Name]),
                    live[definition.Name],
                    scheduler,
                    DateTimeOffset.UtcNow,
                    SystemTime.Instance.LocalTimeZone
                ))
            );
        }
        return subjects;
    }

    /// <summary>Carries out one check.</summary>
    public static async Task<CheckResult> RunAsync(ICheck check, CheckSubject subject, CancellationToken cancellation)
    {
        if (check is IHostCheck && subject.Definition.Container is { } container)
            return Verdict.Skip($"That is in the container {container.Title}.").Of(subject.Name, check.Name);
        try
        {
            return (await check.RunAsync(subject, cancellation).ConfigureAwait(false)).Of(subject.Name, check.Name);
        }
        catch (MempalaceException fault)
        {
            return Verdict.Fail(fault.Message, fault.WayOut).Of(subject.Name, check.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Verdict.Fail(e.Message, "Check the owner and mode of what it names.").Of(subject.Name, check.Name);
        }
    }
}
