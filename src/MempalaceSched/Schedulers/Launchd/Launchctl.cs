using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>launchctl(1): the domains of this user, and what its exit codes mean. The old load and unload are never used.</summary>
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

    /// <summary>The domain of the user's graphical login.</summary>
    public string Gui => $"gui/{environment.UserId}";

    /// <summary>The domain of the user without one.</summary>
    public string User => $"user/{environment.UserId}";

    /// <summary>Where an agent of ours can be, the likelier one first.</summary>
    public IReadOnlyList<string> Domains => [Gui, User];

    public static ProcessCommand Command(params string[] arguments) => new("launchctl", arguments);

    public Task<ProcessResult> RunAsync(CancellationToken cancellation, params string[] arguments) =>
        processes.RunAsync(Command(arguments), cancellation);

    /// <summary>Runs it and takes any exit code but 0 for a fault.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerCommandFailed</c>.</exception>
    public async Task<ProcessResult> DemandAsync(CancellationToken cancellation, params string[] arguments)
    {
        var result = await RunAsync(cancellation, arguments).ConfigureAwait(false);
        return result.ExitCode == 0 ? result : throw Failed(Command(arguments), result);
    }

    /// <summary>What <c>print</c> says of a domain or service; null when there is none.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerCommandFailed</c>: it cannot be told.</exception>
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

    /// <summary>The fault that an exit code stands for.</summary>
    public static MempalaceException Failed(ProcessCommand command, ProcessResult result) =>
        Fault.SchedulerCommandFailed(command, result, WayOut(result.ExitCode));

    /// <summary>What can be done about an exit code.</summary>
    public static string WayOut(int exitCode) =>
        exitCode switch
        {
            InputOutput =>
                "launchd gives no better reason to ordinary users. Usual ones: the label is disabled (launchctl print-disabled), the plist or a folder above it "
                    + "belongs to somebody else or can be written by others, or the home folder is on a volume that launchd does not trust.",
            InProgress or AlreadyLoaded =>
                "An agent of that label is there already, or is just being taken out: launchctl print shows it. Try again in a minute.",
            NoService => "launchd does not know that agent: Install-MempalaceSchedule loads it again.",
            Disabled => "The label is disabled: launchctl enable takes that back.",
            NotTrusted =>
                "The plist and all folders above it must belong to you, and nobody else may be able to write to them; a home folder on another volume may not be trusted.",
            NoDomain or NotHere or OtherSession =>
                "There is no such login session here. Log in at the Mac itself, or install from the session in which it is to run.",
            Malformed => "This launchctl does not know that form; which macOS is it?",
            _ => $"`launchctl error {exitCode}` explains the code; Console.app shows what launchd logs.",
        };
}
