namespace MempalaceSched.Import;

/// <summary>A pipeline of a shell text.</summary>
/// <param name="Pipeline">Its commands; one, unless they are joined by <c>|</c>.</param>
/// <param name="Then">What joins it to the next: <c>;</c>, <c>&amp;&amp;</c>, <c>||</c>, or nothing for the last.</param>
internal sealed record ShellStatement(IReadOnlyList<ShellCommand> Pipeline, string Then);

/// <summary>A simple command of a shell text, with every word as the program gets it.</summary>
/// <param name="Assignments">The assignments before it; without words they are those of the shell itself.</param>
/// <param name="Words">The program and its arguments.</param>
internal sealed record ShellCommand(IReadOnlyDictionary<string, string> Assignments, IReadOnlyList<string> Words)
{
    private static readonly Dictionary<string, string> None = [];

    public ShellCommand(IReadOnlyList<string> words)
        : this(None, words) { }

    /// <summary>The name of the program, without its folder; empty when there is none.</summary>
    public string Program => Words.Count == 0 ? "" : Words[0][(Words[0].LastIndexOf('/') + 1)..];
}
