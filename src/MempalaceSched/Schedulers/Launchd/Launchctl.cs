using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Runs launchctl(1): the domains of this user, and the meaning of the exit codes. Exit codes are read as numbers,
/// because the messages change between versions. The deprecated <c>load</c> and <c>unload</c> are never used.
/// </summary>
internal sealed class Launchctl(HostEnvironment environment, IProcessRunner processes)
{
    public const int NoSuchProcess = 3;
    public const int InputOutput = 5;
    public const int InProgress = 36;
    public const int AlreadyLoaded = 37;
    public const int Malformed = 64;
    public const int NoDomain = 112;
    public const int NoService = 113;
    public const int Disabled = 119;
    public const int NotTrusted = 122;
    public const int NotHere = 125;
    public const int OtherSession = 134;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Longer than launchd takes to kill an agent that ignores TERM.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(LaunchAgent.ExitTimeOut + 10);

    /// <summary>The domain of the user's graphical login.</summary>
    public string Gui => $"gui/{environment.UserId}";

    /// <summary>The domain of the user without a graphical login.</summary>
    public string User => $"user/{environment.UserId}";

    /// <summary>The domains that an agent of ours can be in, the more likely one first.</summary>
    public IReadOnlyList<string> Domains => [Gui, User];

    public static Launchctl For(ChangeContext context) => new(context.Environment, context.Processes);

    public static ProcessCommand Command(params string[] arguments) => new("launchctl", arguments);

    /// <summary>The domain of a schedule's agent.</summary>
    public string DomainFor(ScheduleDefinition definition) => definition.BackgroundSession ? User : Gui;

    public Task<ProcessResult> RunAsync(CancellationToken cancellation, params string[] arguments) =>
        processes.RunAsync(Command(arguments), cancellation);

    /// <summary>Runs launchctl and treats every exit code except 0 as an error.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerCommandFailed</c>.</exception>
    public async Task<ProcessResult> RequireAsync(CancellationToken cancellation, params string[] arguments)
    {
        var result = await RunAsync(cancellation, arguments).ConfigureAwait(false);
        return result.ExitCode == 0 ? result : throw Failed(Command(arguments), result);
    }

    /// <summary>The output of <c>print</c> for a domain or service; null when there is none.</summary>
    /// <exception cref="MempalaceException">
    /// <c>SchedulerCommandFailed</c>: it is unknown whether there is one.
    /// </exception>
    public async Task<string?> PrintAsync(string target, CancellationToken cancellation)
    {
        var result = await RunAsync(cancellation, "print", target).ConfigureAwait(false);
        return result.ExitCode switch
        {
            0 => result.Output,
            NoDomain or NoService => null,
            _ => throw Failed(Command("print", target), result),
        };
    }

    /// <summary>
    /// Loads an agent. <c>bootstrap</c> returns the same few codes for many problems; the output of <c>print</c> then
    /// distinguishes an agent that is still ending (wait), one that another process has loaded from the same plist
    /// (fine), and everything else (an error).
    /// </summary>
    /// <exception cref="MempalaceException"><c>SchedulerCommandFailed</c>.</exception>
    public async Task LoadAsync(string domain, AgentIdentity agent, CancellationToken cancellation)
    {
        var command = Command("bootstrap", domain, agent.PlistPath);
        for (var until = DateTime.UtcNow + Timeout; ; )
        {
            var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
            if (result.ExitCode == 0)
                return;
            if (
                result.ExitCode is not (InputOutput or InProgress or AlreadyLoaded)
                || await PrintAsync($"{domain}/{agent.Label}", cancellation).ConfigureAwait(false) is not { } print
            )
                throw Failed(command, result);
            var fields = LaunchctlPrint.Fields(print);
            var isEnding = fields.GetValueOrDefault("state") is "SIGTERMed" or "SIGKILLed";
            if (!isEnding && agent.IsAt(fields.GetValueOrDefault("path")))
                return;
            if (!isEnding || DateTime.UtcNow > until)
                throw Failed(command, result);
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Unloads a service and waits until it is gone, because <c>bootout</c> returns before that.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerCommandFailed</c>.</exception>
    public async Task UnloadAsync(string target, CancellationToken cancellation)
    {
        var command = Command("bootout", target);
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.ExitCode is not (0 or NoSuchProcess or InProgress or NoService))
            throw Failed(command, result);
        var until = DateTime.UtcNow + Timeout;
        while (await PrintAsync(target, cancellation).ConfigureAwait(false) is not null)
        {
            if (DateTime.UtcNow > until)
                throw ProcessErrors.Failed(
                    command,
                    new ProcessResult(
                        result.ExitCode,
                        "",
                        $"the agent is still there after {Timeout.TotalSeconds:0} s"
                    ),
                    $"Stop the run that does not end with `launchctl kill KILL {target}`, and try again."
                );
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The error for a result of launchctl.</summary>
    public static MempalaceException Failed(ProcessCommand command, ProcessResult result) =>
        ProcessErrors.Failed(command, result, Recommendation(result.ExitCode));

    /// <summary>What to do about an exit code.</summary>
    public static string Recommendation(int exitCode) =>
        exitCode switch
        {
            InputOutput =>
                "Check whether the label is disabled (`launchctl print-disabled`), whether the plist and the folders "
                    + "above it belong to you and only you can write to them, and whether launchd trusts the volume of "
                    + "the home folder. launchd does not report which of these it is.",
            InProgress or AlreadyLoaded =>
                "Try again in a minute. An agent with this label is loaded or is just being unloaded; "
                    + "`launchctl print` shows it.",
            NoService =>
                "launchd does not have the agent. To restore it, run Repair-MempalaceSchedule with the name of the "
                    + "schedule.",
            Disabled => "Enable the label with `launchctl enable`.",
            NotTrusted =>
                "Make sure that the plist and all folders above it belong to you and that only you can write to them. "
                    + "A home folder on another volume may not be trusted.",
            NoDomain or NotHere or OtherSession =>
                "Log in at the Mac itself, or install from the session in which the schedule is to run. This login "
                    + "session does not exist here.",
            Malformed => "Check the version of macOS. Its launchctl does not have this command.",
            _ =>
                $"Run `launchctl error {exitCode}` to explain the code, or see the messages of launchd in Console.app.",
        };
}
