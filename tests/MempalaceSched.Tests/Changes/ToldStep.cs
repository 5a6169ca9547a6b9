using MempalaceSched.Changes;

namespace MempalaceSched.Tests.Changes;

/// <summary>Reports each call, and can fail after half of its work.</summary>
internal sealed record ToldStep(string Name, string File, bool Fails = false) : ChangeStep
{
    public override string Description => Name;

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation)
    {
        context.Reporter.Verbose($"capture {Name}");
        return Task.FromResult<IReadOnlyList<UndoStep>>([
            new RestoreFile(FileSnapshot.Take(File), FileState.Encode("half"), []),
        ]);
    }

    public override Task ApplyAsync(ChangeContext context, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        context.Reporter.Verbose($"apply {Name}");
        System.IO.File.WriteAllText(File, "half");
        return Fails ? throw new IOException("no room") : Task.CompletedTask;
    }

    public override Task FinishAsync(ChangeContext context)
    {
        context.Reporter.Verbose($"finish {Name}");
        return Task.CompletedTask;
    }
}
