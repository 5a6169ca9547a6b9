using System.Text;
using MempalaceSched.Changes;
using MempalaceSched.Import;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Launch agents that the user has made by hand and that mine.</summary>
internal sealed class ForeignAgents(HostEnvironment environment, StandardPaths paths)
{
    /// <summary>All of them, understood or not, in the order of their files.</summary>
    /// <param name="loaded">What launchd has of this user; asked only when there is something to ask about.</param>
    public async Task<IReadOnlyList<ForeignJob>> FindAsync(Func<Task<LoadedAgents>> loaded)
    {
        if (!Directory.Exists(paths.LaunchAgents))
            return [];
        var found = Directory
            .EnumerateFiles(paths.LaunchAgents, "*.plist")
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Text: FileState.Read(path) ?? ""))
            .Where(plist =>
                (
                    IsBinary(plist.Text)
                        ? plist.Text.Contains("mempalace-", StringComparison.Ordinal)
                        : Mention.IsIn(Words(plist.Text))
                ) && !plist.Text.Contains("<key>X-Mempalace-Schedule</key>", StringComparison.Ordinal)
            )
            .ToList();
        if (found.Count == 0)
            return [];
        var agents = await loaded().ConfigureAwait(false);
        return [.. found.Select(plist => Read(plist.Path, plist.Text, agents))];
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
            return job with
            {
                Reason = "it is a binary property list; `plutil -convert xml1` makes it one that can be read",
            };
        if (!agents.AreKnown)
            return job with
            {
                Reason = "what launchctl print says is not understood, so it cannot be told whether it is loaded",
            };
        try
        {
            var plist = PlistReader.Read(text);
            label = plist.GetValueOrDefault("Label") as string ?? label;
            job = job with { Name = label, Handle = label, IsActive = agents.PidOf(label) is not null };
            return agents.PidOf(label) > 0
                ? job with
                {
                    Reason =
                        "it is mining now, and launchd cannot let go of it without ending that; try again when it has ended",
                }
                : job.With(() => new PlistJob(environment).Read(plist, enabled: !agents.IsDisabled(label)));
        }
        catch (NotUnderstoodException e)
        {
            return job with { Reason = e.Message };
        }
    }

    private static bool IsBinary(string text) => text.StartsWith("bplist", StringComparison.Ordinal);

    /// <summary>The text with the words of an array on one line, as they would be on a command line.</summary>
    private static string Words(string plist) =>
        new StringBuilder(plist).Replace("</string>", " ").Replace('\r', ' ').Replace('\n', ' ').ToString();
}
