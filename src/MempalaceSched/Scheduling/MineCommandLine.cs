namespace MempalaceSched.Scheduling;

/// <summary>The words of the command that mines, in the order in which mempalace and its wrappers want them.</summary>
internal static class MineCommandLine
{
    public static IReadOnlyList<string> Of(ScheduleDefinition definition) =>
        [.. definition.Command, .. Own(definition), .. definition.ArgumentList];

    private static IEnumerable<string> Own(ScheduleDefinition definition)
    {
        IEnumerable<string> wing = definition.Wing is { } name ? ["--wing", name] : [];
        return SourceCatalog.Of(definition.Source).Shape switch
        {
            CommandShape.Wrapper => [.. wing, .. Repair(definition.Repair)],
            // --palace goes before `mine`: behind it mempalace takes it for a usage error.
            CommandShape.MempalaceMine => ["--palace", definition.Palace, "mine", definition.Store!.Path, "--mode", "convos", .. wing],
            _ => [],
        };
    }

    private static IEnumerable<string> Repair(RepairMode mode) => mode switch
    {
        RepairMode.Repair => ["--repair"],
        RepairMode.NoRepair => ["--no-repair"],
        _ => [],
    };
}
