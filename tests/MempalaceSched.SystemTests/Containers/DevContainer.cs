using System.Globalization;
using MempalaceSched.Containers;
using MempalaceSched.Schedules;
using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>A container with busybox and a user named coder. The methods act inside the container.</summary>
public sealed class DevContainer(EngineBed engine, string name)
{
    /// <summary>The only process of an idle container, besides the shell that waits for it.</summary>
    public const string Idle = "sleep 1000000";

    public string Name => name;

    /// <summary>Runs a shell command in the container as coder. The command must succeed.</summary>
    public string Sh(string script) => engine.Run("exec", "-u", "coder", name, "sh", "-c", script);

    /// <summary>Runs a shell command in the container as root.</summary>
    public string ShAsRoot(string script) => engine.Run("exec", "-u", "root", name, "sh", "-c", script);

    public void Engine(string verb) => engine.Run(verb, name);

    /// <summary>Creates a schedule that runs this shell script in the container.</summary>
    internal ScheduleDefinition Mine(LauncherBed bed, string script, string? user = "coder") =>
        Command(bed, ["/bin/sh", "-c", script, "mine"], user);

    internal ScheduleDefinition Command(LauncherBed bed, string[] words, string? user = "coder")
    {
        var definition = bed.Command(words);
        return definition with
        {
            Container = new ContainerTarget(name, user, engine.Client),
            Palace = "~/.mempalace/palace",
            CapturedEnvironment = definition.CapturedEnvironment.Concat(engine.Variables).ToDictionary(),
        };
    }

    /// <summary>
    /// Lists the processes in the container, one per line, without its main process, the listing itself, and the last
    /// second of the launcher's watchdog.
    /// </summary>
    public IReadOnlyList<string> Processes() =>
        [
            .. engine
                .Run("exec", name, "ps", "-o", "pid,user,args")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Where(line =>
                    int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture)
                        != 1
                    && !line.EndsWith(Idle, StringComparison.Ordinal)
                    && !line.EndsWith(" sleep 1", StringComparison.Ordinal)
                    && !line.Contains("ps -o", StringComparison.Ordinal)
                ),
        ];

    public void AssertNothingLeft() =>
        LauncherBed.Wait(
            () => Processes().Count == 0,
            () => $"These processes are left inside: {string.Join("; ", Processes())}"
        );

    public bool Has(string path) => Sh($"[ -e {path} ] && echo yes || echo no") == "yes\n";

    /// <summary>Waits inside, because each call of the engine takes a lot of time.</summary>
    public void WaitFor(string path) =>
        Assert.True(
            Sh(
                $"tries=0; until [ -e {path} ] || [ $((tries += 1)) = 1200 ]; do sleep 0.05; done; [ -e {path} ] && echo yes || echo no"
            ) == "yes\n",
            $"{path} did not come inside"
        );
}
