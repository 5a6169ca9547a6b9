using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>The services that steps and their undo work with. Steps are data, so they never hold a service.</summary>
/// <param name="Environment">The machine and the user.</param>
/// <param name="Paths">The paths of the module's files.</param>
/// <param name="Processes">Runs programs.</param>
/// <param name="Reporter">Receives messages for the user.</param>
internal sealed record ChangeContext(
    HostEnvironment Environment,
    StandardPaths Paths,
    IProcessRunner Processes,
    IReporter Reporter
)
{
    /// <summary>
    /// When the change began. Names of backup copies contain it, so a step and its undo agree on them.
    /// </summary>
    public DateTimeOffset Started { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>Exchanges two folders; false if the system or the file system cannot.</summary>
    public Func<string, string, bool> TryExchange { get; init; } = FolderExchange.TryExchange;
}

/// <summary>
/// One change to the machine. A step is plain data that can preview, apply and undo itself. Applying a step stores
/// nothing in it: everything that the undo needs is captured before the plan changes anything, so that it can be
/// written to disk.
/// </summary>
internal abstract record ChangeStep
{
    /// <summary>What the step does, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>What the step would change, for <c>-WhatIf</c>; empty when it would change nothing.</summary>
    public virtual Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult(Description);

    /// <summary>
    /// Reads from the machine what the undo needs. The runner captures all steps before it applies the first one. The
    /// undo steps of a plan run in reverse order, and so do those of one step.
    /// </summary>
    /// <returns>The undo; empty when there is nothing to undo.</returns>
    public abstract Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation);

    /// <summary>Makes the change. When it fails halfway, the captured undo still reverts what was done.</summary>
    /// <param name="context">The services.</param>
    /// <param name="undo">What <see cref="CaptureAsync"/> returned.</param>
    /// <param name="cancellation">Stops the step, where it can be stopped.</param>
    public abstract Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    );

    /// <summary>
    /// Completes the change after the whole plan has succeeded, when nothing will be undone any more.
    /// </summary>
    public virtual Task FinishAsync(ChangeContext context) => Task.CompletedTask;
}

/// <summary>
/// Reverts one change. An undo step contains only text, numbers, bytes and other such records, so it can be serialized.
/// It is idempotent, and it changes nothing when its change was never made.
/// </summary>
internal abstract record UndoStep
{
    /// <summary>What the undo does, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>Reverts the change. It cannot be canceled, because half an undo helps nobody.</summary>
    public abstract Task UndoAsync(ChangeContext context);
}
