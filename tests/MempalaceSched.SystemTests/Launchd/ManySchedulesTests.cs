using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Tests many schedules at once. A separate class, so that this slow test runs in parallel.</summary>
public sealed class ManySchedulesTests : IDisposable
{
    private readonly Mac mac = new();
    private readonly StandIn launchd;

    public ManySchedulesTests() => launchd = mac.StandIn;

    public void Dispose() => mac.Dispose();

    [Fact]
    public void Twenty_schedules_are_installed_as_one_change_and_read_by_three_processes()
    {
        const string script = """
            $found = 1..20 | ForEach-Object { [pscustomobject]@{ Source = 'Custom'; Name = "s$_"; Command = '/bin/echo'; At = "*-*-$_ 03:00"; LabelPrefix = 'PREFIX' } } |
                Install-MempalaceSchedule
            $found
            """;
        var installed = Mac.Good(mac.Call(script.Replace("PREFIX", mac.Prefix, StringComparison.Ordinal))).Objects;
        Assert.Equal(20, installed.Count);
        Assert.Equal(20, launchd.Changes.Count(call => call.StartsWith("bootstrap", StringComparison.Ordinal)));

        launchd.WaitForRuns();
        launchd.Forget();
        var read = mac.Get().Objects;
        Assert.Equal(20, read.Count);
        Assert.All(read, schedule => Assert.Equal("Waiting", schedule.GetProperty("State").GetString()));
        Assert.Equal(3, launchd.Calls.Count);

        Mac.Good(mac.Call("Remove-MempalaceSchedule", "*"));
        Assert.Empty(Directory.GetFiles(mac.InHome("Library/LaunchAgents")));
    }
}
