using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;
using MempalaceSched.UseCases;

namespace MempalaceSched.Tests.UseCases;

public sealed class ScheduleFilesTests : IDisposable
{
    private readonly TempFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task An_install_renders_each_definition_once()
    {
        var services = new Services(Machine.With(home.Path), new RecordedReports(), new RecordedProcesses());
        var scheduler = new CountingScheduler();
        var install = new InstallPlan(services, scheduler, new InstallOptions(EnableLinger: false, Force: false));
        List<ScheduleDefinition> definitions = [Definitions.One("one"), Definitions.One("two")];
        definitions.ForEach(install.Check);
        await install.QueryAsync(definitions, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(definitions, install.IsCurrent);
        definitions.ForEach(definition => install.PlanFor([definition]));
        await install.ApplyAsync(definitions, TestContext.Current.CancellationToken);
        await install.QueryAsync(definitions, TestContext.Current.CancellationToken);
        Assert.All(definitions, definition => Assert.True(install.IsCurrent(definition)));
        Assert.Equal(["one", "two"], scheduler.Rendered);
    }

    [Theory]
    [InlineData(SchedulerKind.Systemd)]
    [InlineData(SchedulerKind.Launchd)]
    public void A_scheduler_renders_a_definition_once_for_its_files_and_all_its_plans(SchedulerKind kind)
    {
        var scheduler = new Services(
            Machine.With(home.Path),
            new RecordedReports(),
            new RecordedProcesses()
        ).Schedulers.For(kind);
        var definition = Definitions.One() with { At = "Mon 03:00", Scheduler = kind, LabelPrefix = "org.example" };
        var files = scheduler.Planner.FilesFor(definition);
        var planned = scheduler
            .Planner.PlanInstall(
                [definition],
                new HashSet<string>(),
                new InstallOptions(EnableLinger: false, Force: false)
            )
            .Steps.OfType<WriteFile>()
            .ToList();
        Assert.NotEmpty(files);
        Assert.Equal(files.Count, planned.Count);
        Assert.All(files.Zip(planned), pair => Assert.Same(pair.First, pair.Second));
        Assert.NotSame(files[0], scheduler.Planner.FilesFor(definition with { At = "Tue 03:00" })[0]);
    }

    private sealed class CountingScheduler : IScheduler, ISchedulePlanner, IScheduleQuery, IRunControl, IProbeRunner
    {
        public List<string> Rendered { get; } = [];

        public SchedulerKind Kind => SchedulerKind.Systemd;

        public string Title => "counting";

        public SchedulerTraits Traits { get; } = new();

        public Unavailability? Unavailable => null;

        public ISchedulePlanner Planner => this;

        public IScheduleQuery Query => this;

        public IRunControl Runs => this;

        public IProbeRunner Probes => this;

        public IReadOnlyList<WriteFile> FilesFor(ScheduleDefinition definition)
        {
            Rendered.Add(definition.Name);
            return [];
        }

        public ChangePlan PlanInstall(
            IReadOnlyList<ScheduleDefinition> definitions,
            IReadOnlySet<string> active,
            InstallOptions options
        ) => ChangePlan.Empty;

        public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) => ChangePlan.Empty;

        public Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
            IReadOnlyCollection<ScheduleDefinition> definitions,
            CancellationToken cancellation
        ) =>
            Task.FromResult<IReadOnlyDictionary<string, LiveState>>(
                definitions.ToDictionary(
                    definition => definition.Name,
                    _ => new LiveState
                    {
                        State = ScheduleState.Waiting,
                        IsAccepted = true,
                        NextRun = DateTimeOffset.Now,
                    }
                )
            );

        public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) => new("true");

        public IReadOnlyList<string> Warnings() => [];

        public Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation) => Task.CompletedTask;
    }
}
