namespace MempalaceSched.Platform;

/// <summary>How a program ended and what it said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its whole standard output.</param>
/// <param name="Error">Its whole standard error, never mixed into <paramref name="Output"/>.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>What it said about a failure, on one line.</summary>
    public string Said
    {
        get
        {
            var text = Error.Trim().Length > 0 ? Error : Output;
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.Length > 0 ? string.Join("; ", lines.Take(4)) : "it said nothing.";
        }
    }
}
