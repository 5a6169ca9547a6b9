namespace MempalaceSched.Report;

/// <summary>Where the parts of a chart lie, in its own units: on a phone they are about as large as pixels.</summary>
/// <param name="Width">The whole width.</param>
/// <param name="Height">The whole height.</param>
/// <param name="Left">The left edge of the bars; the durations stand before it.</param>
/// <param name="Right">Their right edge.</param>
/// <param name="Top">The end of the scale.</param>
/// <param name="Base">The line that bars stand on.</param>
/// <param name="Shapes">The line of the shapes below.</param>
/// <param name="Dates">The line that the dates stand on.</param>
internal sealed record ChartFrame(
    double Width,
    double Height,
    double Left,
    double Right,
    double Top,
    double Base,
    double Shapes,
    double Dates
)
{
    public static ChartFrame Standard { get; } =
        new(Width: 360, Height: 148, Left: 46, Right: 356, Top: 12, Base: 104, Shapes: 117, Dates: 140);
}
