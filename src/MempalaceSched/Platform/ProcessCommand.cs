namespace MempalaceSched.Platform;

/// <summary>A program to run and its arguments. No shell is involved.</summary>
/// <param name="Program">The name or path of the program.</param>
/// <param name="Arguments">The arguments, without any quoting.</param>
internal sealed record ProcessCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Environment variables in addition to those of this process. The value null removes a variable.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the output is kept unchanged: each character of the result then stands for one byte.</summary>
    public bool RawOutput { get; init; }

    /// <summary>The time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether the program uses the user's locale. Otherwise it runs with LC_ALL=C, so that its messages can be parsed.
    /// </summary>
    public bool KeepsLocale { get; init; }

    /// <summary>The command line as a user would type it in a shell.</summary>
    public override string ToString() => string.Join(' ', new[] { Program }.Concat(Arguments).Select(Shell.Word));
}

/// <summary>The result of a program.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The whole standard output.</param>
/// <param name="Error">The whole standard error.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// The first four lines of the standard error on one line, for messages. If there is none, the standard output.
    /// </summary>
    public string ErrorText
    {
        get
        {
            var text = Error.Trim().Length > 0 ? Error : Output;
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.Length > 0 ? string.Join("; ", lines.Take(4)) : "no output.";
        }
    }
}
