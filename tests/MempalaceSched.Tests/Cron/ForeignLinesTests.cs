using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers.Cron;

namespace MempalaceSched.Tests.Cron;

public class ForeignLinesTests
{
    private const string Entry = "0 3 * * 1 mempalace-session >>log 2>&1\n";
    private const string Recipe = "# mempalace-session.cron\n# once a week\nSHELL=/bin/sh\n\n# min hour\n";

    [Theory]
    [InlineData("", Recipe, "")]
    [InlineData("# m h dom mon dow\n", Recipe, "")]
    [InlineData("MAILTO=me\n5 4 * * * backup\n\n", Recipe, "\n# the end\nA=1\n")]
    [InlineData("# caf\u00e9\n", "", "\n\n")]
    [InlineData("MAILTO=me\n", "", "")]
    public void An_entry_is_removed_with_its_own_comments_and_settings_only(string above, string own, string below) =>
        Check(above + below, own + Entry, new ForeignLines(above + own + Entry + below).Without([Entry]));

    private static void Check(string left, string taken, (string Left, IReadOnlyList<string> Taken) result) =>
        Assert.Equal((left, taken), (result.Left, string.Concat(result.Taken)));

    [Theory]
    [InlineData("# 0 4 * * * /usr/bin/paused\n")]
    [InlineData("#@weekly paused\n")]
    public void An_entry_that_is_commented_out_is_kept(string paused) =>
        Assert.Equal(
            "# mempalace, weekly\n" + paused,
            new ForeignLines("# mempalace, weekly\n" + paused + "# mempalace\n" + Entry).Without([Entry]).Left
        );

    [Fact]
    public void Settings_that_apply_to_later_entries_are_kept() =>
        Assert.Equal(
            "SHELL=/bin/sh\n\n5 4 * * * backup\n",
            new ForeignLines(Recipe + Entry + "5 4 * * * backup\n").Without([Entry]).Left
        );

    [Fact]
    public void Several_entries_are_removed_at_once()
    {
        var other = Entry.Replace("session", "pi-session", StringComparison.Ordinal);
        Assert.Equal(
            "MAILTO=me\n",
            new ForeignLines("MAILTO=me\n" + Recipe + Entry + Recipe + other).Without([Entry, other]).Left
        );
    }

    [Fact]
    public void Blocks_of_the_module_are_ignored()
    {
        var block = CrontabText.Block("x", [Entry.TrimEnd()]);
        Assert.Empty(new ForeignLines(block).MempalaceEntries());
        Assert.False(new ForeignLines(block).Has(Entry));
        Assert.Equal(block, new ForeignLines(block + Entry).Without([Entry]).Left);
    }

    [Theory]
    [InlineData("#0 3 * * 1 mempalace-session\n")]
    [InlineData("X=mempalace-session\n")]
    [InlineData("0 3 * * 1 mempalace-session-report\n")]
    [InlineData("0 3 * * 1 /bin/sh '/home/r/.local/share/mempalace-sched/bin/mempalace-session'\n")]
    [InlineData("0 3 * * 1 mempalace status\n")]
    public void Lines_that_do_not_run_mempalace_session_are_ignored(string line) =>
        Assert.Empty(new ForeignLines(line).MempalaceEntries());

    [Fact]
    public void A_missing_entry_is_an_error()
    {
        var fault = Assert.Throws<MempalaceException>(() => new ForeignLines("# x\n").Without([Entry]));
        Assert.Equal("CrontabUnsafe", fault.Id);
        Assert.Contains("no longer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kept_and_removed_lines_together_are_all_lines_in_order() =>
        Gen.Select(CrontabGen.Mixed, Gen.Int[0, 1000])
            .Sample(
                (mixed, seed) =>
                {
                    var lines = mixed.Text.Split('\n').SkipLast(1).Select(line => line + "\n").ToList();
                    var foreign = new ForeignLines(mixed.Text);
                    var at = new Random(seed).Next(lines.Count + 1);
                    lines.Insert(at, Entry);
                    var text = string.Concat(lines);
                    if (!foreign.Has(Entry) && new ForeignLines(text).Has(Entry))
                    {
                        var (left, taken) = new ForeignLines(text).Without([Entry]);
                        Assert.Equal(text.Length, left.Length + taken.Sum(line => line.Length));
                        Assert.Equal(Entry, taken[^1]);
                        Assert.DoesNotContain(
                            taken.SkipLast(1),
                            line => line.StartsWith("0 ", StringComparison.Ordinal)
                        );
                        Assert.Equal(
                            new CrontabText(mixed.Text).Blocks.Keys.Order(),
                            new CrontabText(left).Blocks.Keys.Order()
                        );
                    }
                },
                iter: 300
            );
}
