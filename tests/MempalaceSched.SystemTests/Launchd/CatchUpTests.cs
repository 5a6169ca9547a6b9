using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Tests calendar occurrences, and catch-up for those that were missed while the machine was off.</summary>
public sealed class CatchUpTests : IDisposable
{
    private static readonly DateTime LongAgo = DateTime.UtcNow.AddDays(-8);
    private readonly Mac mac = new();
    private readonly StandIn launchd;

    public CatchUpTests() => launchd = mac.StandIn;

    public void Dispose() => mac.Dispose();

    [Fact]
    public void A_calendar_occurrence_adds_a_run_to_the_history()
    {
        mac.Installed("-RandomDelay", "0");
        LastRunWas(LongAgo);

        launchd.Fire(mac.Label);
        launchd.EndedRuns(mac.Label);

        var run = JsonDocument.Parse(Assert.Single(mac.History)).RootElement;
        Assert.Equal(
            ("scheduled", "Succeeded"),
            (run.GetProperty("trigger").GetString(), run.GetProperty("outcome").GetString())
        );
        Assert.Equal("Succeeded", mac.Get().Object.GetProperty("LastOutcome").GetString());
    }

    [Fact]
    public void Install_does_not_start_a_run_even_in_the_minute_of_an_occurrence()
    {
        var now = TimeZoneInfo.ConvertTime(
            DateTimeOffset.UtcNow,
            TimeZoneInfo.FindSystemTimeZoneById(mac.Variables["TZ"]!)
        );
        mac.Installed("-RandomDelay", "0", "-At", $"{now:HH:mm}");
        Assert.Equal(1, launchd.EndedRuns(mac.Label));
        Assert.Empty(mac.History);
        Assert.Equal("", File.ReadAllText(mac.InHome("Library/Logs/mempalace-session.err.log")));
    }

    [Fact]
    public void A_missed_occurrence_runs_exactly_once_after_startup()
    {
        mac.Installed("-RandomDelay", "0");
        launchd.EndedRuns(mac.Label);
        Assert.Empty(mac.History);

        launchd.Reboot();
        Assert.Equal(1, launchd.EndedRuns(mac.Label));
        Assert.Empty(mac.History); // the launcher checked and found nothing due

        LastRunWas(LongAgo);
        launchd.Reboot();
        launchd.EndedRuns(mac.Label);
        Assert.Equal(
            "scheduled",
            JsonDocument.Parse(Assert.Single(mac.History)).RootElement.GetProperty("trigger").GetString()
        );

        launchd.Reboot();
        launchd.EndedRuns(mac.Label);
        Assert.Single(mac.History);

        File.SetLastWriteTimeUtc(Path.Combine(mac.State, "occurrence"), LongAgo);
        launchd.Logout();
        launchd.Login();
        launchd.EndedRuns(mac.Label);
        Assert.Equal(2, mac.History.Count);
    }

    [Fact]
    public void NoCatchUp_ignores_missed_occurrences()
    {
        mac.Installed("-RandomDelay", "0", "-NoCatchUp");
        LastRunWas(LongAgo);
        launchd.Reboot();
        Assert.Equal(0, launchd.EndedRuns(mac.Label));
        Assert.Empty(mac.History);
    }

    [Fact]
    public void The_launchd_log_files_are_truncated()
    {
        mac.Installed("-RandomDelay", "0");
        launchd.EndedRuns(mac.Label);
        var (log, errors) = (
            mac.InHome("Library/Logs/mempalace-session.log"),
            mac.InHome("Library/Logs/mempalace-session.err.log")
        );
        foreach (var path in new[] { log, errors })
            File.WriteAllText(path, new string('x', 10 * 1024 * 1024 + 1));
        mac.InHome(".local/bin/mempalace-session", "#!/bin/sh\nyes | head -n 100000\n");

        Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session"));

        Assert.InRange(new FileInfo(log).Length, 20, 200);
        Assert.Equal(0, new FileInfo(errors).Length);
    }

    /// <summary>Backdates the launcher file, which counts as the last run if there is none.</summary>
    private void LastRunWas(DateTime then) =>
        File.SetLastWriteTimeUtc(mac.InHome(".local/share/mempalace-sched/bin/mempalace-session"), then);
}
