using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>Signals to processes of our own.</summary>
internal static partial class Signal
{
    private const int Term = 15;

    /// <summary>Tells a process to end.</summary>
    public static void Terminate(int pid) => _ = Kill(pid, Term);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
