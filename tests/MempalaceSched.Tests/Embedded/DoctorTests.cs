namespace MempalaceSched.Tests.Embedded;

/// <summary>The doctor's probe under the embedded scheduler: run as that would run a launcher, if it runs at all.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly SchedulerHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Without_a_scheduler_process_daemon_and_probe_fail_and_say_how_to_start_it()
    {
        home.Install("job", "daily");
        Assert.Equal(["Fail daemon", "Warn next run", "Fail deep: runs"], Bad());
        Assert.Contains(
            "Start-MempalaceScheduler",
            home.Run("(Test-MempalaceSchedule -Deep)[-1].Fix").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void With_one_all_is_well_and_nothing_is_left_of_the_probe()
    {
        home.Install("job", "daily");
        var scheduler = home.Start();
        scheduler.Says("Loaded job");
        Assert.Empty(Bad());
        Assert.Empty(Directory.GetFileSystemEntries(home[".local/state/mempalace-sched"], ".mempalace-probe-*"));
        Assert.Equal("Healthy", home.Run("(Get-MempalaceSchedule).Health").Output.Trim());
    }

    private string[] Bad() =>
        home.Run(
                "Test-MempalaceSchedule -Deep | Where-Object Status -in Warn, Fail | ForEach-Object { \"$($_.Status) $($_.Check)\" }"
            )
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
