using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Finds, describes and signals the processes that a <see cref="LauncherBed"/> started.</summary>
internal static class BedProcesses
{
    /// <summary>The environment variable that contains the mark of a bed.</summary>
    public const string MarkVariable = "SCHED_TEST";

    /// <summary>The running processes with this mark in their environment.</summary>
    public static IReadOnlyList<int> Alive(string mark)
    {
        var entry = Encoding.UTF8.GetBytes($"{MarkVariable}={mark}\0");
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => char.IsAsciiDigit(name![0]))
                .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
                .Where(pid => HasEntry(pid, entry) && IsAlive(pid)),
        ];
    }

    /// <summary>Whether a process exists and is not a zombie.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Signal(string signal, params int[] pids)
    {
        var start = new ProcessStartInfo(
            "/bin/kill",
            ["-s", signal, "--", .. pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]
        )
        {
            RedirectStandardError = true,
        };
        using var kill = Process.Start(start)!;
        kill.StandardError.ReadToEnd(); // the process may have ended already
        kill.WaitForExit();
    }

    /// <summary>Whether a process is a child of a launcher that runs the same script and handles USR1.</summary>
    public static bool IsWatchdog(int pid, int launcher)
    {
        try
        {
            var status = File.ReadAllLines($"/proc/{pid}/status")
                .Select(line => line.Split(':', 2))
                .ToLookup(pair => pair[0], pair => pair[1].Trim());
            return status["PPid"].Single() == launcher.ToString(CultureInfo.InvariantCulture)
                && (Convert.ToUInt64(status["SigCgt"].Single(), 16) & (1UL << 9)) != 0; // USR1 is signal 10
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The PID and the command line of a process.</summary>
    public static string Describe(int pid)
    {
        try
        {
            return $"{pid} {File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return $"{pid}";
        }
    }

    // Tests call this many times for every process of the machine, so it compares bytes, and nearly always reads one
    // file.
    private static bool HasEntry(int pid, byte[] entry)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
