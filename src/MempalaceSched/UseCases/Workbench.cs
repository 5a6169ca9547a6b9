using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>All that one call of a cmdlet works with, put together in one place.</summary>
internal sealed class Workbench
{
    public Workbench(HostEnvironment environment, IReporter reporter, IProcessRunner? processes = null)
    {
        Environment = environment;
        Reporter = reporter;
        Processes = processes ?? new ProcessRunner();
        Paths = new StandardPaths(environment);
        Definitions = new DefinitionStore(Paths);
        Schedulers = new SchedulerSelector(environment, Paths, Processes, TimeProvider.System);
        History = new RunHistory(Paths);
        OwnFiles = new OwnFiles(Paths);
        Reader = new ScheduleReader(Paths, OwnFiles, Schedulers, History, reporter, TimeProvider.System);
        Orphans = new OrphanFinder(Paths, Schedulers, Definitions, reporter);
    }

    public HostEnvironment Environment { get; }

    public IReporter Reporter { get; }

    public IProcessRunner Processes { get; }

    public StandardPaths Paths { get; }

    public DefinitionStore Definitions { get; }

    public SchedulerSelector Schedulers { get; }

    public RunHistory History { get; }

    public OwnFiles OwnFiles { get; }

    public ScheduleReader Reader { get; }

    /// <summary>The names of all schedules, and of those that have left a history; in order.</summary>
    public IReadOnlyList<string> AllNames() => History.NamesWith(Definitions.Names());

    public OrphanFinder Orphans { get; }

    /// <summary>A runner for one plan.</summary>
    public PlanRunner NewRunner() => new(NewContext());

    /// <summary>What the steps of one plan work with.</summary>
    public ChangeContext NewContext() => new(Environment, Paths, Processes, Reporter);
}
