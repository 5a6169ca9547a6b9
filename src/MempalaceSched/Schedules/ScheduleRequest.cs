
namespace MempalaceSched.Schedules;

/// <summary>What somebody asked for, before anything is looked up: null is "not said", an empty text "as if it had never been said".</summary>
internal sealed record ScheduleRequest
{
    public required MineSource Source { get; init; }

    public string? Name { get; init; }

    public string? At { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<string>? ArgumentList { get; init; }

    public string? Palace { get; init; }

    public string? Wing { get; init; }

    public RepairMode? Repair { get; init; }

    public TimeSpan? RandomDelay { get; init; }

    public TimeSpan? TimeLimit { get; init; }

    public bool? CatchUp { get; init; }

    public bool? Enabled { get; init; }

    public string? LabelPrefix { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public IReadOnlyList<string>? OnFailure { get; init; }

    public IReadOnlyList<string>? OnSuccess { get; init; }

    public string? Container { get; init; }

    public string? ContainerUser { get; init; }

    /// <summary>The client of the container's engine.</summary>
    public string? ContainerEngine { get; init; }

    /// <summary>What relative paths in it are relative to.</summary>
    public required string CurrentFolder { get; init; }
}
