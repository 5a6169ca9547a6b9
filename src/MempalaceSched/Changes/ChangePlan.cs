using System.Text;
using MempalaceSched.Errors;

namespace MempalaceSched.Changes;

/// <summary>What is to be done to the machine, in order; undone in reverse.</summary>
internal sealed record ChangePlan(IReadOnlyList<ChangeStep> Steps)
{
    public static ChangePlan Empty { get; } = new([]);

    public ChangePlan Then(ChangePlan next) => new([.. Steps, .. next.Steps]);

    /// <summary>The plan for reading: each step that would do something, files as a unified diff against what is there.</summary>
    public async Task<string> PreviewAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            switch (step)
            {
                case WriteFile write when FileState.Holds(write):
                case DeleteFile delete when !File.Exists(delete.Path):
                case SetAsideFile aside when !Path.Exists(aside.Path):
                case MoveFile move when !File.Exists(move.Path) || File.Exists(move.To):
                case DeleteFolder folder when !Directory.Exists(folder.Path):
                case MakeFolder make when Directory.Exists(make.Path):
                case DeleteEmptyFolder or ByProduct or RunCommand { Command: null }:
                    break;
                case WriteFile { Summary: { } summary } write:
                    text.AppendLine($"{write.Description} ({summary})");
                    break;
                case WriteFile write:
                    text.AppendLine(write.Description)
                        .Append(UnifiedDiff.Of(write.Path, FileState.Read(write.Path), write.Content));
                    break;
                case SetAsideFile aside:
                    text.AppendLine(aside.Description)
                        .Append(UnifiedDiff.Of(aside.Path, FileState.Read(aside.Path), ""));
                    break;
                case CustomStep custom:
                    if (await PreviewOf(custom, cancellation).ConfigureAwait(false) is { Length: > 0 } preview)
                        text.AppendLine(preview);
                    break;
                default:
                    text.AppendLine(step.Description);
                    break;
            }
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>What a step would change; its name alone where the scheduler that could tell is not on this machine.</summary>
    private static async Task<string> PreviewOf(CustomStep step, CancellationToken cancellation)
    {
        try
        {
            return await step.PreviewAsync(cancellation).ConfigureAwait(false);
        }
        catch (MempalaceException fault) when (fault.Id == "SchedulerCommandFailed")
        {
            return step.Description;
        }
    }
}
