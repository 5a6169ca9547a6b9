using System.Text.Json;

namespace MempalaceSched.SystemTests.PowerShell;

/// <summary>The result of a program or of a PowerShell command.</summary>
/// <param name="ExitCode">The exit code; for a command 0 if it reported no error, else 1.</param>
/// <param name="Output">The standard output; for a command a JSON array of its objects.</param>
/// <param name="Error">The standard error; for a command its errors, warnings and other messages.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>The objects of a PowerShell command.</summary>
    public IReadOnlyList<JsonElement> Objects => [.. JsonDocument.Parse(Output).RootElement.EnumerateArray()];

    /// <summary>The only object of a PowerShell command.</summary>
    public JsonElement Object =>
        Objects is [var only] ? only : throw new InvalidDataException($"Not one object:\n{Output}\n{Error}");

    /// <summary>The id of the first error of a PowerShell command.</summary>
    public string ErrorId =>
        Error
            .Split('\n')
            .FirstOrDefault(line => line.StartsWith("error: ", StringComparison.Ordinal))
            ?.Split(':', 3)[1]
            .Trim()
        ?? "";
}
