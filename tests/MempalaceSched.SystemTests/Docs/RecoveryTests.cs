using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Docs;

/// <summary>Runs the commands of the cookbook that recover a damaged database.</summary>
public sealed class RecoveryTests
{
    private const string Count = "select count(*) from embeddings";

    /// <summary>Not every sqlite3 has <c>.recover</c>. For these tests, <c>.dump</c> can take its place.</summary>
    private const string StandIn = """
        #!/bin/sh
        [ "$2" != .recover ] || set -- "$1" "${RECOVER-.dump}"
        exec SQLITE "$@"
        """;

    [Fact]
    public void The_recovered_database_replaces_the_damaged_one_together_with_its_log()
    {
        using var palace = Palace();
        File.WriteAllText(palace["palace/chroma.sqlite3-wal"], "");
        var (code, output) = Run(palace, "", Commands(0) + "\n" + Commands(1));
        Assert.Equal((0, "2\n2\n"), (code, output));
        Assert.Equal(["chroma.sqlite3"], Directory.GetFiles(palace["palace"]).Select(Path.GetFileName));
        var damaged = Directory.GetFiles(palace.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName);
        Assert.Contains("chroma.sqlite3-wal", damaged);
    }

    [Theory]
    [InlineData("RECOVER='.no-such-command'")]
    [InlineData("RECOVER=.quit")] // succeeds without any output
    [InlineData("RECOVER='select 1;'")] // its output is no SQL
    [InlineData("RECOVER='.print select 2;'")] // its output makes no tables
    public void A_failed_recovery_changes_nothing_in_the_palace(string variable)
    {
        using var palace = Palace();
        var before = File.ReadAllBytes(palace["palace/chroma.sqlite3"]);
        Assert.NotEqual(0, Run(palace, $"export {variable}\n", Commands(0)).Code);
        Assert.NotEqual(0, Run(palace, $"export {variable}\n", Commands(0) + "\n" + Commands(1)).Code);
        Assert.Equal(before, File.ReadAllBytes(palace["palace/chroma.sqlite3"]));
    }

    /// <summary>A palace with a database of two drawers.</summary>
    private static TempFolder Palace()
    {
        var sqlite = Requires.Tool("sqlite3", "sqlite3");
        var folder = new TempFolder();
        folder.Program("bin/sqlite3", StandIn.Replace("SQLITE", sqlite, StringComparison.Ordinal) + "\n");
        Directory.CreateDirectory(folder["palace"]);
        var sql = $"create table embeddings (id); insert into embeddings values (1), (2); {Count}";
        Assert.Equal((0, "2\n"), Oracle.Run(sqlite, [folder["palace/chroma.sqlite3"], sql], ""));
        return folder;
    }

    private static (int Code, string Output) Run(TempFolder folder, string before, string commands)
    {
        var script = $"PATH={folder["bin"]}:$PATH\n{before}" + commands.Replace("PALACE", folder["palace"], Ordinal);
        return Oracle.Run("/bin/sh", ["-c", script], "");
    }

    /// <summary>One of the two blocks of commands for sh.</summary>
    private static string Commands(int block)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/cookbook.md"));
        var blocks = page.Split("```sh\n").Skip(1).Select(text => text[..text.IndexOf("```", Ordinal)]).ToList();
        Assert.Equal(2, blocks.Count);
        return blocks[block];
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
