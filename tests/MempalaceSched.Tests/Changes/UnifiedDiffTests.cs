using CsCheck;
using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Changes;

public sealed class UnifiedDiffTests
{
    private static readonly Gen<string> Lines = Gen.Select(
            Gen.OneOf("a", "b", "c", "", "-- x", "++ y", "é", " ").Array[0, 14],
            Gen.Bool
        )
        .Select(made => string.Join('\n', made.Item1) + (made.Item2 && made.Item1.Length > 0 ? "\n" : ""));

    /// <summary>The oracle is the real patch: with our diff it makes the one text of the other.</summary>
    [Fact]
    public void A_real_patch_can_apply_it()
    {
        var patch = Oracle.Need("patch");
        Gen.Select(Gen.OneOf(Gen.Const((string?)null), Lines.Select(text => (string?)text)), Lines)
            .Sample(
                (before, after) =>
                {
                    if (before == after)
                        return;
                    using var folder = new TempFolder();
                    if (before is not null)
                        folder.Write("a file", before);
                    var diff = UnifiedDiff.For("a file", before, after);
                    var (code, output) = Oracle.Run(
                        patch,
                        ["-p0", "--force", "--no-backup-if-mismatch", "--fuzz=0"],
                        diff,
                        folder.Path
                    );
                    Assert.True(code == 0, $"{output}\n{diff}");
                    Assert.Equal(after, File.Exists(folder["a file"]) ? File.ReadAllText(folder["a file"]) : "");
                    Assert.False(File.Exists(folder["a file.rej"]));
                },
                iter: 150,
                threads: 1
            );
    }

    [Fact]
    public void A_new_file_is_all_additions() =>
        Assert.Equal("--- /dev/null\n+++ x\t\n@@ -0,0 +1,2 @@\n+a\n+b\n", UnifiedDiff.For("x", null, "a\nb\n"));

    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Equal("", UnifiedDiff.For("x", "a\n", "a\n"));

    [Fact]
    public async Task The_preview_shows_only_what_would_be_done()
    {
        using var folder = new TempFolder();
        var held = folder.Write("held", "mark");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var plan = new ChangePlan([
            new WriteFile(held, "mark", mode, "mark"),
            new WriteFile(folder["new"], "one\n", mode, "mark"),
            new DeleteFile(folder["none"], ""),
            new DeleteFile(held, ""),
            new DeleteFolder(folder["none"]),
            new OnUndo(new CommandUndo(new("undo"), "")),
            new RunCommand(new("do", "it now"), null, ""),
        ]);
        Assert.Equal(
            $"write {folder["new"]}\n--- /dev/null\n+++ {folder["new"]}\t\n@@ -0,0 +1,1 @@\n+one\ndelete {held}\nrun do 'it now'",
            await plan.PreviewAsync(
                new ChangeContext(
                    Machine.With(folder.Path),
                    new StandardPaths(Machine.With(folder.Path)),
                    new RecordedProcesses(),
                    new RecordedReports()
                ),
                CancellationToken.None
            )
        );
    }
}
