using Xunit;
using static MempalaceSched.SystemTests.Systemd.CallReport;

namespace MempalaceSched.SystemTests.Systemd;

public sealed class AccountsScenario()
    : Scenario(
        "Accounts",
        () =>
            new BedOptions
            {
                User = "root",
                Lingers = false,
                Seed = """
                    for user in denied granted alone; do useradd -m $user; done
                    cat >/etc/polkit-1/rules.d/10-linger.rules <<'RULE'
                    polkit.addRule(function (action, subject) {
                        if (/^org.freedesktop.login1.set-(self|user)-linger$/.test(action.id))
                            return subject.user == "granted" ? polkit.Result.YES : polkit.Result.NO;
                    });
                    RULE
                    chmod 644 /etc/polkit-1/rules.d/10-linger.rules
                    """,
            }
    );

/// <summary>Tests users with and without linger, the right to enable it, and a user manager.</summary>
public sealed class AccountTests(AccountsScenario scenario) : IClassFixture<AccountsScenario>
{
    private Report Report => scenario.Report;

    [Theory]
    [InlineData("denied")]
    [InlineData("granted")]
    public void Without_linger_a_warning_names_the_command_to_enable_it(string user)
    {
        var call = Report.Inner(user).Call("plain");
        Assert.Equal("Waiting", Text(Assert.Single(call.Output), "State"));
        Assert.Empty(call.Errors);
        Assert.Contains($"sudo loginctl enable-linger {user}", Assert.Single(call.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void EnableLinger_enables_linger_if_permitted()
    {
        Assert.Equal("Waiting", Text(Report.Inner("granted").Call("enable").Only, "State"));
        Assert.Equal("True", Report.Text("granted.lingers"));
    }

    [Fact]
    public void EnableLinger_fails_and_changes_nothing_if_not_permitted()
    {
        var report = Report.Inner("denied");
        var call = report.Call("enable");
        var message = call.FailedWith("LingerNotEnabled");
        Assert.StartsWith("Lingering could not be enabled for 'denied': ", message, StringComparison.Ordinal);
        Assert.EndsWith("All changes were undone.", message, StringComparison.Ordinal);
        Assert.Contains("sudo loginctl enable-linger denied", Assert.Single(call.WaysOut), StringComparison.Ordinal);
        Assert.Equal("False", Report.Text("denied.lingers"));
        Assert.Empty(report.Lines("tree"));
        Assert.Empty(report.Lines("enable.units"));
    }

    [Fact]
    public void Without_a_user_manager_the_error_says_what_was_found()
    {
        var call = Report.Inner("alone").Call("install");
        Assert.Contains(
            "the systemd user manager is not running for alone (XDG_RUNTIME_DIR is not set, and no manager answers in /run/user/",
            call.FailedWith("SchedulerUnavailable"),
            StringComparison.Ordinal
        );
        Assert.Contains("sudo loginctl enable-linger alone", Assert.Single(call.WaysOut), StringComparison.Ordinal);
        Assert.Empty(Report.Inner("alone").Lines("tree"));
    }

    [Fact]
    public void Root_through_sudo_is_rejected()
    {
        var call = Report.Inner("sudo").Call("install");
        Assert.Contains(
            "root through sudo (for denied)",
            call.FailedWith("SchedulerUnavailable"),
            StringComparison.Ordinal
        );
        Assert.Contains("without sudo", Assert.Single(call.WaysOut), StringComparison.Ordinal);
        Assert.Empty(Report.Inner("sudo").Lines("tree"));
    }
}
