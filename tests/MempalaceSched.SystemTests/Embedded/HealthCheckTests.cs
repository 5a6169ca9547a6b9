using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>Runs the health checks from docs/containers.md exactly as they are written.</summary>
public sealed class HealthCheckTests : IDisposable
{
    private readonly SchedulerHome home = new();

    private static string[] Documented { get; } =
    [
        .. Regex
            .Matches(
                File.ReadAllText(Path.Combine(Repository.Root, "docs/containers.md")),
                "^HEALTHCHECK .* CMD (.*)$",
                RegexOptions.Multiline
            )
            .Select(match => match.Groups[1].Value),
    ];

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_container_is_healthy_only_while_a_scheduler_runs(int check)
    {
        home.Install("job");
        Assert.Equal(1, Check(check));
        var scheduler = home.Start();
        scheduler.WaitFor("Loaded job");
        Assert.Equal(0, Check(check));
        scheduler.Signal("KILL");
        scheduler.WaitForExit();
        Assert.Equal(1, Check(check));
    }

    [Fact]
    public void The_full_health_check_fails_after_a_failed_run()
    {
        File.WriteAllText(home.Job, "#!/bin/sh\nexit 3\n");
        home.InstallDue("job");
        var scheduler = home.Start();
        scheduler.WaitFor("RunEnded job: Failed");
        Assert.Equal(1, Check(1));
        scheduler.Signal("TERM");
        Assert.Equal(0, scheduler.WaitForExit());
    }

    private int Check(int check)
    {
        using var process = Process.Start(home.StartInfo("/bin/sh", ["-c", Documented[check]]))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        TestContext.Current.SendDiagnosticMessage("{0}{1}", output.Result, error.Result);
        return process.ExitCode;
    }
}
