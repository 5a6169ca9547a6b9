using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Changes;

public sealed class PlanRunnerTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TempFolder folder = new();
    private readonly RecordedReports reports = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Commands_are_undone_in_reverse_order_including_the_failed_one()
    {
        var processes = new RecordedProcesses(command =>
            command.Program == "two" ? new ProcessResult(3, "", "no room\n") : RecordedProcesses.Done
        );
        var plan = new ChangePlan([
            Run("one"),
            new OnUndo(new CommandUndo(new ProcessCommand("undo-nothing"), "")),
            Run("two"),
            Run("three"),
        ]);
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => ApplyAsync(plan, processes));
        Assert.Equal(["one", "two", "undo-two", "undo-nothing", "undo-one"], processes.Commands);
        Assert.Equal("SchedulerCommandFailed", fault.Id);
        Assert.Equal("fix for two", fault.Recommendation);
        Assert.Contains("`two` failed with exit code 3: no room", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("All changes were undone.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_undo_is_not_reported_as_complete()
    {
        var processes = new RecordedProcesses(command =>
            command.Program is "undo-one" or "two" ? new ProcessResult(1, "", "stuck") : RecordedProcesses.Done
        );
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(new ChangePlan([Run("one"), Run("two")]), processes)
        );
        Assert.Contains("Undoing the changes failed as well: run undo-one", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("were undone", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["one", "two", "undo-two", "undo-one"], processes.Commands);
    }

    [Fact]
    public async Task A_failed_check_undoes_the_plan()
    {
        var before = folder.Listing();
        var plan = new ChangePlan([Write("a/b/c", "text"), Run("one")]);
        var processes = new RecordedProcesses();
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            Runner(processes)
                .ApplyAsync(
                    plan,
                    () => throw Error.InstallNotVerified("x", "systemd", "nothing."),
                    CancellationToken.None
                )
        );
        Assert.Equal("InstallNotVerified", fault.Id);
        Assert.Equal(["one", "undo-one"], processes.Commands);
        Assert.Equal(before, folder.Listing());
    }

    [Fact]
    public async Task Cancellation_undoes_the_plan()
    {
        using var stop = new CancellationTokenSource();
        var before = folder.Listing();
        var processes = new RecordedProcesses(command =>
        {
            if (command.Program == "one")
                stop.Cancel();
            return RecordedProcesses.Done;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Runner(processes).ApplyAsync(new ChangePlan([Write("a", "text"), Run("one"), Run("two")]), null, stop.Token)
        );
        Assert.Equal(["one", "undo-one"], processes.Commands);
        Assert.Equal(before, folder.Listing());
    }

    [Fact]
    public async Task All_steps_are_captured_before_and_finished_after_the_apply()
    {
        await ApplyAsync(new ChangePlan([new ToldStep("one", folder["1"]), new ToldStep("two", folder["2"])]));
        Assert.Equal(
            ["capture one", "capture two", "apply one", "apply two", "finish one", "finish two"],
            reports.VerboseLines
        );
    }

    [Fact]
    public async Task A_partly_applied_step_is_undone()
    {
        var before = folder.Listing();
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(new ChangePlan([Write("a", "text"), new ToldStep("one", folder["1"], Fails: true)]))
        );
        Assert.EndsWith("no room. All changes were undone.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Listing());
        Assert.DoesNotContain("finish one", reports.VerboseLines);
    }

    [Fact]
    public async Task Undo_keeps_changes_of_other_programs()
    {
        var write = Write("a", "text");
        var undo = await write.CaptureAsync(Context(new()), TestContext.Current.CancellationToken);
        folder.Write("a", "of somebody else");
        await undo[0].UndoAsync(Context(new()));
        Assert.Equal("of somebody else", File.ReadAllText(folder["a"]));
    }

    [Fact]
    public async Task Preview_shows_the_size_of_a_shared_program()
    {
        var write = Write("launch.sh", new string('x', 20_000)) with { PreviewStyle = FilePreview.Size };
        Assert.Equal(
            $"write {folder["launch.sh"]} (20,000 bytes)",
            await write.PreviewAsync(Context(new()), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Files_with_the_same_name_get_separate_backups()
    {
        folder.Write("a/override.conf", "one");
        folder.Write("b/override.conf", "two");
        var before = folder.Listing();
        SetAsideFile[] steps = [new(folder["a/override.conf"]), new(folder["b/override.conf"])];
        await ApplyAsync(new ChangePlan(steps));
        Assert.Equal(
            ["one", "two"],
            Directory
                .GetFiles(folder[".local/state/mempalace-sched/backups"])
                .Select(File.ReadAllText)
                .Order(StringComparer.Ordinal)
        );
        Directory.Delete(folder[".local"], recursive: true);
        folder.Write("a/override.conf", "one");
        folder.Write("b/override.conf", "two");
        await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(
                new ChangePlan([.. steps, Run("fail")]),
                new RecordedProcesses(c => new ProcessResult(c.Program == "fail" ? 1 : 0, "", ""))
            )
        );
        Assert.Equal(before, folder.Listing());
    }

    [Fact]
    public async Task A_cleanup_command_may_fail()
    {
        var processes = new RecordedProcesses(_ => new ProcessResult(1, "", ""));
        await ApplyAsync(
            new ChangePlan([new RunCommand(new ProcessCommand("tidy"), null, "") { MayFail = true }]),
            processes
        );
        Assert.Equal(["tidy"], processes.Commands);
    }

    [Fact]
    public async Task A_file_is_written_with_its_mode_and_without_leftovers()
    {
        var mode = Private | UnixFileMode.UserExecute;
        var path = folder.Write("a/file", "mark old");
        await ApplyAsync(new ChangePlan([new WriteFile(path, "mark new é\n", mode, "mark")]));
        Assert.Equal("mark new é\n"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder["a"]));
        Assert.Equal([$"write {path}"], reports.VerboseLines);
    }

    [Fact]
    public async Task An_identical_file_is_not_rewritten()
    {
        var path = folder.Write("file", "mark");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        await ApplyAsync(new ChangePlan([new WriteFile(path, "mark", Private, "mark")]));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        Assert.Empty(reports.VerboseLines);
    }

    [Fact]
    public async Task A_file_with_an_extra_byte_order_mark_is_rewritten()
    {
        File.WriteAllBytes(folder["file"], [0xef, 0xbb, 0xbf, .. "mark"u8]);
        await ApplyAsync(new ChangePlan([new WriteFile(folder["file"], "mark", Private, "mark")]));
        Assert.Equal("mark"u8.ToArray(), File.ReadAllBytes(folder["file"]));
    }

    [Fact]
    public async Task A_replaced_file_is_backed_up_unchanged()
    {
        byte[] foreign = [0xef, 0xbb, 0xbf, 0xe9, 0x00, 0xff];
        File.WriteAllBytes(folder["file"], foreign);
        await ApplyAsync(new ChangePlan([new WriteFile(folder["file"], "mark", Private, "mark")]));
        var copy = Assert.Single(Directory.GetFiles(folder[".local/state/mempalace-sched/backups"]));
        Assert.Equal(foreign, File.ReadAllBytes(copy));
    }

    [Fact]
    public async Task A_file_without_the_mark_is_not_deleted()
    {
        var path = folder.Write("file", "of somebody else");
        await ApplyAsync(new ChangePlan([new DeleteFile(path, "mark")]));
        Assert.True(File.Exists(path));
        Assert.Contains(path, Assert.Single(reports.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_link_is_deleted_and_restored()
    {
        File.CreateSymbolicLink(folder["link"], folder["gone"]);
        var before = folder.Listing();
        var delete = new DeleteFile(folder["link"], "");
        await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(
                new ChangePlan([delete, Run("fail")]),
                new RecordedProcesses(c => new ProcessResult(c.Program == "fail" ? 1 : 0, "", ""))
            )
        );
        Assert.Equal(before, folder.Listing());
        await ApplyAsync(new ChangePlan([delete]));
        Assert.Empty(folder.Listing());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_leaves_no_parent_folders()
    {
        var before = folder.Listing();
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(new ChangePlan([Write($"a/b/{new string('c', 300)}/d", "text")]))
        );
        Assert.Equal("FileFailed", fault.Id);
        Assert.StartsWith("Writing '", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Listing());
    }

    [Fact]
    public void Only_files_with_the_mark_can_be_overwritten()
    {
        WriteFile[] plan = [Write("file", "mark")];
        PlanRunner.CheckOwnership(plan, "x");
        folder.Write("file", "with the mark inside");
        PlanRunner.CheckOwnership(plan, "x");
        folder.Write("file", "without");
        var fault = Assert.Throws<MempalaceException>(() => PlanRunner.CheckOwnership(plan, "x"));
        Assert.Equal("ScheduleExists", fault.Id);
        Assert.Contains(folder["file"], fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", fault.Recommendation, StringComparison.Ordinal);
        File.Delete(folder["file"]);
        Directory.CreateDirectory(folder["file"]);
        Assert.Throws<MempalaceException>(() => PlanRunner.CheckOwnership(plan, "x"));
    }

    private Task ApplyAsync(ChangePlan plan, RecordedProcesses? processes = null) =>
        Runner(processes ?? new()).ApplyAsync(plan, null, CancellationToken.None);

    private PlanRunner Runner(RecordedProcesses processes) => new(Context(processes));

    private ChangeContext Context(RecordedProcesses processes) =>
        new(Machine.With(folder.Path), new StandardPaths(Machine.With(folder.Path)), processes, reports);

    private WriteFile Write(string path, string text) => new(folder[path], text, Private, "mark");

    private static RunCommand Run(string name) =>
        new(
            new ProcessCommand(name),
            new CommandUndo(new ProcessCommand($"undo-{name}"), $"fix for {name}"),
            $"fix for {name}"
        );
}
