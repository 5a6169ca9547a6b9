namespace MempalaceSched;

/// <summary>What one check of a schedule came to.</summary>
public sealed record CheckResult
{
    /// <summary>The schedule; empty for a check of all.</summary>
    public required string Name { get; init; }

    /// <summary>What was checked.</summary>
    public required string Check { get; init; }

    /// <summary>What it came to.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What mends it; empty where nothing is to be mended.</summary>
    public string Fix { get; init; } = "";

    /// <summary>The result in one line.</summary>
    public override string ToString() => $"{Status}: {Check}: {Detail}{(Fix.Length > 0 ? " " + Fix : "")}";
}
