using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Processes;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>launchctl(1): its verbs, and what its exit codes mean. The old load and unload are never used.</summary>
internal sealed class Launchctl(HostEnvironment environment, IProcessRunner processes)
{
    public const int NoSuchProcess = 3;
    public const int InputOutput = 5;
    public const int InProgress = 36;
    public const int AlreadyLoaded = 37;
    public const int NoDomain = 112;
    public const int NoService = 113;

    /// <summary>The domain of the user's graphical login.</summary>
    public string Gui => $"gui/{environment.UserId}";

    /// <summary>The domain of the user without one.</summary>
    public string User => $"user/{environment.UserId}";

    public static ProcessCommand Command(params string[] arguments) => new("launchctl", arguments);

    public Task<ProcessResult> RunAsync(CancellationToken cancellation, params string[] arguments) => processes.RunAsync(Command(arguments), cancellation);

    /// <summary>Whether the user is logged in graphically.</summary>
    public async Task<bool> HasGuiAsync(CancellationToken cancellation) =>
        (await RunAsync(cancellation, "print", Gui).ConfigureAwait(false)).ExitCode == 0;

    /// <summary>The fault that an exit code stands for.</summary>
    public static MempalaceException Failed(ProcessCommand command, ProcessResult result) => Fault.SchedulerCommandFailed(command, result, result.ExitCode switch
    {
        InputOutput or AlreadyLoaded or 119 or 122 or 134 =>
            "launchd gives no better reason to ordinary users. Usual ones: it is still being torn down, it is disabled (launchctl print-disabled), "
            + "the plist or a folder above it belongs to somebody else, or the home folder is on a volume that launchd does not trust.",
        NoDomain or 125 => "There is no such login session. Log in at the Mac itself, or install from the session in which it is to run.",
        64 => "This launchctl does not know that form; which macOS is it?",
        _ => "launchctl error CODE explains a code; Console.app shows what launchd logs.",
    });
}
