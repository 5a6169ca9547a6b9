using System.Security.Cryptography;
using System.Text;
using MempalaceSched.Schedules;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A palace whose lock another process holds, and a mempalace that respects that lock.</summary>
internal static class HeldPalace
{
    /// <summary>
    /// A stand-in for mempalace: it takes mempalace's own lock, or reports who has it, as release 3.7.1.
    /// </summary>
    private const string Mempalace = """
        #!/usr/bin/python3
        import fcntl, os, sys
        file = open(os.environ['LOCK'], 'a+')
        if '--daemon' in sys.argv and os.path.exists(os.environ['ROOT'] + '/refuse'):
            print('daemon submission failed: daemon exited during startup with code 1', file=sys.stderr)
            sys.exit(1)
        if '--daemon' in sys.argv:
            print('  Files processed: 3\n  Drawers filed: 9')
            open(os.environ['ROOT'] + '/arguments', 'a').write(' '.join(sys.argv[1:]) + '\n')
            if os.path.exists(os.environ['ROOT'] + '/slow'):
                import time
                time.sleep(60)
            sys.exit(0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            pid = file.read().strip()
            held = f'PID {pid} (python3)' if pid else 'another writer (identity not recorded)'
            print(f"mempalace: palace {os.environ['MEMPALACE_PALACE_PATH']} is held by {held}; wait for it to finish or "
                  "stop the holder before retrying", file=sys.stderr)
            sys.exit(1)
        print('  Files processed: 1\n  Drawers filed: 2')
        """;

    /// <summary>Takes the lock, says so, and holds it until its standard input ends.</summary>
    private const string Holder = """
        import fcntl, os, sys
        file = open(os.environ['LOCK'], 'a+')
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.environ.get('NAMED'):
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        open(os.environ['ROOT'] + '/held', 'w').close()
        sys.stdin.read()
        """;

    /// <summary>A schedule under cron, where the launcher itself waits.</summary>
    public static ScheduleDefinition Mine(LauncherBed bed)
    {
        var program = bed.Out("bin/mempalace");
        Directory.CreateDirectory(bed.Out("bin"));
        File.WriteAllText(program, Mempalace);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        return bed.Command(program, "mine", bed.Home, "--mode", "convos") with
        {
            Scheduler = SchedulerKind.Cron,
            At = "minutely",
            RandomDelay = TimeSpan.Zero,
            RetryInterval = TimeSpan.FromHours(1),
            Environment = new Dictionary<string, string> { ["LOCK"] = Lock(bed), ["ROOT"] = bed.Root },
        };
    }

    public static LauncherResult Run(LauncherBed bed, ScheduleDefinition definition, int? interval = null) =>
        bed.StartWith(
                definition with
                {
                    At = "Mon 03:00",
                },
                interval is { } seconds ? new() { ["MEMPALACE_SCHED_RETRY_INTERVAL"] = $"{seconds}" } : new(),
                "--trigger",
                "scheduled"
            )
            .Result();

    /// <summary>mempalace's own lock of the palace.</summary>
    private static string Lock(LauncherBed bed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.Combine(bed.Home, "palace")));
        var name = Convert.ToHexString(hash)[..16].ToLowerInvariant();
        Directory.CreateDirectory(Path.Combine(bed.Home, ".mempalace/locks"));
        return Path.Combine(bed.Home, $".mempalace/locks/mine_palace_{name}.lock");
    }

    /// <summary>Starts a process under this name that holds the lock, below a client with that name.</summary>
    public static Holding Hold(LauncherBed bed, string client, string script, bool named, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(bed.Out($"holder/{script}"))!);
        File.WriteAllText(bed.Out($"holder/{script}"), Holder);
        File.WriteAllText(
            bed.Out($"holder/{client}"),
            $"#!/bin/sh\n/usr/bin/python3 {bed.Out($"holder/{script}")} {string.Join(' ', arguments)}\ntrue\n"
        );
        var start = new System.Diagnostics.ProcessStartInfo("/bin/sh", [bed.Out($"holder/{client}")])
        {
            RedirectStandardInput = true,
        };
        start.Environment["LOCK"] = Lock(bed);
        start.Environment["ROOT"] = bed.Root;
        start.Environment["NAMED"] = named ? "1" : "";
        var process = System.Diagnostics.Process.Start(start)!;
        bed.WaitForFile("held");
        return new Holding(process);
    }

    public sealed class Holding(System.Diagnostics.Process process) : IDisposable
    {
        private bool ended;

        public void Dispose()
        {
            if (ended)
                return;
            ended = true;
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
