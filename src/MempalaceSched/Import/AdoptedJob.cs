using MempalaceSched.Calendars;

namespace MempalaceSched.Import;

/// <summary>A job that somebody has put on a scheduler by hand, understood to the last word.</summary>
internal sealed record AdoptedJob
{
    /// <summary>The name that the schedule gets; null for the default of its source.</summary>
    public string? Name { get; init; }

    public required AdoptedCommand Command { get; init; }

    public required Recurrence At { get; init; }

    /// <summary>The variables that the scheduler gives it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public TimeSpan RandomDelay { get; init; }

    /// <summary>After how long it is ended; zero for never.</summary>
    public TimeSpan TimeLimit { get; init; }

    public bool CatchUp { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>What stands before the name in the label of a launch agent; null under other schedulers.</summary>
    public string? LabelPrefix { get; init; }
}
