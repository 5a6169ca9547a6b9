using MempalaceSched.Schedulers.Systemd;

namespace MempalaceSched.Tests.Schedulers;

public sealed class SystemdDifferenceTests
{
    [Theory]
    [InlineData(true, "active", "enabled", "no", "")]
    [InlineData(true, "active", "", "", "")]
    [InlineData(true, "active", "disabled", "no", "the timer is running but disabled")]
    [InlineData(true, "active", "linked", "no", "the timer is running but linked")]
    [InlineData(true, "inactive", "enabled", "no", "the timer was stopped but is enabled")]
    [InlineData(true, "inactive", "disabled", "no", "")]
    [InlineData(true, "active", "enabled", "yes", "systemd has an older version")]
    [InlineData(false, "inactive", "disabled", "no", "")]
    [InlineData(false, "active", "disabled", "no", "the schedule is disabled, but its timer is running")]
    [InlineData(false, "active", "", "", "the schedule is disabled, but its timer is running")]
    [InlineData(false, "inactive", "enabled", "no", "the schedule is disabled, but its timer would start")]
    [InlineData(false, "inactive", "disabled", "yes", "systemd has an older version")]
    public void The_state_of_the_timer_is_compared_with_the_definition(
        bool enabled,
        string active,
        string file,
        string reload,
        string says
    )
    {
        var timer = new Dictionary<string, string>
        {
            ["LoadState"] = "loaded",
            ["ActiveState"] = active,
            ["UnitFileState"] = file,
            ["NeedDaemonReload"] = reload,
        };
        Assert.StartsWith(says, SystemdState.Difference(enabled, timer, null), StringComparison.Ordinal);
        Assert.Equal(says.Length == 0, SystemdState.Difference(enabled, timer, null).Length == 0);
    }

    [Fact]
    public void An_unknown_timer_has_no_difference_and_the_service_is_compared_too()
    {
        Assert.Equal("", SystemdState.Difference(true, null, null));
        Assert.Equal(
            "",
            SystemdState.Difference(
                true,
                new Dictionary<string, string>
                {
                    ["LoadState"] = "not-found",
                    ["ActiveState"] = "active",
                    ["UnitFileState"] = "disabled",
                },
                null
            )
        );
        Assert.NotEqual(
            "",
            SystemdState.Difference(
                true,
                new Dictionary<string, string>
                {
                    ["LoadState"] = "loaded",
                    ["ActiveState"] = "active",
                    ["UnitFileState"] = "enabled",
                },
                new Dictionary<string, string> { ["LoadState"] = "loaded", ["NeedDaemonReload"] = "yes" }
            )
        );
    }
}
