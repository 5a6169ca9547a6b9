using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;
using MempalaceSched.UseCases;

namespace MempalaceSched.Tests.Launcher;

/// <summary>
/// Handles launchers that another version of the module installed, and the program that all schedules share.
/// </summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly Confirmation Yes = new(IsPreview: false, (_, _, _, _) => Task.FromResult(true));
    private static readonly InstallOptions Options = new(EnableLinger: false, Force: false);
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TempFolder home = new();
    private readonly RecordedReports reports = new();
    private readonly Services services;

    public MigrationTests() => services = NewServices();

    private StandardPaths Paths => services.Paths;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_launcher_of_version_0_1_is_outdated_until_a_repair_replaces_it()
    {
        var definition = await InstallAsync("mempalace-session");
        var launcher = File.ReadAllText(Paths.Launcher(definition.Name));
        File.WriteAllText(
            Paths.Launcher(definition.Name),
            File.ReadAllText(Path.Combine(Repository.Root, "tests/fixtures/launcher-0.1/mempalace-session"))
        );
        File.Delete(Paths.LauncherProgram);

        var schedule = await ReadAsync(definition);
        Assert.Contains(nameof(ScheduleHealth.Outdated), schedule.HealthDetail, StringComparison.Ordinal);
        Assert.Contains("is a launcher of version 0.1", schedule.HealthDetail, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ScheduleHealth.Drifted), schedule.HealthDetail, StringComparison.Ordinal);

        var repair = new RepairSchedules(services, Options, Yes);
        repair.Add([new ScheduleMatch(definition, null)]);
        Assert.Single(await repair.RunAsync(Never));
        Assert.Empty(reports.Errors);

        Assert.Equal(launcher, File.ReadAllText(Paths.Launcher(definition.Name)));
        Assert.Equal(LauncherProgram.Text, File.ReadAllText(Paths.LauncherProgram));
        Assert.DoesNotContain(
            nameof(ScheduleHealth.Outdated),
            (await ReadAsync(definition)).HealthDetail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_unmodified_other_program_is_outdated_and_an_edited_one_has_drifted()
    {
        var definition = await InstallAsync("one");
        File.WriteAllText(Paths.LauncherProgram, LauncherProgram.WithHeader("0.0.9", "launch() { :; }\n"));
        var schedule = await ReadAsync(definition);
        Assert.NotEqual(ScheduleHealth.Drifted, schedule.Health);
        Assert.Contains(nameof(ScheduleHealth.Outdated), schedule.HealthDetail, StringComparison.Ordinal);
        Assert.Contains("0.0.9", schedule.HealthDetail, StringComparison.Ordinal);

        File.AppendAllText(Paths.LauncherProgram, "# edited\n");
        Assert.Equal(ScheduleHealth.Drifted, (await ReadAsync(definition)).Health);

        File.Delete(Paths.LauncherProgram);
        Assert.Equal(ScheduleHealth.Drifted, (await ReadAsync(definition)).Health);
    }

    [Fact]
    public async Task The_program_stays_until_the_last_schedule_is_removed()
    {
        var (one, two) = (await InstallAsync("one"), await InstallAsync("two"));
        await RemoveAsync(one);
        Assert.True(File.Exists(Paths.LauncherProgram));
        await RemoveAsync(two);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Paths.LauncherProgram)));
        Assert.False(Directory.Exists(Path.Combine(home.Path, ".local/share/mempalace-sched")));
    }

    [Fact]
    public async Task Removing_all_schedules_in_one_call_removes_the_program()
    {
        var (one, two) = (await InstallAsync("one"), await InstallAsync("two"));
        await RemoveAsync(one, two);
        Assert.False(File.Exists(Paths.LauncherProgram));
    }

    [Fact]
    public async Task A_preview_shows_the_program_in_one_line()
    {
        var plan = new InstallPlan(services, services.Schedulers.For(SchedulerKind.Embedded), Options);
        var preview = await plan.PlanFor([Definition("one")]).PreviewAsync(services.ChangeContext, Never);
        var lines = preview.Split('\n');
        Assert.InRange(lines.Length, 10, 100);
        Assert.Single(lines, line => line.StartsWith($"write {Paths.LauncherProgram} (", StringComparison.Ordinal));
    }

    private Services NewServices() => new(Machine.With(home.Path), reports, new RecordedProcesses());

    private ScheduleDefinition Definition(string name) =>
        Definitions.One(name) with
        {
            Scheduler = SchedulerKind.Embedded,
            Command = [home.Program("mine")],
            Container = null,
        };

    private async Task<ScheduleDefinition> InstallAsync(string name)
    {
        var definition = Definition(name);
        var update = new ScheduleUpdate(services, Options, Yes, "Install");
        update.Add(definition, services.Schedulers.For(SchedulerKind.Embedded));
        Assert.Single(await update.RunAsync(Never));
        return definition;
    }

    /// <summary>Uses new services for each read, because services cache what they read during one call.</summary>
    private async Task<Schedule> ReadAsync(ScheduleDefinition definition) =>
        Assert.Single(await new ReadSchedules(NewServices()).ReadAsync([definition], Never));

    private async Task RemoveAsync(params ScheduleDefinition[] definitions)
    {
        var removal = new RemoveSchedules(services, purge: false, Yes);
        await removal.AddAsync(definitions.Select(definition => new ScheduleMatch(definition, null)), Never);
        await removal.RunAsync(Never);
        Assert.Empty(reports.Errors);
    }
}
