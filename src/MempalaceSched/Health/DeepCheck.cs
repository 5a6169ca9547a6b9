using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>Checks from where the scheduler runs things: what a shell of the user has proves nothing for there.</summary>
internal static class DeepCheck
{
    private const string There = "deep: ";

    /// <summary>Probes one schedule.</summary>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            var found = await new ProbeOperation(subject.Services, subject.Definition)
                .RunAsync(cancellation)
                .ConfigureAwait(false);
            var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            return
            [
                .. Judge(subject.Definition, subject.Scheduler.Title, found, seconds)
                    .Select(each => each.Verdict.Of(subject.Name, There + each.Check)),
            ];
        }
        catch (MempalaceException fault)
        {
            return [Verdict.Fail(fault.Message, fault.Recommendation).Of(subject.Name, There + "runs")];
        }
    }

    /// <summary>What the findings of a probe mean.</summary>
    internal static IEnumerable<(string Check, Verdict Verdict)> Judge(
        ScheduleDefinition definition,
        string scheduler,
        IReadOnlyDictionary<string, string> found,
        double seconds
    )
    {
        yield return ("runs", Verdict.Pass($"{scheduler} ran a probe as {Value("user")}, after {seconds:0.0} s."));
        yield return (
            "home",
            IsOk(
                "home",
                $"The folder is there{(Value("given_home") == definition.Surroundings["HOME"] ? "" : $"; HOME was '{Value("given_home")}' until the launcher set it")}.",
                "Is it mounted when the scheduler runs things?"
            )
        );
        yield return (
            "command",
            IsOk(
                "command",
                $"'{definition.HostProgram}' can be run.",
                "Check its owner and mode, and whether its disk is mounted then."
            )
        );
        yield return ("state", IsOk("state", "History and logs can be written.", "Check its owner and mode."));
        if (definition.Container is not null)
            yield break; // the rest is in there
        if (SourceCatalog.Of(definition.Source).Shape == CommandShape.Wrapper)
            yield return (
                "mempalace",
                Value("mempalace") is not "none" and var path
                    ? Verdict.Pass($"The wrapper finds '{path}'.")
                    : Verdict.Fail(
                        "The wrapper does not find mempalace.",
                        "Install it, or install the schedule again from an environment that has it on PATH."
                    )
            );
        yield return (
            "store",
            Value("store") switch
            {
                "ok" => Verdict.Pass($"'{definition.Store?.Path}' can be read."),
                "none" => Verdict.Skip("Only its command knows what it mines."),
                "missing" => Verdict.Warn(
                    $"'{definition.Store?.Path}' is not there: runs are skipped.",
                    "Nothing has to be done if there are no sessions yet."
                ),
                _ => Verdict.Fail(
                    $"'{definition.Store?.Path}' cannot be read.",
                    "Check its owner and mode; on a Mac, whether the scheduler is allowed to look into that folder (Privacy & Security, Full Disk Access)."
                ),
            }
        );
        yield return (
            "palace",
            IsOk("palace", $"'{definition.Palace}' can be written to, or made.", "Check its owner and mode.")
        );

        string Value(string key) => found.GetValueOrDefault(key, "");

        Verdict IsOk(string key, string good, string fix) =>
            Value(key) == "ok" ? Verdict.Pass(good) : Verdict.Fail($"{Value(key)}.", fix);
    }
}
