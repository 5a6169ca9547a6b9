namespace MempalaceSched.Platform;

/// <summary>A program and its arguments: never a shell line.</summary>
/// <param name="Program">The program, by name or path.</param>
/// <param name="Arguments">Its arguments, each as it is to arrive.</param>
internal sealed record ProcessCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables on top of those of this process; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Its output is kept to the byte: each character of the result stands for one byte, whatever the encoding.</summary>
    public bool RawOutput { get; init; }

    /// <summary>How long it may take; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether it speaks the language of the user. What is to be read by us speaks plain English: LC_ALL=C.</summary>
    public bool KeepsLocale { get; init; }

    /// <summary>The command as one would type it.</summary>
    public override string ToString() => string.Join(' ', new[] { Program }.Concat(Arguments).Select(Shell.Word));
}
