namespace MempalaceSched.Schedulers;

/// <summary>Something with our mark in it that a scheduler, or a folder, has.</summary>
/// <param name="Name">The schedule that the mark names.</param>
/// <param name="Where">The path of the file, or what else it is.</param>
/// <param name="Text">All of its text.</param>
internal sealed record Trace(string Name, string Where, string Text)
{
    /// <summary>What stands before the name in the label of a launch agent.</summary>
    public string? LabelPrefix { get; init; }

    /// <summary>The calendar, where it says it in our words; empty where not.</summary>
    public string At { get; init; } = "";
}
