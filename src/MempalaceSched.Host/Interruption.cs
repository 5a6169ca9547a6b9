using System.Runtime.InteropServices;

namespace MempalaceSched.Host;

/// <summary>Turns the first signal that asks the program to end into a request to stop; a second one ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int exitCode;

    /// <summary>Starts to listen.</summary>
    public Interruption() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnSignal(context, 1)),
        ];

    /// <summary>Cancelled when the program is to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code that the request to stop calls for, if there was one.</summary>
    public int? ExitCode => source.IsCancellationRequested ? exitCode : null;

    /// <summary>Asks the program to stop for a reason of its own.</summary>
    public void Request(int code)
    {
        if (Interlocked.CompareExchange(ref exitCode, code, 0) == 0)
            source.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int number)
    {
        // A cmdlet that runs for long, such as Start-MempalaceScheduler, ends in good order by itself and says so here.
        if (AppContext.GetData("MempalaceSched.HandlesSignals") is true)
            return;

        // Left alone, the second signal does what signals do by default.
        context.Cancel = exitCode == 0;
        if (context.Cancel)
            Request(SignalBase + number);
    }
}
