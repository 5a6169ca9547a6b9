using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Mempalace;

/// <summary>The words of the command that mines, in the order in which mempalace and its wrappers want them.</summary>
internal static class MineCommandLine
{
    /// <summary>What no word can be: a program is never given a NUL.</summary>
    private const string PalaceMark = "\0palace",
        StoreMark = "\0store";

    public static IReadOnlyList<string> Of(ScheduleDefinition definition) =>
        [.. definition.Command, .. Own(definition), .. definition.ArgumentList];

    /// <summary>
    /// The same as words for the shell in a container. Palace and store are its variables there, since only inside it is known where they lie.
    /// </summary>
    public static string ForContainer(ScheduleDefinition definition) =>
        string.Join(
            ' ',
            [
                .. definition.Command.Select(Shell.Quote),
                .. Own(
                        definition with
                        {
                            Palace = PalaceMark,
                            Store = definition.Store is null ? null : new SessionStore(StoreMark),
                        }
                    )
                    .Select(word =>
                        word switch
                        {
                            PalaceMark => "\"$palace\"",
                            StoreMark => "\"$store\"",
                            _ => Shell.Quote(word),
                        }
                    ),
                .. definition.ArgumentList.Select(Shell.Quote),
            ]
        );

    private static IEnumerable<string> Own(ScheduleDefinition definition)
    {
        IEnumerable<string> wing = definition.Wing is { } name ? ["--wing", name] : [];
        return SourceCatalog.Of(definition.Source).Shape switch
        {
            CommandShape.Wrapper => [.. wing, .. Repair(definition.Repair)],
            // --palace goes before `mine`: behind it mempalace takes it for a usage error.
            CommandShape.MempalaceMine =>
            [
                "--palace",
                definition.Palace,
                "mine",
                definition.Store!.Path,
                "--mode",
                "convos",
                .. wing,
            ],
            _ => [],
        };
    }

    private static IEnumerable<string> Repair(RepairMode mode) =>
        mode switch
        {
            RepairMode.Repair => ["--repair"],
            RepairMode.NoRepair => ["--no-repair"],
            _ => [],
        };
}
