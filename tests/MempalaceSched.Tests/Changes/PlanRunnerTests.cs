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
    public async Task Commands_are_undone_in_reverse_with_the_one_that_failed()
    {
        var processes = new RecordedProcesses(command =>
            command.Program == "two" ? new ProcessResult(3, "", "no room\n") : RecordedProcesses.Done
        );
        var plan = new ChangePlan([
            Run("one"),
            new RunCommand(null, new ProcessCommand("undo-nothing"), ""),
            Run("two"),
            Run("three"),
        ]);
        var fault = await Assert.ThrowsAsync<MempalaceException>(() => ApplyAsync(plan, processes));
        Assert.Equal(["one", "two", "undo-two", "undo-nothing", "undo-one"], processes.Commands);
        Assert.Equal("SchedulerCommandFailed", fault.Id);
        Assert.Equal("way out of two", fault.WayOut);
        Assert.Contains("`two` ended with exit code 3: no room", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("All is as it was before.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_that_fails_is_never_called_done()
    {
        var processes = new RecordedProcesses(command =>
            command.Program is "undo-one" or "two" ? new ProcessResult(1, "", "stuck") : RecordedProcesses.Done
        );
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(new ChangePlan([Run("one"), Run("two")]), processes)
        );
        Assert.Contains("Undoing it failed as well: run undo-one", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("as it was before", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["one", "two", "undo-two", "undo-one"], processes.Commands);
    }

    [Fact]
    public async Task A_check_that_fails_undoes_all()
    {
        var before = folder.Listing();
        var plan = new ChangePlan([Write("a/b/c", "text"), Run("one")]);
        var processes = new RecordedProcesses();
        var fault = await Assert.ThrowsAsync<MempalaceException>(() =>
            Runner(processes)
                .ApplyAsync(
                    plan,
                    () => throw Fault.InstallNotVerified("x", "systemd", "nothing."),
                    CancellationToken.None
                )
        );
        Assert.Equal("InstallNotVerified", fault.Id);
        Assert.Equal(["one", "undo-one"], processes.Commands);
        Assert.Equal(before, folder.Listing());
    }

    [Fact]
    public async Task Cancellation_undoes_all()
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
    public async Task What_only_tidies_up_may_fail()
    {
        var processes = new RecordedProcesses(_ => new ProcessResult(1, "", ""));
        await ApplyAsync(
            new ChangePlan([new RunCommand(new ProcessCommand("tidy"), null, "") { MayFail = true }]),
            processes
        );
        Assert.Equal(["tidy"], processes.Commands);
    }

    [Fact]
    public async Task A_file_gets_its_mode_and_leaves_nothing_beside_it()
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
    public async Task A_file_that_is_right_is_not_touched()
    {
        var path = folder.Write("file", "mark");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        await ApplyAsync(new ChangePlan([new WriteFile(path, "mark", Private, "mark")]));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        Assert.Empty(reports.VerboseLines);
    }

    [Fact]
    public async Task A_file_that_differs_in_its_byte_order_mark_is_not_right()
    {
        File.WriteAllBytes(folder["file"], [0xef, 0xbb, 0xbf, .. "mark"u8]);
        await ApplyAsync(new ChangePlan([new WriteFile(folder["file"], "mark", Private, "mark")]));
        Assert.Equal("mark"u8.ToArray(), File.ReadAllBytes(folder["file"]));
    }

    [Fact]
    public async Task What_is_replaced_by_force_is_kept_to_the_byte()
    {
        byte[] foreign = [0xef, 0xbb, 0xbf, 0xe9, 0x00, 0xff];
        File.WriteAllBytes(folder["file"], foreign);
        await ApplyAsync(new ChangePlan([new WriteFile(folder["file"], "mark", Private, "mark")]));
        var copy = Assert.Single(Directory.GetFiles(folder[".local/state/mempalace-sched/backups"]));
        Assert.Equal(foreign, File.ReadAllBytes(copy));
    }

    [Fact]
    public async Task Somebody_elses_file_is_not_deleted()
    {
        var path = folder.Write("file", "of somebody else");
        await ApplyAsync(new ChangePlan([new DeleteFile(path, "mark")]));
        Assert.True(File.Exists(path));
        Assert.Contains(path, Assert.Single(reports.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_deleted_and_put_back()
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
    public async Task A_folder_that_cannot_be_made_leaves_none_of_those_above_it()
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
    public void Only_what_carries_the_mark_is_ours()
    {
        WriteFile[] plan = [Write("file", "mark")];
        PlanRunner.CheckOwnership(plan, "x");
        folder.Write("file", "with the mark inside");
        PlanRunner.CheckOwnership(plan, "x");
        folder.Write("file", "without");
        var fault = Assert.Throws<MempalaceException>(() => PlanRunner.CheckOwnership(plan, "x"));
        Assert.Equal("ScheduleExists", fault.Id);
        Assert.Contains(folder["file"], fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", fault.WayOut, StringComparison.Ordinal);
        File.Delete(folder["file"]);
        Directory.CreateDirectory(folder["file"]);
        Assert.Throws<MempalaceException>(() => PlanRunner.CheckOwnership(plan, "x"));
    }

    private Task ApplyAsync(ChangePlan plan, RecordedProcesses? processes = null) =>
        Runner(processes ?? new()).ApplyAsync(plan, null, CancellationToken.None);

    private PlanRunner Runner(RecordedProcesses processes) =>
        new(processes, new StandardPaths(Machine.With(folder.Path)), reports);

    private WriteFile Write(string path, string text) => new(folder[path], text, Private, "mark");

    private static RunCommand Run(string name) =>
        new(new ProcessCommand(name), new ProcessCommand($"undo-{name}"), $"way out of {name}");
}
