using MempalaceSched.Schedulers.Embedded;

namespace MempalaceSched.Import;

/// <summary>Something on a scheduler that mines, and that is not ours.</summary>
internal sealed record ForeignJob
{
    /// <summary>What it is called there: a unit, a label; the name of the schedule that it becomes where entries have none.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands: a file, a line.</summary>
    public required string Place { get; init; }

    /// <summary>What it does; null when that is not understood.</summary>
    public AdoptedJob? Job { get; init; }

    /// <summary>Why it is left alone; null when it need not be.</summary>
    public string? Reason { get; init; }

    /// <summary>What the scheduler knows it by: the timer, the label, the raw line.</summary>
    public required string Handle { get; init; }

    /// <summary>The files that it consists of.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The links that have the scheduler start it.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Whether the scheduler has it running or waiting now.</summary>
    public bool IsActive { get; init; }

    /// <summary>Understands it, or says why not.</summary>
    public ForeignJob With(Func<AdoptedJob> read)
    {
        try
        {
            return this with { Job = read() };
        }
        catch (NotUnderstoodException e)
        {
            return this with { Reason = e.Message };
        }
    }
}
