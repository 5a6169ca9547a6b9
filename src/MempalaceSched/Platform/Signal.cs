using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>Sends signals to processes.</summary>
internal static partial class Signal
{
    private const int Term = 15;

    /// <summary>Sends TERM to a process. Nothing happens if the process no longer exists.</summary>
    public static void Terminate(int pid) => _ = Kill(pid, Term);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
