using MempalaceSched.Containers;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Health;

/// <summary>
/// Whether mempalace would still use the palace of the schedule. An upgrade of mempalace, or a moved configuration, can
/// change that.
/// </summary>
internal sealed class PalaceLocationCheck : ICheck
{
    public string Name => "palace location";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (subject.Definition.PalaceFrom == PalaceLocation.Given)
            return Verdict.Pass($"The palace '{subject.Definition.Palace}' was specified with -Palace.");
        if (subject.Definition.Container is not null)
            return await CheckContainerAsync(subject, cancellation).ConfigureAwait(false);
        var release = await ReleaseAsync(subject, cancellation).ConfigureAwait(false);
        return Judge(subject, PalaceLocation.Resolve(release, PalaceView.Of(subject.Services.Environment)), release);
    }

    /// <summary>The release that runs of the schedule start now; null if it is unknown.</summary>
    public static Task<MempalaceRelease?> ReleaseAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var here = subject.Services.Environment;
        var variables = new Dictionary<string, string>(here.Variables, StringComparer.Ordinal)
        {
            ["PATH"] = subject.Definition.CapturedEnvironment["PATH"],
        };
        return new ReleaseQuery(subject.Services.Processes).AskAsync(
            subject.Definition.Command[0],
            here with
            {
                Variables = variables,
            },
            cancellation
        );
    }

    /// <summary>Compares the palace of the schedule with the one that mempalace would use now.</summary>
    internal static Verdict Judge(
        string name,
        string palace,
        string? palaceFrom,
        ResolvedPalace now,
        MempalaceRelease? release
    )
    {
        var program = release is null ? "mempalace" : $"mempalace {release.Text}";
        if (now.Path == palace)
            return Verdict.Pass($"{program} uses the same palace as the schedule.");
        var from = now.From == PalaceLocation.Default ? "" : $" ({now.From})";
        return Verdict.Warn(
            $"Runs write to '{palace}', but {program} would now use '{now.Path}'{from}.",
            $"To use that palace, run {PalaceLocation.FollowCommand(name)}"
                + (
                    palaceFrom is null or PalaceLocation.Unknown
                        ? $". If you specified the current one, keep it: {PalaceLocation.SetCommand(name, palace)}"
                        : ""
                )
        );
    }

    private static Verdict Judge(CheckSubject subject, ResolvedPalace now, MempalaceRelease? release) =>
        Judge(subject.Name, subject.Definition.Palace, subject.Definition.PalaceFrom, now, release);

    private static async Task<Verdict> CheckContainerAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var definition = subject.Definition;
        var container = definition.Container!;
        var variables = definition.CapturedEnvironment;
        var engine = new ContainerEngine(subject.Services.Environment, subject.Services.Processes);
        if (await engine.StateAsync(container, variables, cancellation).ConfigureAwait(false) != "running")
            return Verdict.Skip($"The container '{container.Name}' is not running.");
        var facts = await engine
            .QueryInsideAsync(container, variables, LauncherProgram.QueryInside, definition.Command[0], cancellation)
            .ConfigureAwait(false);
        return Judge(
            definition.Name,
            facts.AtHome(definition.Palace),
            definition.PalaceFrom,
            facts.Palace,
            facts.Release
        );
    }
}
