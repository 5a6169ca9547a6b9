namespace MempalaceSched.Report;

/// <summary>A mark of an axis: where, and what it says.</summary>
internal sealed record AxisTick(double At, string Text);
