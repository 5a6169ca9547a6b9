using MempalaceSched.Changes;
using MempalaceSched.Launcher;
using MempalaceSched.Operations;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Launcher;

/// <summary>What becomes of launchers that another version of the module has installed, and of the program that all schedules share.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TempFolder home = new();
    private readonly Workbench bench;

    public MigrationTests() =>
        bench = new Workbench(Machine.With(home.Path), new RecordedReports(), new RecordedProcesses());

    private StandardPaths Paths => bench.Paths;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_launcher_of_version_0_1_is_outdated_until_a_repair_replaces_it()
    {
        var definition = await InstallAsync("mempalace-session");
        File.WriteAllText(
            Paths.Launcher(definition.Name),
            File.ReadAllText(Path.Combine(Repository.Root, "tests/fixtures/launcher-0.1/mempalace-session"))
        );
        File.Delete(Paths.LauncherProgram);

        var schedule = await ReadAsync(definition);
        Assert.Contains(nameof(ScheduleHealth.Outdated), Healths(schedule), StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ScheduleHealth.Drifted), Healths(schedule), StringComparison.Ordinal);
        Assert.Contains("is a launcher of version 0.1", Healths(schedule), StringComparison.Ordinal);

        Assert.True(
            await new RepairOperation(bench, enableLinger: false).MendsAsync(
                definition,
                schedule with
                {
                    Health = ScheduleHealth.Outdated,
                },
                Never
            )
        );
        await InstallAsync(definition);

        Assert.Equal(LauncherSettings.Render(definition, Paths), File.ReadAllText(Paths.Launcher(definition.Name)));
        Assert.Equal(LauncherProgram.Text, File.ReadAllText(Paths.LauncherProgram));
        Assert.DoesNotContain(
            nameof(ScheduleHealth.Outdated),
            Healths(await ReadAsync(definition)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_unmodified_other_program_is_outdated_and_an_edited_one_has_drifted()
    {
        var definition = await InstallAsync("one");
        File.WriteAllText(Paths.LauncherProgram, LauncherProgram.WithHeader("0.0.9", "launch() { :; }\n"));
        Assert.Contains("0.0.9", Healths(await ReadAsync(definition)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            nameof(ScheduleHealth.Drifted),
            Healths(await ReadAsync(definition)),
            StringComparison.Ordinal
        );

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
    public async Task Both_in_one_call_remove_it_too()
    {
        var (one, two) = (await InstallAsync("one"), await InstallAsync("two"));
        await RemoveAsync(one, two);
        Assert.False(File.Exists(Paths.LauncherProgram));
    }

    [Fact]
    public async Task A_preview_shows_the_program_as_one_line()
    {
        var definition = Definition("one");
        var preview = await Install().Plan(definition).PreviewAsync(Never);
        var lines = preview.Split('\n');
        Assert.InRange(lines.Length, 10, 100);
        Assert.Single(
            lines,
            line => line.StartsWith($"write {Paths.LauncherProgram} (the launcher, version ", StringComparison.Ordinal)
        );
    }

    private static string Healths(Schedule schedule) => $"{schedule.Health}: {schedule.HealthDetail}";

    private ScheduleDefinition Definition(string name) =>
        Definitions.One(name) with
        {
            Scheduler = SchedulerKind.Embedded,
            Command = [home.Program("mine")],
            Container = null,
        };

    private InstallOperation Install() =>
        new(bench, bench.Schedulers.For(SchedulerKind.Embedded), new InstallOptions(EnableLinger: false, Force: false));

    private Task<ScheduleDefinition> InstallAsync(string name) => InstallAsync(Definition(name));

    private async Task<ScheduleDefinition> InstallAsync(ScheduleDefinition definition)
    {
        await Install().ApplyAsync([definition], Never);
        return definition;
    }

    private async Task<Schedule> ReadAsync(ScheduleDefinition definition) =>
        Assert.Single(
            await new Workbench(bench.Environment, bench.Reporter, bench.Processes).Reader.ReadAsync(
                [definition],
                Never
            )
        );

    private Task RemoveAsync(params ScheduleDefinition[] definitions) =>
        new RemoveOperation(bench, purge: false).ApplyAsync(definitions, Never);
}
