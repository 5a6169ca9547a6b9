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
    public async Task The_first_block_creates_the_crontab_and_removing_the_last_block_deletes_it()
    {
        using var cron = new CrontabStandIn();
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7), cron.Text);
        await cron.DoAsync(cron.StepFor("a", null));
        Assert.Null(cron.Bytes);
        Assert.Contains("-r", cron.Calls);
        Assert.Empty(cron.Backups); // it contained only blocks of the module
        Assert.Empty(cron.Leftovers);
    }

    [Fact]
    public async Task An_unchanged_crontab_is_not_written_again()
    {
        using var cron = new CrontabStandIn();
        await cron.InstallAsync("a");
        var calls = cron.Calls.Length;
        await cron.InstallAsync("a");
        Assert.Equal(["-l"], cron.Calls[calls..]);
    }

    [Fact]
    public void Bytes_of_any_encoding_are_kept() =>
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
    public async Task A_crontab_that_cannot_be_read_is_not_written(string how, string id, string wayOut)
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
    public async Task A_carriage_return_that_crontab_prints_as_two_characters_is_detected(string text)
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
    public async Task A_backslash_and_an_r_are_not_a_carriage_return()
    {
        const string Text = "5 4 * * * tr -d '\\r' <a >b\n";
        using var cron = new CrontabStandIn();
        cron.Has(Text);
        cron.Set("returns");
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + Text, cron.Text);
    }

    [Fact]
    public async Task A_rejected_write_changes_nothing()
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
    public async Task The_last_five_crontabs_are_backed_up_byte_for_byte()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign + "# \u00e9\n");
        var before = new List<string>();
        for (var minute = 0; minute < 8; minute++)
        {
            before.Add(cron.Text!);
            await cron.InstallAsync("a", minute);
            await Task.Delay(3, TestContext.Current.CancellationToken); // backups are named by millisecond
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
    /// The number of the read after which the other program writes. It is the first read, or one of the comparisons
    /// that protect the write.
    /// </summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)] // after the last read, only the time of the spool shows the write
    [InlineData(false, 1)]
    public async Task A_write_by_another_program_between_read_and_write_is_kept(bool refusesUnended, int reading)
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
    public async Task A_killed_write_leaves_the_crontab_unchanged()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign + "# a comment at the end\n");
        var before = cron.Text;
        // At this point crontab has read everything except the end. Then its writer is killed.
        cron.Set(
            "after-read",
            "echo x >>readings; [ $(wc -l <readings) -ne 3 ] || kill -KILL $(cut -d' ' -f4 /proc/$PPID/stat)"
        );
        await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal(before, cron.Text);
        cron.Clear("after-read");
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + before, cron.Text);
    }

    [Fact]
    public async Task Another_program_that_writes_an_older_crontab_does_not_remove_the_block()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign);
        cron.Set("after-write", "rm after-write; { cat <<'X'\n" + Foreign + "X\necho '# theirs'; } >spool/robin");
        await cron.InstallAsync("a");
        Assert.Equal(CrontabGen.Block("a", 7) + Foreign + "# theirs\n", cron.Text);
    }

    [Fact]
    public async Task A_later_loss_is_detected_if_other_programs_write_too()
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

    /// <summary>
    /// More than the capacity of a pipe, or no line break at the end: crontab reads these from a file.
    /// </summary>
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
    public async Task A_program_that_writes_all_the_time_causes_an_error()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign);
        cron.Set("after-read", "echo '# again' >>spool/robin");
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => cron.InstallAsync("a"));
        Assert.Equal("CrontabUnsafe", fault.Id);
        Assert.DoesNotContain("mempalace", cron.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_restores_the_crontab()
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
    public async Task Undo_keeps_what_other_programs_wrote_in_the_meantime()
    {
        using var cron = new CrontabStandIn();
        cron.Has(Foreign + CrontabGen.Block("a", 1));
        var undo = await cron.DoWithUndoAsync(cron.StepFor("a", 30));
        cron.Has(cron.Text + "# theirs\n");
        await undo();
        Assert.Equal(Foreign + CrontabGen.Block("a", 1) + "# theirs\n", cron.Text);
    }

    [Fact]
    public async Task Undo_of_a_step_that_was_not_applied_does_nothing()
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
    public async Task A_crontab_that_cannot_be_read_is_an_error_before_any_change()
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
