using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Changes;

public sealed class ReplaceFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_copy_replaces_the_folder_which_is_kept(bool canExchange)
    {
        MakeFolders();
        await ApplyAsync(canExchange ? FolderExchange.TryExchange : Unsupported);
        Assert.Equal("new", Text("palace"));
        Assert.Equal("old", Text("previous"));
        Assert.False(Directory.Exists(folder["copy"]));
    }

    [Fact]
    public void There_is_a_folder_at_the_path_at_all_times()
    {
        MakeFolders();
        Assert.SkipUnless(
            FolderExchange.TryExchange(folder["copy"], folder["palace"]),
            "The file system of the temporary folder cannot exchange folders."
        );
        var isMissing = false;
        using var watches = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var path = folder["palace"];
        var watcher = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                isMissing |= !Directory.Exists(path);
                watches.Set();
            }
        });
        watcher.Start();
        watches.Wait(TestContext.Current.CancellationToken);
        for (var i = 0; i < 5_000; i++)
            FolderExchange.TryExchange(folder["copy"], path);
        stop.Cancel();
        watcher.Join();
        Assert.False(isMissing);
    }

    /// <summary>A process that is killed leaves what is there at one of these moments.</summary>
    [Fact]
    public async Task The_path_of_the_copy_never_contains_the_previous_folder()
    {
        MakeFolders();
        var moments = new List<(string? Copy, string? Palace, string? Previous)>();
        await ApplyAsync(
            (one, other) =>
            {
                moments.Add((Text("copy"), Text("palace"), Text("previous")));
                var result = FolderExchange.TryExchange(one, other);
                moments.Add((Text("copy"), Text("palace"), Text("previous")));
                return result;
            }
        );
        Assert.Equal([(null, "old", "new"), (null, "new", "old")], moments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_later_failure_puts_both_folders_back(bool canExchange)
    {
        MakeFolders();
        var before = folder.Listing();
        var failing = new ToldStep("fail", folder["file"], Fails: true);
        var error = await Assert.ThrowsAsync<MempalaceException>(() =>
            ApplyAsync(canExchange ? FolderExchange.TryExchange : Unsupported, failing)
        );
        Assert.EndsWith("All changes were undone.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Listing());
    }

    /// <summary>FAT rounds times to even seconds, and would change any other mark.</summary>
    [Fact]
    public async Task The_mark_of_the_copy_is_an_even_second()
    {
        MakeFolders();
        var step = new ReplaceFolder(folder["copy"], folder["palace"], folder["previous"]);
        foreach (var time in new[] { DateTime.UtcNow, new DateTime(2027, 1, 1, 0, 0, 1, DateTimeKind.Utc) })
        {
            Directory.SetLastWriteTimeUtc(folder["palace"], time);
            var undo = await step.CaptureAsync(Context(Unsupported), TestContext.Current.CancellationToken);
            var mark = ((ReplaceFolderBack)undo[0]).Mark;
            Assert.Equal(0, mark.Ticks % TimeSpan.FromSeconds(2).Ticks);
            Directory.SetLastWriteTimeUtc(folder["palace"], mark);
            var other = await step.CaptureAsync(Context(Unsupported), TestContext.Current.CancellationToken);
            Assert.Equal(0, (((ReplaceFolderBack)other[0]).Mark - mark).Ticks % TimeSpan.FromSeconds(2).Ticks);
            Assert.NotEqual(mark, ((ReplaceFolderBack)other[0]).Mark);
        }
    }

    [Fact]
    public async Task A_failed_exchange_puts_the_copy_back()
    {
        MakeFolders();
        var before = folder.Listing();
        await Assert.ThrowsAsync<MempalaceException>(() => ApplyAsync((_, _) => throw new IOException("busy")));
        Assert.Equal(before, folder.Listing());
    }

    [Fact]
    public async Task A_failure_between_the_two_moves_puts_both_folders_back()
    {
        MakeFolders();
        var before = folder.Listing();
        var undo = await new ReplaceFolder(folder["copy"], folder["palace"], folder["previous"]).CaptureAsync(
            Context(Unsupported),
            TestContext.Current.CancellationToken
        );
        Directory.Move(folder["palace"], folder["previous"]);
        await undo[0].UndoAsync(Context(Unsupported));
        await undo[0].UndoAsync(Context(Unsupported)); // an undo can be repeated
        Assert.Equal(before, folder.Listing());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_of_somebody_else_is_kept_and_reported(bool canExchange)
    {
        MakeFolders();
        var exchange = canExchange ? FolderExchange.TryExchange : (Func<string, string, bool>)Unsupported;
        var intruder = new RunAction(() =>
        {
            Directory.Delete(folder["palace"], recursive: true);
            folder.Write("palace/text", "of somebody else");
        });
        var failing = new ToldStep("fail", folder["file"], Fails: true);
        var error = await Assert.ThrowsAsync<MempalaceException>(() => ApplyAsync(exchange, intruder, failing));
        Assert.Contains($"the folder that was at '{folder["palace"]}' was moved to", error.Message, Ordinal);
        Assert.Contains($"something else is at '{folder["palace"]}'", error.Message, Ordinal);
        Assert.Equal("old", Text("previous"));
        Assert.Equal("of somebody else", Text("palace"));
    }

    [Fact]
    public async Task A_moved_folder_is_not_moved_back_over_another_one()
    {
        folder.Write("from/text", "mine");
        var step = new MoveFolder(folder["from"], folder["to"]);
        var undo = await step.CaptureAsync(Context(), TestContext.Current.CancellationToken);
        await step.ApplyAsync(Context(), undo, TestContext.Current.CancellationToken);
        folder.Write("from/text", "of somebody else");
        var error = await Assert.ThrowsAsync<MempalaceException>(() => undo[0].UndoAsync(Context()));
        Assert.Contains(
            $"was moved to '{folder["to"]}' and could not be moved back, because something else is at "
                + $"'{folder["from"]}'",
            error.Message,
            Ordinal
        );
        Directory.Delete(folder["from"], recursive: true);
        await undo[0].UndoAsync(Context());
        Assert.Equal("mine", Text("from"));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static bool Unsupported(string one, string other) => false;

    private void MakeFolders()
    {
        folder.Write("palace/text", "old");
        folder.Write("copy/text", "new");
    }

    private string? Text(string name) =>
        File.Exists(folder[name + "/text"]) ? File.ReadAllText(folder[name + "/text"]) : null;

    private Task ApplyAsync(Func<string, string, bool> exchange, params ChangeStep[] later) =>
        new PlanRunner(Context(exchange)).ApplyAsync(
            new ChangePlan([new ReplaceFolder(folder["copy"], folder["palace"], folder["previous"]), .. later]),
            null,
            CancellationToken.None
        );

    private ChangeContext Context(Func<string, string, bool>? exchange = null)
    {
        var machine = Machine.With(folder.Path);
        var context = new ChangeContext(
            machine,
            new StandardPaths(machine),
            new RecordedProcesses(),
            new RecordedReports()
        );
        return exchange is null ? context : context with { TryExchange = exchange };
    }

    private sealed record RunAction(Action Action) : ChangeStep
    {
        public override string Description => "run an action";

        public override Task<IReadOnlyList<UndoStep>> CaptureAsync(
            ChangeContext context,
            CancellationToken cancellation
        ) => Task.FromResult<IReadOnlyList<UndoStep>>([]);

        public override Task ApplyAsync(
            ChangeContext context,
            IReadOnlyList<UndoStep> undo,
            CancellationToken cancellation
        )
        {
            Action();
            return Task.CompletedTask;
        }
    }
}
