using System.Text.Json;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>What a run of mempalace-sched left behind.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Error)
{
    /// <summary>The objects of a run with --json.</summary>
    public IReadOnlyList<JsonElement> Objects => [.. JsonDocument.Parse(Output).RootElement.EnumerateArray()];

    /// <summary>The only object of a run with --json.</summary>
    public JsonElement Object =>
        Objects is [var only] ? only : throw new InvalidDataException($"Not one object:\n{Output}\n{Error}");

    /// <summary>The id of the first error.</summary>
    public string ErrorId =>
        Error
            .Split('\n')
            .FirstOrDefault(line => line.StartsWith("error: ", StringComparison.Ordinal))
            ?.Split(':', 3)[1]
            .Trim()
        ?? "";
}
