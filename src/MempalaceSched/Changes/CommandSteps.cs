using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>Runs a command.</summary>
/// <param name="Command">The command.</param>
/// <param name="Undo">Reverts what the command did; null when there is nothing to revert.</param>
/// <param name="Recommendation">What to do when the command fails.</param>
internal sealed record RunCommand(ProcessCommand Command, UndoStep? Undo, string Recommendation) : ChangeStep
{
    /// <summary>Whether a failure is ignored, because the command only cleans up.</summary>
    public bool MayFail { get; init; }

    public override string Description => $"run {Command}";

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>(Undo is null ? [] : [Undo]);

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        context.Reporter.Verbose(Description);
        var result = await context.Processes.RunAsync(Command, cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0 && !MayFail)
            throw ProcessErrors.Failed(Command, result, Recommendation);
    }
}

/// <summary>
/// Does something only when the plan is undone. Undo steps run in reverse order, so a command that must come last in an
/// undo has its place at the start of the plan, where applying it is a no-op.
/// </summary>
/// <param name="Undo">What the undo does.</param>
internal sealed record OnUndo(UndoStep Undo) : ChangeStep
{
    public override string Description => $"(undo: {Undo.Description})";

    public override Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult("");

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>([Undo]);

    public override Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    ) => Task.CompletedTask;
}

/// <summary>Runs a command that reverts a change. Running it twice must do no harm.</summary>
/// <param name="Command">The command.</param>
/// <param name="Recommendation">What to do when the command fails.</param>
internal sealed record CommandUndo(ProcessCommand Command, string Recommendation) : UndoStep
{
    public override string Description => $"run {Command}";

    public override async Task UndoAsync(ChangeContext context)
    {
        var result = await context.Processes.RunAsync(Command, CancellationToken.None).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw ProcessErrors.Failed(Command, result, Recommendation);
    }
}
