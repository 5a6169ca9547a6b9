using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>
/// The checks that the scheduler itself runs. Its processes can have other permissions and other mounted disks than
/// the shell of the user, so checks from that shell are not enough.
/// </summary>
internal static class DeepCheck
{
    private const string NamePrefix = "deep: ";

    /// <summary>Probes one schedule.</summary>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        try
        {
            var start = TimeProvider.System.GetTimestamp();
            var probe = new ProbeRun(subject.Services, subject.Definition);
            var found = await probe.RunAsync(cancellation).ConfigureAwait(false);
            var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            return
            [
                .. Judge(subject.Definition, subject.Title, found, seconds)
                    .Select(each => each.Verdict.ToResult(subject.Name, NamePrefix + each.Check)),
            ];
        }
        catch (MempalaceException error)
        {
            return [Verdict.Fail(error.Message, error.Recommendation).ToResult(subject.Name, NamePrefix + "runs")];
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
        yield return ("runs", Verdict.Pass($"{scheduler} ran a probe as {Value("user")} after {seconds:0.0} s."));
        var givenHome = Value("given_home");
        yield return (
            "home",
            IsOk(
                "home",
                givenHome == definition.CapturedEnvironment["HOME"]
                    ? "The home folder exists."
                    : $"The home folder exists. The scheduler has set HOME to '{givenHome}'; the launcher corrects it.",
                "Make sure that the home folder is mounted when the scheduler starts runs."
            )
        );
        yield return (
            "command",
            IsOk(
                "command",
                $"'{definition.HostProgram}' is executable.",
                "Check its owner and mode, and make sure that its disk is mounted when the scheduler starts runs."
            )
        );
        yield return ("state", IsOk("state", "The history and logs are writable.", "Check its owner and mode."));
        if (definition.Container is not null)
            yield break; // The check `container` looks at the rest, which is in the container.
        if (definition.MineCommand.Shape == CommandShape.Wrapper)
            yield return ("mempalace", Mempalace(Value("mempalace")));
        yield return ("store", Store(definition, Value("store")));
        yield return (
            "palace",
            IsOk("palace", $"'{definition.Palace}' is writable or can be created.", "Check its owner and mode.")
        );

        string Value(string key) => found.GetValueOrDefault(key, "");

        Verdict IsOk(string key, string good, string fix) =>
            Value(key) == "ok" ? Verdict.Pass(good) : Verdict.Fail($"{Value(key)}.", fix);
    }

    private static Verdict Mempalace(string path) =>
        path == "none"
            ? Verdict.Fail(
                "The wrapper cannot find mempalace.",
                "Install mempalace, or add it to your PATH and run "
                    + "Get-MempalaceSchedule NAME | Install-MempalaceSchedule."
            )
            : Verdict.Pass($"The wrapper finds '{path}'.");

    private static Verdict Store(ScheduleDefinition definition, string found) =>
        found switch
        {
            "ok" => Verdict.Pass($"'{definition.Store?.Path}' can be read."),
            "none" => Verdict.Skip("Only the custom command knows where its sessions are."),
            "missing" => Verdict.Warn(
                $"'{definition.Store?.Path}' does not exist, so runs are skipped.",
                "If there are no sessions yet, there is nothing to do."
            ),
            _ => Verdict.Fail(
                $"'{definition.Store?.Path}' cannot be read.",
                "Check its owner and mode. On a Mac, give the scheduler access to that folder: System Settings, "
                    + "Privacy & Security, Full Disk Access."
            ),
        };
}
