using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public class MineCommandTests
{
    [Theory]
    [InlineData(MineSource.OpenCode)]
    [InlineData(MineSource.Pi)]
    public void Wrappers_get_their_flags_before_the_extra_arguments(MineSource source)
    {
        var definition = Definitions.One(source: source) with
        {
            Command = ["/bin/w", "x"],
            Wing = "my wing",
            Repair = RepairMode.NoRepair,
            ArgumentList = ["--since", "2026-01-01"],
        };
        Assert.Equal(
            ["/bin/w", "x", "--wing", "my wing", "--no-repair", "--since", "2026-01-01"],
            definition.MineCommand.Words()
        );
        Assert.Equal(
            ["/bin/w", "x", "--repair"],
            (definition with { Wing = null, Repair = RepairMode.Repair, ArgumentList = [] }).MineCommand.Words()
        );
        Assert.Equal(
            ["/bin/w", "x"],
            (definition with { Wing = null, Repair = RepairMode.Default, ArgumentList = [] }).MineCommand.Words()
        );
    }

    [Theory]
    [InlineData(MineSource.Claude)]
    [InlineData(MineSource.Codex)]
    [InlineData(MineSource.Gemini)]
    public void Mempalace_gets_the_palace_before_the_verb(MineSource source)
    {
        var definition = Definitions.One(source: source) with
        {
            Command = ["/bin/mempalace"],
            Wing = "w",
            ArgumentList = ["--limit", "5"],
        };
        Assert.Equal(
            [
                "/bin/mempalace",
                "--palace",
                definition.Palace,
                "mine",
                "/home/robin/store",
                "--mode",
                "convos",
                "--wing",
                "w",
                "--limit",
                "5",
            ],
            definition.MineCommand.Words()
        );
    }

    [Fact]
    public void A_custom_command_is_not_changed()
    {
        var definition = Definitions.One(source: MineSource.Custom) with
        {
            Command = ["/bin/own", "--all"],
            ArgumentList = ["last"],
        };
        Assert.Equal(["/bin/own", "--all", "last"], definition.MineCommand.Words());
    }
}
