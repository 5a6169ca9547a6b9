using MempalaceSched.Changes;
using MempalaceSched.Import;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Timers that the user has made by hand and that mine: their files, read as the manager reads them.</summary>
internal sealed class ForeignTimers(HostEnvironment environment, StandardPaths paths)
{
    private const string OurMark = "X-Mempalace-Schedule=";
    private readonly string folder = paths.SystemdUnits;

    /// <summary>All of them, understood or not, in the order of their names.</summary>
    /// <param name="active">Which units of a list are active.</param>
    public async Task<IReadOnlyList<ForeignJob>> FindAsync(
        Func<IReadOnlyList<string>, Task<IReadOnlySet<string>>> active
    )
    {
        if (!Directory.Exists(folder))
            return [];
        var found = Directory
            .EnumerateFiles(folder, "*.timer")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .OfType<ForeignJob>()
            .ToList();
        if (found.Count == 0)
            return found;
        var running = await active([.. found.Select(job => job.Handle)]).ConfigureAwait(false);
        return
        [
            .. found.Select(job =>
                job with
                {
                    IsActive = running.Contains(job.Handle),
                    Job = job.Job is { } read
                        ? read with
                        {
                            Enabled = read.Enabled || running.Contains(job.Handle),
                        }
                        : null,
                }
            ),
        ];
    }

    private ForeignJob? Read(string timer)
    {
        var timerText = FileState.Read(Path.Combine(folder, timer)) ?? ""; // a link that leads nowhere
        var name = timer[..^".timer".Length];
        var service = ServiceOf(timer, timerText);
        var serviceText = FileState.Read(Path.Combine(folder, service)) ?? "";
        if (
            timerText.Contains(OurMark, StringComparison.Ordinal)
            || serviceText.Contains(OurMark, StringComparison.Ordinal)
        )
            return null;
        var (timerDropIns, serviceDropIns) = (DropIns(timer), DropIns(service));
        if (!Mention.IsIn(serviceText) && !serviceDropIns.Any(path => Mention.IsIn(FileState.Read(path) ?? "")))
            return null;

        var links = Links(timer);
        var job = new ForeignJob
        {
            Name = name,
            Place = Path.Combine(folder, timer),
            Handle = timer,
            Files = [Path.Combine(folder, timer), Path.Combine(folder, service), .. timerDropIns, .. serviceDropIns],
            Links = links,
        };
        if (name.Contains('@', StringComparison.Ordinal))
            return job with { Reason = "it is a template of timers" };
        if (Links(service).Count > 0)
            return job with { Reason = $"its service '{service}' is started by something else too" };
        if (
            Directory
                .EnumerateFiles(folder, "*.timer")
                .Select(path => Path.GetFileName(path))
                .Any(other =>
                    other != timer && ServiceOf(other, FileState.Read(Path.Combine(folder, other)) ?? "") == service
                )
        )
            return job with { Reason = $"another timer starts its service '{service}' too" };
        return job.With(() =>
            new UnitJob(environment).Read(
                name,
                new UnitFile([timerText, .. timerDropIns.Select(path => FileState.Read(path) ?? "")]),
                new UnitFile([serviceText, .. serviceDropIns.Select(path => FileState.Read(path) ?? "")]),
                service,
                enabled: links.Count > 0
            )
        );
    }

    private static string ServiceOf(string timer, string text)
    {
        try
        {
            return new UnitFile(text).Last("Timer", "Unit") ?? timer[..^".timer".Length] + ".service";
        }
        catch (NotUnderstoodException)
        {
            return timer[..^".timer".Length] + ".service";
        }
    }

    private IReadOnlyList<string> DropIns(string unit) =>
        Path.Combine(folder, unit + ".d") is var dropIns && Directory.Exists(dropIns)
            ? [.. Directory.EnumerateFiles(dropIns, "*.conf").Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The links in .wants and .requires folders.</summary>
    private IReadOnlyList<string> Links(string unit) =>
        [
            .. Directory
                .EnumerateDirectories(folder)
                .Where(path =>
                    path.EndsWith(".wants", StringComparison.Ordinal)
                    || path.EndsWith(".requires", StringComparison.Ordinal)
                )
                .Select(path => Path.Combine(path, unit))
                .Where(path => new FileInfo(path).LinkTarget is not null)
                .Order(StringComparer.Ordinal),
        ];
}
