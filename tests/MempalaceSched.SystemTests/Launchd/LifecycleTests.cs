using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>
/// Tests the life cycle of a schedule. Uses the real launchctl on a Mac and the stand-in on other systems.
/// </summary>
public sealed class LifecycleTests : IDisposable
{
    private readonly Mac mac = new();

    public void Dispose() => mac.Dispose();

    private string? StateNow() => mac.Get().Object.GetProperty("State").GetString();

    [Fact]
    public void Install_loads_the_agent_and_returns_the_next_run()
    {
        var schedule = mac.Installed().Object;

        Assert.Equal("Launchd", schedule.GetProperty("Scheduler").GetString());
        // launchd starts the launcher at load. It may still be checking whether an occurrence was missed.
        Mac.Eventually(() => StateNow() == "Waiting", "the launcher to end");
        var next = schedule.GetProperty("NextRun").GetDateTimeOffset();
        Assert.Equal((DayOfWeek.Monday, new TimeSpan(3, 0, 0)), (next.DayOfWeek, next.TimeOfDay));
        Assert.InRange(next, DateTimeOffset.Now, DateTimeOffset.Now.AddDays(7.1));
        Assert.Equal(next, mac.Get().Object.GetProperty("NextRun").GetDateTimeOffset());

        Assert.Contains($"path = {mac.Plist}\n", mac.Print(mac.Label), StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0b110_100_100, File.GetUnixFileMode(mac.Plist));
        Assert.Null(new FileInfo(mac.Plist).LinkTarget);
        Assert.True(Directory.Exists(mac.InHome("Library/Logs")));
    }

    [Fact]
    public void Reinstalling_changes_nothing_and_updating_changes_the_agent_in_place()
    {
        mac.Installed();
        mac.WaitForRuns();
        var (files, print) = (mac.Files(), mac.Print(mac.Label));

        mac.Installed();
        Assert.Equal(files, mac.Files());
        Assert.Equal(print, mac.Print(mac.Label));

        var schedule = mac.Installed("-At", "Tue,Thu 04:30").Object;
        Assert.Equal("Tue,Thu 04:30", schedule.GetProperty("At").GetString());
        print = mac.Print(mac.Label);
        Assert.Contains("\"Hour\" => 4\n", print, StringComparison.Ordinal);
        Assert.Contains("\"Weekday\" => 4\n", print, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Hour\" => 3\n", print, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_runs_the_agent_under_launchd_and_returns_the_result()
    {
        mac.Installed();

        var run = Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object;
        Assert.Equal("Succeeded", run.GetProperty("Outcome").GetString());
        Assert.Equal("manual", run.GetProperty("Trigger").GetString());
        Assert.Equal(
            (2, 0, 6),
            (
                run.GetProperty("Processed").GetInt32(),
                run.GetProperty("Skipped").GetInt32(),
                run.GetProperty("Filed").GetInt32()
            )
        );
        Assert.Contains(
            "Drawers filed: 6",
            File.ReadAllText(run.GetProperty("LogPath").GetString()!),
            StringComparison.Ordinal
        );

        var again = Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object;
        Assert.Equal("NothingNew", again.GetProperty("Outcome").GetString());
        Assert.Equal("NothingNew", mac.Get().Object.GetProperty("LastOutcome").GetString());

        var printed = File.ReadAllLines(mac.InHome("Library/Logs/mempalace-session.log"));
        Assert.Equal(2, printed.Length); // the output of mempalace is in separate logs
        Assert.EndsWith(
            $"{run.GetProperty("Id").GetString()} mempalace-session: Succeeded",
            printed[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_run_continues_when_Start_does_not_wait()
    {
        mac.Installed();

        var run = Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session", "-NoWait")).Object;
        Assert.Equal("Running", run.GetProperty("Outcome").GetString());
        Mac.Eventually(
            () => mac.History.Any(line => line.Contains(run.GetProperty("Id").GetString()!, StringComparison.Ordinal)),
            "the run is in the history"
        );
    }

    [Fact]
    public void Stop_stops_the_run_through_launchd_and_keeps_the_agent_loaded()
    {
        mac.InHome(".local/bin/mempalace-session", "#!/bin/sh\ntrap 'exit 1' TERM\nsleep 60 &\nwait\n");
        mac.Installed();
        var asked = Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session", "-NoWait")).Object;
        Mac.Eventually(() => mac.Get().Object.GetProperty("State").GetString() == "Running", "the mine runs");

        var run = Mac.Good(mac.Call("Stop-MempalaceMine", "mempalace-session", "-PassThru")).Object;

        Assert.Equal(
            (asked.GetProperty("Id").GetString(), "Interrupted"),
            (run.GetProperty("Id").GetString(), run.GetProperty("Outcome").GetString())
        );
        Mac.Eventually(() => mac.Get().Object.GetProperty("State").GetString() == "Waiting", "the agent waits");
        if (!OperatingSystem.IsMacOS())
            Assert.Contains($"kill SIGTERM gui/{StandIn.UserId}/{mac.Label}", mac.StandIn.Changes);
    }

    [Fact]
    public void Remove_keeps_the_history_and_Purge_leaves_nothing()
    {
        var before = mac.Files();
        mac.Installed();
        Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session"));

        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session"));
        Assert.Equal("", mac.Print(mac.Label));
        Assert.Single(mac.History);
        Assert.All(
            mac.Files().Keys.Except(before.Keys),
            path =>
                Assert.True(
                    path.StartsWith(".local/state/", StringComparison.Ordinal)
                        || path.StartsWith("Library/Logs/", StringComparison.Ordinal)
                        || path.StartsWith(".config/mempalace/", StringComparison.Ordinal),
                    path
                )
        );

        mac.Installed();
        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session", "-Purge"));
        Assert.Equal("", mac.Print(mac.Label));
        Assert.Equal(before.Keys.Append(".config/mempalace/palace/filed").Order(), mac.Files().Keys.Order());
    }

    [Fact]
    public void A_new_label_prefix_moves_the_agent()
    {
        mac.Installed();
        var other = mac.Prefix + ".other";

        Mac.Good(mac.Call("Install-MempalaceSchedule", "OpenCode", "-LabelPrefix", other));

        Assert.Equal("", mac.Print(mac.Label));
        Assert.False(File.Exists(mac.Plist));
        Assert.NotEqual("", mac.Print($"{other}.mempalace-session"));
        Assert.Equal(other, mac.Get().Object.GetProperty("LabelPrefix").GetString());
    }

    [Fact]
    public void Changing_a_schedule_stops_its_current_run_with_a_warning()
    {
        mac.InHome(".local/bin/mempalace-session", "#!/bin/sh\ntrap 'exit 1' TERM\nsleep 60 &\nwait\n");
        mac.Installed();
        Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session", "-NoWait"));
        Mac.Eventually(() => mac.Get().Object.GetProperty("State").GetString() == "Running", "the mine runs");

        var changed = mac.Install("-At", "daily");

        Assert.Equal(0, changed.ExitCode);
        Assert.Contains("A run of 'mempalace-session' is in progress", changed.Error, StringComparison.Ordinal);
        Assert.Contains("\"Hour\" => 0\n", mac.Print(mac.Label), StringComparison.Ordinal);
        Assert.Equal(
            "Interrupted",
            JsonDocument.Parse(Assert.Single(mac.History)).RootElement.GetProperty("outcome").GetString()
        );
    }
}
