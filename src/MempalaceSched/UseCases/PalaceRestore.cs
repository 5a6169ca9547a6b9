namespace MempalaceSched;

/// <summary>A palace that was restored from a backup.</summary>
public sealed record PalaceRestore
{
    /// <summary>The name of the schedule that writes to the palace.</summary>
    public required string Name { get; init; }

    /// <summary>The path of the palace.</summary>
    public required string Palace { get; init; }

    /// <summary>The name of the backup, which is the time when it was made.</summary>
    public required string Backup { get; init; }

    /// <summary>
    /// Where the palace from before the restore is now; null if there was none. Delete it when you no longer need it.
    /// </summary>
    public string? PreviousPalace { get; init; }
}
