using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Changes;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void A_new_file_has_only_additions() =>
        Assert.Equal("--- /dev/null\n+++ x\t\n@@ -0,0 +1,2 @@\n+a\n+b\n", UnifiedDiff.For("x", null, "a\nb\n"));

    [Fact]
    public void Equal_texts_have_an_empty_diff() => Assert.Equal("", UnifiedDiff.For("x", "a\n", "a\n"));

    [Fact]
    public async Task Preview_shows_only_the_pending_changes()
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
