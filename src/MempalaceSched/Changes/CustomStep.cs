using MempalaceSched.Platform;

namespace MempalaceSched.Changes;

/// <summary>A change that is neither a file nor a single command: a scheduler brings it along, with its own undo.</summary>
internal abstract record CustomStep : ChangeStep
{
    /// <summary>What it would change, for reading; empty when nothing.</summary>
    public abstract Task<string> PreviewAsync(CancellationToken cancellation);

    /// <summary>Makes the change. When it throws, <see cref="UndoAsync"/> is still called.</summary>
    public abstract Task DoAsync(IReporter reporter, CancellationToken cancellation);

    /// <summary>Takes back whatever was changed.</summary>
    public abstract Task UndoAsync();
}
