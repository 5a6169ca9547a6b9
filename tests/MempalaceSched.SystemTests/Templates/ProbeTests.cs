using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Templates;

/// <summary>Runs the probe with paths that contain special characters of the shell.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    [InlineData("/bin/dash")]
    public void The_probe_finds_paths_with_special_characters(string shell)
    {
        Assert.SkipUnless(File.Exists(shell), $"this machine has no {shell}");
        var found = Run(shell, Definition("it's a $HOME of `x` \"q\" %d é\nnext"));
        Assert.Equal(
            ["command=ok", "home=ok", "palace=ok", "state=ok", "store=ok"],
            found.Where(line => line.EndsWith("=ok", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Contains("given_home=/else where", found);
    }

    [Fact]
    public void The_probe_reports_missing_paths()
    {
        var definition = Definition("home");
        File.Delete(definition.Command[0]);
        File.Delete(definition.Store!.Path);
        var found = Run("/bin/sh", definition);
        Assert.Contains($"command='{definition.Command[0]}' does not exist or is not executable", found);
        Assert.Contains("store=missing", found);
        Assert.Contains("mempalace=none", found);
    }

    [Fact]
    public void The_probe_expands_patterns()
    {
        var definition = Definition("home") with { Store = new SessionStore(folder["home/tmp"], "*/chats") };
        Assert.Contains("store=missing", Run("/bin/sh", definition));
        Directory.CreateDirectory(folder["home/tmp/a b/chats"]);
        Assert.Contains("store=ok", Run("/bin/sh", definition));
        Assert.Contains("store=none", Run("/bin/sh", definition with { Source = MineSource.Custom, Store = null }));
    }

    [Fact]
    public void Shellcheck_reports_nothing_for_the_probe()
    {
        var script = folder.Write(
            "probe",
            ProbeScript.Render(
                Definition("a home"),
                new StandardPaths(Machine.With(folder["a home"])),
                folder["result"]
            )
        );
        Assert.Equal((0, ""), Oracle.Run(Oracle.Need("shellcheck"), [script]));
    }

    private ScheduleDefinition Definition(string home)
    {
        folder.Write($"{home}/store", "x");
        return Definitions.One() with
        {
            Command = [folder.Program($"{home}/mine")],
            Palace = folder[$"{home}/palace"],
            Store = new SessionStore(folder[$"{home}/store"]),
            CapturedEnvironment = new Dictionary<string, string>
            {
                ["HOME"] = folder[home],
                ["PATH"] = "/usr/bin:/bin",
            },
        };
    }

    private string[] Run(string shell, ScheduleDefinition definition)
    {
        var result = folder[$"result-{Guid.NewGuid():N}"];
        var script = folder.Write(
            "probe",
            ProbeScript.Render(
                definition,
                new StandardPaths(Machine.With(definition.CapturedEnvironment["HOME"])),
                result
            )
        );
        foreach (var _ in new[] { 1, 2 })
            // Cron can start the probe twice.
            Assert.Equal((0, ""), Oracle.Run("/usr/bin/env", ["HOME=/else where", shell, script]));
        Assert.False(File.Exists(result + ".part"));
        return File.ReadAllLines(result);
    }
}
