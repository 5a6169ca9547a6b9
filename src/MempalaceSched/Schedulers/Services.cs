using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers;

/// <summary>
/// What a use case works with: the machine, its programs, and the schedules of this user. Created once per call.
/// </summary>
internal sealed class Services
{
    /// <param name="environment">The machine and user.</param>
    /// <param name="reporter">Receives messages and errors.</param>
    /// <param name="processes">Starts programs; null for real ones.</param>
    public Services(HostEnvironment environment, IReporter reporter, IProcessRunner? processes = null)
    {
        Environment = environment;
        Reporter = reporter;
        Processes = processes ?? new ProcessRunner();
        Paths = new StandardPaths(environment);
        Definitions = new DefinitionStore(Paths);
        Schedulers = new SchedulerSelector(environment, Paths, Processes, TimeProvider.System);
        History = new RunHistory(Paths);
        OwnFiles = new OwnFiles(Paths, Schedulers.For);
    }

    /// <summary>The machine and user.</summary>
    public HostEnvironment Environment { get; }

    /// <summary>Receives messages and errors.</summary>
    public IReporter Reporter { get; }

    /// <summary>Starts programs.</summary>
    public IProcessRunner Processes { get; }

    /// <summary>Where the files of this user are.</summary>
    public StandardPaths Paths { get; }

    /// <summary>The definitions of this user.</summary>
    public DefinitionStore Definitions { get; }

    /// <summary>The schedulers of this machine.</summary>
    public SchedulerSelector Schedulers { get; }

    /// <summary>The histories of this user's schedules.</summary>
    public RunHistory History { get; }

    /// <summary>The files that every schedule has, whatever its scheduler.</summary>
    public OwnFiles OwnFiles { get; }

    /// <summary>The names of all schedules and of removed schedules that left a history, sorted.</summary>
    public IReadOnlyList<string> AllNames() => History.NamesWith(Definitions.Names());

    /// <summary>What plans are previewed and applied with.</summary>
    public ChangeContext ChangeContext => new(Environment, Paths, Processes, Reporter);

    /// <summary>A runner for one plan.</summary>
    public PlanRunner NewRunner() => new(ChangeContext);
}
