using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers.Cron;

namespace MempalaceSched.Tests.Cron;

public class CrontabTextTests
{
    private const string Open = "# >>> mempalace-sched a >>> words\n",
        Close = "# <<< mempalace-sched a <<<\n";

    [Fact]
    public void Adding_and_removing_a_block_keeps_every_other_byte() =>
        Gen.Select(CrontabGen.Foreign, CrontabGen.Name, Gen.Int[0, 59])
            .Sample(
                (text, name, minute) =>
                {
                    var with = new CrontabText(text).With(name, CrontabGen.Block(name, minute));
                    Assert.EndsWith(text, with, StringComparison.Ordinal);
                    Assert.Equal(text, new CrontabText(with).Without(name));
                },
                iter: 2000
            );

    [Fact]
    public void A_block_is_replaced_in_place_and_removed_without_other_lines() =>
        Gen.Select(CrontabGen.Mixed, CrontabGen.Name, Gen.Int[0, 59])
            .Sample(
                (mixed, name, minute) =>
                {
                    var parsed = new CrontabText(mixed.Text);
                    Assert.Equal(mixed.Names.Order(), parsed.Blocks.Keys.Order());
                    Assert.Equal(mixed.Foreign.Length > 0, parsed.HasForeignText);

                    var block = CrontabGen.Block(name, minute);
                    var with = new CrontabText(parsed.With(name, block));
                    Assert.Equal(block, with.Blocks[name].Text);
                    foreach (var other in mixed.Names.Where(other => other != name))
                        Assert.Equal(parsed.Blocks[other].Text, with.Blocks[other].Text);
                    if (parsed.Blocks.TryGetValue(name, out var old))
                        Assert.Equal(old.Start, with.Blocks[name].Start);
                    Assert.Equal(block, new CrontabText(with.With(name, block)).Blocks[name].Text);
                    Assert.Equal(with.ToString(), with.With(name, block));

                    var rest = mixed.Names.Aggregate(parsed, (text, each) => new CrontabText(text.Without(each)));
                    Assert.Equal(mixed.Foreign, rest.ToString());
                },
                iter: 2000
            );

    [Fact]
    public void Several_blocks_are_added_and_removed_in_any_order() =>
        Gen.Select(CrontabGen.Foreign, CrontabGen.Name.Array[1, 6], Gen.Int[0, 1000])
            .Sample(
                (text, names, seed) =>
                {
                    names = [.. names.Distinct()];
                    var full = names.Aggregate(
                        new CrontabText(text),
                        (now, name) => new CrontabText(now.With(name, CrontabGen.Block(name, 7)))
                    );
                    Assert.Equal(names.Length, full.Blocks.Count);
                    new Random(seed).Shuffle(names);
                    Assert.Equal(
                        text,
                        names.Aggregate(full, (now, name) => new CrontabText(now.Without(name))).ToString()
                    );
                },
                iter: 1000
            );

    [Theory]
    [InlineData(Close + Open, "does not begin")]
    [InlineData(Open + Close + Open + Close, "exists twice")]
    [InlineData(Open + "# >>> mempalace-sched b >>> x\n" + Close, "inside the block 'a'")]
    [InlineData(Open + "0 3 * * 1 x\n", "does not end")]
    [InlineData("0 3 * * 1 x\n" + Close, "does not begin")]
    [InlineData(Open + "# <<< mempalace-sched b <<<\n" + Close, "does not begin")]
    [InlineData("# >>> mempalace-sched a\n" + Close, "marker of a block was changed")]
    [InlineData("# >>> mempalace-sched\n", "marker of a block was changed")]
    [InlineData("# >>> mempalace-sched  >>>\n", "marker of a block was changed")]
    [InlineData("# >>> mempalace-sched A/b >>>\n" + Close, "marker of a block was changed")]
    [InlineData(Open + "# <<< mempalace-sched a\n", "marker of a block was changed")]
    [InlineData("0 3 * * 1 x\r\n", "carriage return")]
    [InlineData("0 3 * * 1 x\n# last\r", "carriage return")]
    [InlineData("0 3 * * 1 x\\r\n", "carriage return")]
    [InlineData("# >>> mempalace-sched a >>> words\r\n" + Close, "carriage return")]
    public void A_crontab_that_cannot_be_changed_safely_is_rejected(string text, string reason)
    {
        foreach (var crontab in new[] { text, "# before\n\n" + text, text + "\n# after\n" })
        {
            if (
                crontab.Contains('\r')
                && crontab.EndsWith("\n# after\n", StringComparison.Ordinal)
                && !text.EndsWith('\n')
            )
                continue;
            var fault = Assert.Throws<MempalaceException>(() => new CrontabText(crontab));
            Assert.Equal("CrontabUnsafe", fault.Id);
            Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
            Assert.Matches(@"line \d+", fault.Message);
        }
    }

    /// <summary>A damaged marker is rejected, or is parsed without a loss. It never leads to a second block.</summary>
    [Fact]
    public void Randomly_damaged_markers_never_cause_a_loss() =>
        Gen.Select(CrontabGen.Mixed, Gen.Int[0, 10_000], Gen.Char["\n\r >x#-a"])
            .Sample(
                (mixed, at, put) =>
                {
                    if (mixed.Text.Length == 0)
                        return;
                    var broken = mixed
                        .Text.Remove(at % mixed.Text.Length, 1)
                        .Insert(at % mixed.Text.Length, put.ToString());
                    CrontabText parsed;
                    try
                    {
                        parsed = new CrontabText(broken);
                    }
                    catch (MempalaceException fault)
                    {
                        Assert.Equal("CrontabUnsafe", fault.Id);
                        return;
                    }
                    foreach (var (name, block) in parsed.Blocks)
                        Assert.Equal(broken.Length - block.Text.Length, parsed.Without(name).Length);
                },
                iter: 2000
            );
}
