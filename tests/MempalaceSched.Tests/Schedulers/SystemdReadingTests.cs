using MempalaceSched.Schedulers.Systemd;

namespace MempalaceSched.Tests.Schedulers;

public class SystemdReadingTests
{
    [Fact]
    public void Units_are_distinguished_by_their_IDs()
    {
        var units = UnitShow.Parse(
            "Id=a.timer\nLoadState=loaded\nText=x=y\nText=second\n\nLoadState=not-found\nId=b.timer\n\nNoId=1\n\nnonsense\n"
        );
        Assert.Equal(["a.timer", "b.timer"], units.Keys);
        Assert.Equal("x=y", units["a.timer"]["Text"]);
    }

    [Theory]
    [InlineData("Mon 2027-01-04 03:12:00 UTC", "2027-01-04T03:12:00Z")]
    [InlineData("Mon 2027-01-04 03:12:00 CET", null)]
    [InlineData("n/a", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("Mon 2027-13-04 03:12:00 UTC", null)]
    public void Only_times_in_UTC_are_read(string? text, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            UnitShow.Time(text)
        );

    [Theory]
    [InlineData("loaded", "active", "inactive", ScheduleState.Waiting)]
    [InlineData("loaded", "active", "activating", ScheduleState.Running)]
    [InlineData("loaded", "inactive", "activating", ScheduleState.Running)]
    [InlineData("loaded", "active", "deactivating", ScheduleState.Running)]
    [InlineData("loaded", "inactive", "inactive", ScheduleState.Disabled)]
    [InlineData("loaded", "inactive", "failed", ScheduleState.Disabled)]
    [InlineData("loaded", "failed", "inactive", ScheduleState.Unknown)]
    [InlineData("not-found", "inactive", "inactive", ScheduleState.Missing)]
    [InlineData("", "", "", ScheduleState.Missing)]
    public void The_state_combines_those_of_the_timer_and_the_service(
        string load,
        string timer,
        string service,
        ScheduleState expected
    ) =>
        Assert.Equal(
            expected,
            SystemdState.Read(Unit(("LoadState", load), ("ActiveState", timer)), Unit(("ActiveState", service))).State
        );

    [Fact]
    public void An_unknown_timer_is_missing() =>
        Assert.Equal(ScheduleState.Missing, SystemdState.Read(null, null).State);

    private static Dictionary<string, string> Unit(params (string, string)[] properties) =>
        properties.ToDictionary(each => each.Item1, each => each.Item2);
}
