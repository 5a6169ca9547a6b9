using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

public sealed class CrowdScenario() : CronScenario(() => CronBed.Run("crowd"));

/// <summary>Runs alone, because its eight PowerShell processes need the whole machine.</summary>
[CollectionDefinition(nameof(CrowdTests), DisableParallelization = true)]
public sealed class CrowdCollection;

/// <summary>
/// Eight processes install 24 schedules and remove half of them, while another program edits the crontab without the
/// lock of the module.
/// </summary>
[Collection(nameof(CrowdTests))]
public sealed partial class CrowdTests(CrowdScenario scenario) : IClassFixture<CrowdScenario>
{
    private Facts Facts => scenario.Facts;

    [Fact]
    public void No_process_reports_an_error()
    {
        var errors = Facts.Text("errors");
        Assert.True(errors.Length == 0, errors);
    }

    [Fact]
    public void No_foreign_line_is_lost()
    {
        var last = int.Parse(Facts.Text("foreign.last"), CultureInfo.InvariantCulture);
        Assert.True(last >= 20, $"the foreign writer wrote only {last} lines");
        Assert.Equal(Enumerable.Range(1, last), Foreign("crontab"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{last} foreign lines, written in {Facts.Text("foreign.writes").Trim()} attempts"
        );
    }

    [Fact]
    public void The_crontab_contains_exactly_the_schedules_that_were_not_removed()
    {
        var blocks = Opening()
            .Matches(Facts.Text("crontab"))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Order();
        Assert.Equal(Enumerable.Range(1, 12).Select(number => number * 2), blocks);
    }

    [Fact]
    public void After_all_schedules_are_removed_only_the_foreign_lines_are_left()
    {
        Assert.Equal("0", Facts.Text("rest.code").Trim());
        Assert.All(Facts.Lines("crontab.end"), line => Assert.StartsWith("# foreign ", line, StringComparison.Ordinal));
        Assert.Equal(Foreign("crontab"), Foreign("crontab.end"));
    }

    [Fact]
    public void Five_backups_and_no_temporary_files_are_kept()
    {
        Assert.Equal("5", Facts.Text("backups").Trim());
        Assert.Equal("", Facts.Text("leftovers"));
    }

    private IEnumerable<int> Foreign(string name) =>
        Facts
            .Lines(name)
            .Where(line => line.StartsWith("# foreign ", StringComparison.Ordinal))
            .Select(line => int.Parse(line[10..], CultureInfo.InvariantCulture))
            .Order();

    [GeneratedRegex("^# >>> mempalace-sched crowd-(\\d+) >>>", RegexOptions.Multiline)]
    private static partial Regex Opening();
}
