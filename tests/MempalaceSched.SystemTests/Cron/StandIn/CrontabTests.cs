using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Tests.Cron;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Cron.StandIn;

public class CrontabTests
{
    private const string Foreign = "# mine\nMAILTO=\"\"\n5 4 * * *\techo hi\n";

    [Fact]
    public async Task The_first_block_makes_a_crontab_and_the_last_takes_it_away()
    {
        using var cron = new CrontabStandIn();
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7), cron.Text);
        await cron.DoAsync(cron.StepFor("a", null));
        Assert.Null(cron.Bytes);
        Assert.Contains("-r", cron.Calls);
        Assert.Empty(cron.Backups); // there was nothing in it but ours
        Assert.Empty(cron.Leftovers);
    }

    [Fact]
    public async Task What_is_so_already_is_not_written_again()
    {
        using var cron = new CrontabStandIn();
        await cron.InstallAsync("a");
        var calls = cron.Calls.Length;
        await cron.InstallAsync("a");
        Assert.Equal(["-l"], cron.Calls[calls..]);
    }

    [Fact]
    public void Bytes_of_any_encoding_come_out_as_they_went_in() =>
        CrontabGen.Foreign.Sample(
            text =>
            {
                using var cron = new CrontabStandIn(refusesUnended: text.EndsWith('\n'));
                cron.Has(text);
                cron.InstallAsync("a").GetAwaiter().GetResult();
                Assert.EndsWith(text, cron.Text, StringComparison.Ordinal);
                cron.DoAsync(cron.StepFor("a", null)).GetAwaiter().GetResult();
                Assert.Equal(text, cron.Text ?? "");
            },
            iter: 15,
            threads: 1
        );

    [Theory]
    [InlineData("denied", "SchedulerUnavailable", "cron.allow")]
    [InlineData("broken", "CrontabUnsafe", "crontab -l")]
    public async Task What_cannot_be_read_is_not_written(string how, string id, string wayOut)
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign);
        cron.Set(how);
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal(id, fault.Id);
        Assert.Contains(wayOut, fault.Recommendation, StringComparison.Ordinal);
        Assert.Equal(Foreign, cron.Text);
        Assert.All(cron.Calls, call => Assert.Equal("-l", call));
    }

    [Theory]
    [InlineData("# a\r\n5 4 * * * x\r\n")]
    [InlineData("# a carriage return \r in the middle\n")]
    public async Task A_carriage_return_that_crontab_shows_as_two_characters_is_found(string text)
    {
        using var cron = new CrontabStandIn();
        cron.Has(text);
        cron.Set("returns");
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal("CrontabUnsafe", fault.Id);
        Assert.Contains("carriage return", fault.Message, StringComparison.Ordinal);
        Assert.Equal(text, cron.Text);
    }

    [Fact]
    public async Task The_two_characters_themselves_are_no_carriage_return()
    {
        const string Text = "5 4 * * * tr -d '\\r' <a >b\n";
        using var cron = new CrontabStandIn();
        cron.Has(Text);
        cron.Set("returns");
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + Text, cron.Text);
    }

    [Fact]
    public async Task A_write_that_is_refused_leaves_all_as_it_was()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign);
        cron.Set("refuses");
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal("SchedulerCommandFailed", fault.Id);
        Assert.Contains("can't install", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Foreign, cron.Text);
        Assert.Empty(cron.Leftovers);
    }

    [Fact]
    public async Task The_last_five_crontabs_are_kept_to_the_byte()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign + "# \u00e9\n");
        var before = new List<string>();
        for (var minute = 0; minute < 8; minute++)
        {
            before.Add(cron.Text!);
            await cron.InstallAsync("a", minute);
            await Task.Delay(3, TestContext.Current.CancellationToken); // names of backups go by the millisecond
        }
        Assert.Equal(
            before[^5..],
            cron.Backups.Select(path => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)))
        );
        Assert.All(
            cron.Backups,
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path))
        );
    }

    /// <summary>
    /// The number of the reading after which they write: our own, or one of the comparisons that guard the write.
    /// </summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    [InlineData(true, 4)] // after the last one: only the time of the spool shows it
    [InlineData(false, 1)]
    public async Task Somebody_who_writes_between_our_reading_and_writing_loses_nothing(
        bool refusesUnended,
        int reading
    )
    {
        using var cron = new CrontabStandIn(refusesUnended: refusesUnended);
        cron.Has(Foreign);
        cron.Set(
            "after-read",
            $"echo x >>readings; [ $(wc -l <readings) -ne {reading} ] || {{ rm after-read; cp spool/robin spool/theirs; echo '# theirs' >>spool/theirs; sleep 0.02; mv spool/theirs spool/robin; }}"
        );
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + Foreign + "# theirs\n", cron.Text);
        Assert.Contains(
            "# theirs",
            await File.ReadAllTextAsync(cron.Backups[^1], TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_write_that_is_killed_leaves_the_crontab_as_it_was()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign + "# a comment at the end\n");
        var before = cron.Text;
        // By now crontab has all but the rest; then the one who has the rest dies.
        cron.Set(
            "after-read",
            "echo x >>readings; [ $(wc -l <readings) -ne 4 ] || kill -KILL $(cut -d' ' -f4 /proc/$PPID/stat)"
        );
        await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal(before, cron.Text);
        cron.Clear("after-read");
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + before, cron.Text);
    }

    [Fact]
    public async Task Somebody_who_writes_what_they_had_read_before_us_does_not_take_ours_away()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign);
        cron.Set("after-write", "rm after-write; { cat <<'X'\n" + Foreign + "X\necho '# theirs'; } >spool/robin");
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + Foreign + "# theirs\n", cron.Text);
    }

    [Fact]
    public async Task Where_others_write_too_a_later_loss_is_noticed()
    {
        using var cron = new CrontabStandIn(quiet: false);
        await File.WriteAllTextAsync(Path.Combine(cron.Spool, "robin"), Foreign, TestContext.Current.CancellationToken);
        cron.Set(
            "after-write",
            "rm after-write; (sleep 0.1; { cat <<'X'\n"
                + Foreign
                + "X\necho '# theirs'; } >spool/robin) </dev/null >/dev/null 2>&1 &"
        );
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + Foreign + "# theirs\n", cron.Text);
    }

    /// <summary>More than a pipe takes, or without a line break at its end: from a file, in the plain way.</summary>
    [Theory]
    [InlineData(70_000, "\n")]
    [InlineData(70_000, "")]
    [InlineData(300, "")]
    [InlineData(50_000, "\n")]
    public async Task Crontabs_of_any_size_are_written(int length, string end)
    {
        var text = string.Concat(Enumerable.Repeat("# 5678 0\n", length / 9)) + "# last" + end;
        using var cron = new CrontabStandIn(refusesUnended: end.Length > 0);
        cron.Has(text);
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + text, cron.Text);
        Assert.Empty(cron.Leftovers);
    }

    [Fact]
    public async Task Somebody_who_never_stops_writing_is_an_error_and_not_for_ever()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign);
        cron.Set("after-read", "echo '# again' >>spool/robin");
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal("CrontabUnsafe", fault.Id);
        Assert.DoesNotContain("mempalace", cron.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_gives_the_crontab_back_as_it_was()
    {
        using var cron = new CrontabStandIn();
        var before = Foreign + CrontabGen.Block("a", 1) + "# between\n" + CrontabGen.Block("b", 2) + "# end\n";
        cron.Has(before);
        foreach (var minute in new int?[] { 30, null })
        {
            var undo = await cron.DoWithUndoAsync(cron.StepFor("a", minute));
            Assert.NotEqual(before, cron.Text);
            await undo();
            Assert.Equal(before, cron.Text);
            var calls = cron.Calls.Length;
            await undo();
            Assert.Equal(before, cron.Text);
            Assert.All(cron.Calls[calls..], call => Assert.Equal("-l", call));
        }
    }

    [Fact]
    public async Task Undo_leaves_what_others_wrote_meanwhile()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign + CrontabGen.Block("a", 1));
        var undo = await cron.DoWithUndoAsync(cron.StepFor("a", 30));
        cron.Has(cron.Text + "# theirs\n");
        await undo();
        Assert.Equal(Foreign + CrontabGen.Block("a", 1) + "# theirs\n", cron.Text);
    }

    [Fact]
    public async Task Undo_of_what_was_never_done_does_nothing()
    {
        using var cron = new CrontabStandIn();
        const string Entry = "0 3 * * 1 mempalace-session\n";
        cron.Has(Foreign + Entry);
        var step = cron.StepFor("a", 1) with { Replaced = [Entry] };
        var undo = Assert.Single(await step.CaptureAsync(cron.Context, TestContext.Current.CancellationToken));
        foreach (var text in new[] { Foreign + Entry, Foreign + Entry + "# theirs\n" })
        {
            cron.Has(text);
            await undo.UndoAsync(cron.Context);
            Assert.Equal(text, cron.Text);
        }
        Assert.All(cron.Calls, call => Assert.Equal("-l", call));
    }

    [Fact]
    public async Task A_crontab_that_cannot_be_read_is_an_error_before_anything_is_changed()
    {
        using var cron = new CrontabStandIn();
        cron.Set("broken");
        await Assert.ThrowsAsync<MempalaceException>(() =>
            cron.StepFor("a", 1).CaptureAsync(cron.Context, TestContext.Current.CancellationToken)
        );
        Assert.Null(cron.Bytes);
    }

    [Fact]
    public async Task The_preview_is_a_diff_and_changes_nothing()
    {
        using var cron = new CrontabStandIn();
        cron.Has("# gr\u00c3\u00b6\u00c3\u009fe\n");
        var preview = await cron.StepFor("a", 7).PreviewAsync(cron.Context, TestContext.Current.CancellationToken);
        Assert.Contains("+7 3 * * 1 /bin/sh '/home/é/bin/a'", preview, StringComparison.Ordinal);
        Assert.Contains(" # größe", preview, StringComparison.Ordinal);
        Assert.Equal(
            "",
            await cron.StepFor("a", null).PreviewAsync(cron.Context, TestContext.Current.CancellationToken)
        );
        Assert.DoesNotContain("mempalace", cron.Text, StringComparison.Ordinal);
    }
}
