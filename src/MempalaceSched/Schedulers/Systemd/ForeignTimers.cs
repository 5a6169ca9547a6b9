using MempalaceSched.Changes;
using MempalaceSched.Import;
using MempalaceSched.Import.Systemd;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>
/// Finds timers that the user made by hand and that run mempalace. Their files are read as the manager reads them.
/// </summary>
internal sealed class ForeignTimers(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    UserManager manager
) : IForeignJobSource
{
    private const string OurMark = "X-Mempalace-Schedule=";
    private readonly string folder = paths.SystemdUnits;

    /// <summary>All such timers by name, whether or not they are understood.</summary>
    public async Task<IReadOnlyList<ForeignJob>> FindAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            return [];
        var jobs = Directory
            .EnumerateFiles(folder, "*.timer")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .OfType<ForeignJob>()
            .ToList();
        if (jobs.Count == 0)
            return jobs;
        var units = await SystemdQuery
            .ShowAsync("Id,ActiveState", jobs.Select(job => job.Handle), manager, processes, cancellation)
            .ConfigureAwait(false);
        return [.. jobs.Select(job => WithActivity(job, IsActive(job.Handle)))];

        bool IsActive(string timer) =>
            units.TryGetValue(timer, out var unit) && unit.GetValueOrDefault("ActiveState") == "active";
    }

    /// <summary>A timer that runs without being enabled counts as enabled.</summary>
    private static ForeignJob WithActivity(ForeignJob job, bool isActive) =>
        job with
        {
            IsActive = isActive,
            Job = job.Job is { } read ? read with { Enabled = read.Enabled || isActive } : null,
        };

    private ForeignJob? Read(string timer)
    {
        var timerText = FileState.Read(Path.Combine(folder, timer)) ?? ""; // a broken link
        var name = timer[..^".timer".Length];
        var service = ServiceOf(timer, timerText);
        var serviceText = FileState.Read(Path.Combine(folder, service)) ?? "";
        if (
            timerText.Contains(OurMark, StringComparison.Ordinal)
            || serviceText.Contains(OurMark, StringComparison.Ordinal)
        )
            return null;
        var (timerDropIns, serviceDropIns) = (DropIns(timer), DropIns(service));
        if (
            !ForeignJob.IsMiningText(serviceText)
            && !serviceDropIns.Any(path => ForeignJob.IsMiningText(FileState.Read(path) ?? ""))
        )
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
            return job with { Reason = "it is a template unit" };
        if (Links(service).Count > 0)
            return job with { Reason = $"another unit starts its service '{service}' too" };
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
            new TimerJobReader(environment).Read(
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

    /// <summary>The links to a unit in <c>.wants</c> and <c>.requires</c> folders.</summary>
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
