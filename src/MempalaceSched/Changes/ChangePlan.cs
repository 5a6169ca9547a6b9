using System.Text;
using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>
/// Changes to the machine, in the order in which they are made. An undo reverts them in reverse order.
/// </summary>
internal sealed record ChangePlan(IReadOnlyList<ChangeStep> Steps)
{
    public static ChangePlan Empty { get; } = new([]);

    public ChangePlan Then(ChangePlan next) => new([.. Steps, .. next.Steps]);

    /// <summary>What the plan would change, for <c>-WhatIf</c>: each step that would change something.</summary>
    public async Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
            if (await PreviewStepAsync(step, context, cancellation).ConfigureAwait(false) is { Length: > 0 } preview)
                text.Append(preview).Append(preview.EndsWith('\n') ? "" : "\n");
        return text.ToString().TrimEnd();
    }

    /// <summary>
    /// A plan can be previewed where its scheduler does not exist; then only the description is known.
    /// </summary>
    private static async Task<string> PreviewStepAsync(
        ChangeStep step,
        ChangeContext context,
        CancellationToken cancellation
    )
    {
        try
        {
            return await step.PreviewAsync(context, cancellation).ConfigureAwait(false);
        }
        catch (MempalaceException error) when (error.Id == "SchedulerCommandFailed")
        {
            return step.Description;
        }
    }
}
