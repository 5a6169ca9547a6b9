using System.Text;
using MempalaceSched.Changes;
using MempalaceSched.Import;
using MempalaceSched.Import.Launchd;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Finds launch agents that the user made by hand and that run mempalace.</summary>
internal sealed class ForeignAgents(HostEnvironment environment, StandardPaths paths, Launchctl launchctl)
    : IForeignJobSource
{
    /// <summary>All such agents by file name, whether or not they are understood.</summary>
    public async Task<IReadOnlyList<ForeignJob>> FindAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(paths.LaunchAgents))
            return [];
        var plists = Directory
            .EnumerateFiles(paths.LaunchAgents, "*.plist")
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Text: FileState.Read(path) ?? ""))
            .Where(plist =>
                (
                    IsBinary(plist.Text)
                        ? plist.Text.Contains("mempalace-", StringComparison.Ordinal)
                        : ForeignJob.IsMiningText(Words(plist.Text))
                ) && !plist.Text.Contains("<key>X-Mempalace-Schedule</key>", StringComparison.Ordinal)
            )
            .ToList();
        if (plists.Count == 0)
            return [];
        var agents = await LoadedAgents.ReadAsync(launchctl, cancellation).ConfigureAwait(false);
        return [.. plists.Select(plist => Read(plist.Path, plist.Text, agents))];
    }

    private ForeignJob Read(string path, string text, LoadedAgents agents)
    {
        var label = Path.GetFileNameWithoutExtension(path);
        var job = new ForeignJob
        {
            Name = label,
            Place = path,
            Handle = label,
            Files = [path],
        };
        if (IsBinary(text))
            return job with { Reason = "it is a binary property list; convert it with `plutil -convert xml1`" };
        if (!agents.AreKnown)
            return job with
            {
                Reason =
                    "the output of launchctl print has an unknown format, so it is unknown whether the agent is loaded",
            };
        try
        {
            var plist = PlistReader.Read(text);
            label = plist.GetValueOrDefault("Label") as string ?? label;
            job = job with { Name = label, Handle = label, IsActive = agents.ProcessId(label) is not null };
            return agents.ProcessId(label) > 0
                ? job with
                {
                    Reason = "a run is in progress, and launchd would stop it; try again when the run has ended",
                }
                : job.With(() => new AgentJobReader(environment).Read(plist, enabled: !agents.IsDisabled(label)));
        }
        catch (NotUnderstoodException e)
        {
            return job with { Reason = e.Message };
        }
    }

    private static bool IsBinary(string text) => text.StartsWith("bplist", StringComparison.Ordinal);

    /// <summary>The text with the elements of an array on one line, as on a command line.</summary>
    private static string Words(string plist) =>
        new StringBuilder(plist).Replace("</string>", " ").Replace('\r', ' ').Replace('\n', ' ').ToString();
}
