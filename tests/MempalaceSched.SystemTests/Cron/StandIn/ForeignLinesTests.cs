using MempalaceSched.Errors;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Tests.Cron;
using Xunit;

namespace MempalaceSched.SystemTests.Cron.StandIn;

/// <summary>Replaces lines that somebody else wrote. crontab is a stand-in.</summary>
public sealed class ForeignLinesTests
{
    private const string Entry = "0 3 * * 1 mempalace-session >>log 2>&1\n";
    private const string Recipe = "# mempalace-session.cron\n# once a week\nSHELL=/bin/sh\n\n# min hour\n";

    [Fact]
    public async Task A_foreign_line_is_replaced_in_one_write_and_undo_restores_every_byte()
    {
        using var cron = new CrontabStandIn();
        const string Text = "# \u00e9\nMAILTO=\n" + Recipe + Entry;
        cron.Has(Text);
        var step = new ChangeCrontab(
            cron.Crontab,
            new Dictionary<string, string?> { ["a"] = CrontabGen.Block("a", 7) },
            Entry
        );
        var undo = await cron.DoWithUndoAsync(step);
        Assert.Equal(CrontabGen.Block("a", 7) + "# \u00e9\nMAILTO=\n", cron.Text);
        Assert.Single(cron.Calls, call => call != "-l");
        await undo();
        Assert.Equal(Text, cron.Text);
    }

    [Fact]
    public async Task Undo_restores_the_replaced_line_and_keeps_lines_written_in_the_meantime()
    {
        using var cron = new CrontabStandIn();
        cron.Has("A=1\n" + Recipe + Entry);
        var step = new ChangeCrontab(
            cron.Crontab,
            new Dictionary<string, string?> { ["a"] = CrontabGen.Block("a", 7) },
            Entry
        );
        var undo = await cron.DoWithUndoAsync(step);
        cron.Has(cron.Text + "5 4 * * * new\n");
        await undo();
        Assert.Equal("A=1\n5 4 * * * new\n" + Recipe + Entry, cron.Text);
    }

    [Fact]
    public async Task Lines_written_by_another_program_during_the_change_are_kept()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Entry);
        cron.Set("after-read", "[ -e once ] || { : >once; echo '5 4 * * * new' >>spool/robin; }\n");
        await cron.DoAsync(
            new ChangeCrontab(cron.Crontab, new Dictionary<string, string?> { ["a"] = CrontabGen.Block("a", 7) }, Entry)
        );
        Assert.Equal(CrontabGen.Block("a", 7) + "5 4 * * * new\n", cron.Text);
    }

    [Fact]
    public async Task A_missing_line_is_an_error_and_nothing_is_written()
    {
        using var cron = new CrontabStandIn();
        cron.Has("# x\n");
        var step = new ChangeCrontab(
            cron.Crontab,
            new Dictionary<string, string?> { ["a"] = CrontabGen.Block("a", 7) },
            Entry
        );
        Assert.Equal("CrontabUnsafe", (await Assert.ThrowsAsync<MempalaceException>(() => cron.DoAsync(step))).Id);
        Assert.Equal("# x\n", cron.Text);
    }
}
