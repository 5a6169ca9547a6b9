using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Tests.Scheduling;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Cron;

public class CronLinesTests
{
    [Fact]
    public void A_schedule_has_a_line_with_five_time_fields_and_a_reboot_line() =>
        Assert.Equal(
            [
                "0 3 * * 1 /bin/sh '/home/robin/bin/mempalace-session' --trigger scheduled >/dev/null",
                "@reboot /bin/sh '/home/robin/bin/mempalace-session' --trigger catch-up --if-due >/dev/null",
            ],
            CronLines.For(Definitions.One(), "/home/robin/bin/mempalace-session", supportsReboot: true)
        );

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void There_is_no_reboot_line_without_catch_up_or_without_support_for_it(bool catchUp, bool knowsReboot) =>
        Assert.Single(CronLines.For(Definitions.One() with { CatchUp = catchUp }, "/x", knowsReboot));

    [Fact]
    public void Only_a_day_of_the_week_combined_with_a_day_of_the_month_is_rejected() =>
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                var definition = Definitions.One() with { At = recurrence.ToString() };
                if (recurrence.Days.IsAny || recurrence.Weekdays.IsAny)
                {
                    var fields = CronLines.For(definition, "/x", supportsReboot: false)[0].Split(' ')[..5];
                    Assert.All(
                        fields,
                        field => Assert.Matches(@"^(\*(/\d+)?|\d+(-\d+(/\d+)?)?(,\d+(-\d+(/\d+)?)?)*)$", field)
                    );
                    Assert.True(fields[2] == "*" || fields[4] == "*");
                    return;
                }
                var fault = Assert.Throws<MempalaceException>(() =>
                    CronLines.For(definition, "/x", supportsReboot: true)
                );
                Assert.Equal("RecurrenceNotSupported", fault.Id);
                Assert.Contains(recurrence.ToString(), fault.Message, StringComparison.Ordinal);
            },
            iter: 1000
        );

    [Theory]
    [InlineData("/home/100%/bin/x")]
    [InlineData("/home/a\\b/bin/x")]
    [InlineData("/home/a\nb/bin/x")]
    [InlineData("/home/a\rb/bin/x")]
    public void A_path_that_cron_would_change_is_rejected(string launcher)
    {
        var fault = Assert.Throws<MempalaceException>(() =>
            CronLines.For(Definitions.One(), launcher, supportsReboot: true)
        );
        Assert.Equal("ValueNotRepresentable", fault.Id);
    }
}
