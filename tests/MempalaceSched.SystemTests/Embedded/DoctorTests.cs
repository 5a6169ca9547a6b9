using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>Test-MempalaceSchedule under the embedded scheduler.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly SchedulerHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Without_a_scheduler_process_the_doctor_reports_failures_and_how_to_start_one()
    {
        home.Install("job");
        Assert.Equal(["Fail daemon", "Warn next run", "Fail deep: runs", "fix: True"], Findings());
    }

    [Fact]
    public void With_a_scheduler_process_all_checks_pass_and_the_probe_leaves_no_files()
    {
        home.Install("job");
        home.Start().WaitFor("Loaded job");
        Assert.Equal(["fix: False"], Findings());
        Assert.Empty(Directory.GetFileSystemEntries(home[".local/state/mempalace-sched"], ".mempalace-probe-*"));
        Assert.Equal("Healthy", home.Run("(Get-MempalaceSchedule).Health").Output);
    }

    /// <summary>Returns the failed checks, and whether the last one says how to start the scheduler.</summary>
    private string[] Findings() =>
        home.Run(
                "$all = Test-MempalaceSchedule -Deep; $all | Where-Object Status -in Warn, Fail | "
                    + "ForEach-Object { \"$($_.Status) $($_.Check)\" }; "
                    + "\"fix: $($all[-1].Fix -like '*Start-MempalaceScheduler*')\""
            )
            .Output.Split('\n', StringSplitOptions.TrimEntries);
}
