using System.Globalization;
using CsCheck;
using MempalaceSched.Runs;

namespace MempalaceSched.Tests.Runs;

public sealed class MineProgressTests
{
    private static readonly Gen<string> Talk = Gen.OneOf(
            "",
            "a title",
            "50% of 3 of 4 [1/2]",
            "日🗝",
            "7 of 9",
            " 12%",
            "[3/62]"
        )
        .Select(text => text);

    [Fact]
    public void Progress_counts_are_read_in_any_format() =>
        Gen.Select(
                Gen.Int[1, 5000],
                Gen.Int[0, 5000],
                Gen.OneOf(
                    "Mining {0} of {1}: ",
                    "{0} of {1} ",
                    "Processing file {0} of {1}, ",
                    "[{0}/{1}] ",
                    "  ✓ [   {0}/{1}] ",
                    "({0} / {1}) ",
                    "- {0} of {1}: ",
                    "Mining [{0}/{1}] "
                ),
                Talk
            )
            .Sample(
                (all, some, form, talk) =>
                {
                    var done = Math.Min(some, all);
                    var line = string.Format(CultureInfo.InvariantCulture, form, done, all) + talk;
                    var progress = RunProgress.None.After(line);
                    Assert.Equal((100 * done / all, line.Trim()), (progress.Percent, progress.Status));
                    Assert.Equal(
                        ($"{done} of {all}: reading", 100 * done / all),
                        (progress.After("reading").Status, progress.After(" reading\r").Percent)
                    );
                }
            );

    [Fact]
    public void A_percentage_is_read() =>
        Gen.Select(
                Gen.Int[0, 100],
                Gen.OneOf("{0}%", "Repair: {0}%", " {0} % done", "{0}.5% ", "|{0}%|███   | 8/62"),
                Talk
            )
            .Sample(
                (percent, form, talk) =>
                    Assert.Equal(
                        percent,
                        RunProgress
                            .None.After(string.Format(CultureInfo.InvariantCulture, form, percent) + talk)
                            .Percent
                    )
            );

    [Theory]
    [InlineData("the talk was about 3 of 62 things and 40% of it")]
    [InlineData("4 of 3")]
    [InlineData("0 of 0")]
    [InlineData("101%")]
    [InlineData("Done.")]
    [InlineData("Drawers filed: 9")]
    [InlineData("99999999999 of 99999999999")]
    [InlineData("see http://host/1/2")]
    public void Other_lines_have_no_progress(string line)
    {
        Assert.Equal((line, null), (RunProgress.None.After(line).Status, RunProgress.None.After(line).Percent));
        var known = RunProgress.None.After("[1/4] x").After(line);
        Assert.Equal(($"1 of 4: {line}", 25), (known.Status, known.Percent));
    }

    [Fact]
    public void A_redrawn_progress_bar_has_its_last_value() =>
        Assert.Equal(34, RunProgress.None.After("  1%|   |\r 12%|   |\r 34%|█  |\r").Percent);

    [Fact]
    public void The_percentage_is_always_between_0_and_100() =>
        Gen.OneOf(
                "1",
                "22",
                "333",
                "of",
                " ",
                "/",
                "[",
                "]",
                "(",
                ")",
                "%",
                "Mining",
                ":",
                "\r",
                "é",
                ".",
                "0",
                "999999999"
            )
            .List[0, 12]
            .Select(string.Concat)
            .List[1, 5]
            .Sample(lines =>
            {
                var progress = lines.Aggregate(RunProgress.None, (known, line) => known.After(line));
                Assert.InRange(progress.Percent ?? 0, 0, 100);
                Assert.DoesNotContain('\r', progress.Status);
            });
}
