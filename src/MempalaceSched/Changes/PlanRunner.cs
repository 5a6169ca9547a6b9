using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>
/// Runs plans: either all steps of a plan are applied, or none. Everything that the undo needs is captured before the
/// first step.
/// </summary>
internal sealed class PlanRunner(ChangeContext context)
{
    /// <summary>Rejects a plan that would overwrite a file that is not ours.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleExists</c>.</exception>
    public static void CheckOwnership(IEnumerable<WriteFile> files, string name)
    {
        foreach (var write in files)
            if (
                Directory.Exists(write.Path)
                || (FileState.Read(write.Path) is { } text && !text.Contains(write.Mark, StringComparison.Ordinal))
            )
                throw Error.ScheduleExists(write.Path, name);
    }

    /// <summary>
    /// Applies a plan and then checks its result. After an error or a cancellation, everything is undone.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="verify">Throws when the result is not the expected one; null for no check.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public async Task ApplyAsync(ChangePlan plan, Func<Task>? verify, CancellationToken cancellation)
    {
        var undo = await CaptureAsync(plan, cancellation).ConfigureAwait(false);
        var started = 0;
        try
        {
            foreach (var (step, captured) in plan.Steps.Zip(undo))
            {
                cancellation.ThrowIfCancellationRequested();
                started++; // before the step, because a step that fails halfway must be undone too
                await ApplyAsync(step, captured, cancellation).ConfigureAwait(false);
            }
            if (verify is not null)
                await verify().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            var failed = await UndoAsync(undo.Take(started).SelectMany(steps => steps).Reverse()).ConfigureAwait(false);
            var outcome =
                failed.Count == 0
                    ? "All changes were undone."
                    : $"Undoing the changes failed as well: {string.Join("; ", failed)}.";
            if (error is MempalaceException known)
                throw known.With(outcome);
            if (failed.Count > 0)
                context.Reporter.Warning(outcome);
            throw;
        }
        foreach (var step in plan.Steps)
            await step.FinishAsync(context).ConfigureAwait(false);
    }

    private async Task<List<IReadOnlyList<UndoStep>>> CaptureAsync(ChangePlan plan, CancellationToken cancellation)
    {
        var undo = new List<IReadOnlyList<UndoStep>>(plan.Steps.Count);
        foreach (var step in plan.Steps)
            undo.Add(await step.CaptureAsync(context, cancellation).ConfigureAwait(false));
        return undo;
    }

    private async Task ApplyAsync(ChangeStep step, IReadOnlyList<UndoStep> undo, CancellationToken cancellation)
    {
        try
        {
            await step.ApplyAsync(context, undo, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FileFailed("The step", step.Description, e);
        }
    }

    /// <summary>Runs undo steps, all of them even if some fail.</summary>
    /// <returns>What could not be undone.</returns>
    private async Task<List<string>> UndoAsync(IEnumerable<UndoStep> steps)
    {
        var failed = new List<string>();
        foreach (var step in steps)
        {
            context.Reporter.Verbose($"undo: {step.Description}");
            try
            {
                await step.UndoAsync(context).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever error one step meets, the others must still be undone
            catch (Exception e)
            {
                failed.Add($"{step.Description}: {e.Message.TrimEnd('.')}");
            }
#pragma warning restore CA1031
        }
        return failed;
    }
}
