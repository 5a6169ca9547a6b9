namespace MempalaceSched.Report;

/// <summary>A run in a chart: a bar on the base line, and below it the shape of its outcome.</summary>
/// <param name="X">The left edge of the bar.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Middle">The middle of the bar, where the shape is.</param>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Started">When it began.</param>
/// <param name="Duration">How long it took, in words.</param>
/// <param name="Filed">What it filed, in words; empty when it did not say.</param>
/// <param name="Reason">Why it ended so.</param>
internal sealed record RunBar(
    double X,
    double Y,
    double Width,
    double Height,
    double Middle,
    Look Outcome,
    Instant Started,
    string Duration,
    string Filed,
    string Reason
);
