namespace MempalaceSched.Import.Shell;

/// <summary>A pipeline in a shell script, with the operator after it.</summary>
/// <param name="Pipeline">The commands that are joined by <c>|</c>; at least one.</param>
/// <param name="Then">
/// The operator between this pipeline and the next: <c>;</c>, <c>&amp;&amp;</c> or <c>||</c>; empty for the last one.
/// </param>
internal sealed record ShellStatement(IReadOnlyList<ShellCommand> Pipeline, string Then);

/// <summary>A simple command in a shell script. Quotes and variables are already replaced.</summary>
/// <param name="Assignments">
/// The assignments before the command. Without a command, they set variables of the shell.
/// </param>
/// <param name="Words">The program and its arguments; empty if there are only assignments.</param>
internal sealed record ShellCommand(IReadOnlyDictionary<string, string> Assignments, IReadOnlyList<string> Words)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>A command without assignments.</summary>
    public ShellCommand(IReadOnlyList<string> words)
        : this(None, words) { }

    /// <summary>The name of the program without its folder; empty if there is no program.</summary>
    public string Program => Words.Count == 0 ? "" : Words[0][(Words[0].LastIndexOf('/') + 1)..];
}
