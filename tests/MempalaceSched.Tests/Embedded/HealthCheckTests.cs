using System.Diagnostics;
using System.Text.RegularExpressions;
using MempalaceSched.Tests.Host;
using Xunit;

namespace MempalaceSched.Tests.Embedded;

/// <summary>The health checks, word for word as docs/containers.md has them.</summary>
public sealed class HealthCheckTests : IDisposable
{
    private readonly SchedulerHome home = new();

    public static TheoryData<int> Checks => [.. Enumerable.Range(0, Documented.Length)];

    private static string[] Documented { get; } =
    [
        .. Regex
            .Matches(
                File.ReadAllText(Path.Combine(HostProgram.Root, "docs/containers.md")),
                "^HEALTHCHECK .* CMD (.*)$",
                RegexOptions.Multiline
            )
            .Select(match => match.Groups[1].Value),
    ];

    public void Dispose() => home.Dispose();

    [Theory]
    [MemberData(nameof(Checks))]
    public void It_is_healthy_just_while_a_scheduler_runs(int check)
    {
        home.Install("job", "daily");
        Assert.Equal(1, Check(check));
        var scheduler = home.Start();
        scheduler.Says("Loaded job");
        Assert.Equal(0, Check(check));
        scheduler.Signal("KILL");
        scheduler.ExitCode();
        Assert.Equal(1, Check(check));
    }

    [Fact]
    public void The_full_one_sees_a_run_that_failed()
    {
        File.WriteAllText(home.Mine, "#!/bin/sh\nexit 3\n");
        home.InstallDue("job");
        var scheduler = home.Start();
        scheduler.Says("RunEnded job: Failed");
        Assert.Equal(1, Check(1));
        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.ExitCode());
    }

    private int Check(int check)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", Documented[check]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in home.Environment())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        start.Environment["PATH"] = $"{Path.GetDirectoryName(HostProgram.Path)}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
