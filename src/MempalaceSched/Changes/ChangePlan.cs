using System.Text;

namespace MempalaceSched.Changes;

/// <summary>What is to be done to the machine, in order; undone in reverse.</summary>
internal sealed record ChangePlan(IReadOnlyList<ChangeStep> Steps)
{
    public static ChangePlan Empty { get; } = new([]);

    public ChangePlan Then(ChangePlan next) => new([.. Steps, .. next.Steps]);

    /// <summary>The plan for reading: each step that would do something, files as a unified diff against what is there.</summary>
    public string Preview()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            switch (step)
            {
                case WriteFile write when FileState.Holds(write):
                case DeleteFile delete when !File.Exists(delete.Path):
                case DeleteFolder folder when !Directory.Exists(folder.Path):
                case DeleteEmptyFolder or ByProduct or RunCommand { Command: null }:
                    break;
                case WriteFile write:
                    text.AppendLine(write.Description).Append(UnifiedDiff.Of(write.Path, FileState.Read(write.Path), write.Content));
                    break;
                default:
                    text.AppendLine(step.Description);
                    break;
            }
        }
        return text.ToString().TrimEnd();
    }
}
