namespace MempalaceSched.Health;

/// <summary>One thing that is the matter with a schedule.</summary>
/// <param name="Health">What it is.</param>
/// <param name="What">What was found, in sentences.</param>
/// <param name="Mend">What mends it, in a sentence.</param>
internal sealed record HealthFinding(ScheduleHealth Health, string What, string Mend)
{
    /// <summary>All that was found, the first with its mend.</summary>
    public static string Describe(IReadOnlyList<HealthFinding> findings) =>
        findings is []
            ? ""
            : string.Join(
                ' ',
                findings
                    .Skip(1)
                    .Select(other => $"Besides, {other.Health}: {other.What}")
                    .Prepend($"{findings[0].What} {findings[0].Mend}")
            );
}
