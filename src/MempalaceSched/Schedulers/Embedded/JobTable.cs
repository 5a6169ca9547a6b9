using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>The schedules of the embedded scheduler. A definition is read again when its file has changed.</summary>
/// <param name="paths">The paths of the module's files.</param>
/// <param name="report">Receives events: the kind, the schedule and the text.</param>
internal sealed class JobTable(StandardPaths paths, Action<SchedulerEventKind, string?, string?> report)
{
    /// <summary>
    /// A file that changed more recently than this may still be being written, so it does not count as broken.
    /// </summary>
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(2);

    private readonly DefinitionStore definitions = new(paths);
    private readonly SortedDictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> seen = new(StringComparer.Ordinal);
    private string? folderError;

    public IReadOnlyCollection<Job> All => jobs.Values;

    public Job? Find(string name) => jobs.GetValueOrDefault(name);

    /// <summary>Reads the definitions that have changed.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Reload(DateTimeOffset now, TimeZoneInfo zone)
    {
        if (Names() is not { } names)
            return false;
        var changed = false;
        foreach (var gone in seen.Keys.Except(names).ToList())
        {
            seen.Remove(gone);
            Drop(gone);
            changed = true;
        }
        foreach (var name in names)
            changed |= Reload(name, now, zone);
        return changed;
    }

    /// <summary>
    /// The names of all definitions; null when the folder cannot be read, and then everything stays as it is.
    /// </summary>
    private IReadOnlyList<string>? Names()
    {
        try
        {
            var names = definitions.Names();
            folderError = null;
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (folderError != e.Message)
                report(SchedulerEventKind.Refused, null, folderError = e.Message);
            return null;
        }
    }

    private bool Reload(string name, DateTimeOffset now, TimeZoneInfo zone)
    {
        var file = new FileInfo(paths.Definition(name));
        var (written, length) = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        var known = seen.GetValueOrDefault(name);
        if (known is not null && known.Written == written && known.Length == length && known.Fault is null)
            return false;
        try
        {
            var definition = definitions.Find(name);
            var text = definition is null ? "" : DefinitionFormat.Write(definition);
            seen[name] = new Seen(written, length, text, null);
            if (definition is not { Scheduler: SchedulerKind.Embedded, Enabled: true })
                return Drop(name);
            if (known?.Text == text && jobs.ContainsKey(name))
                return false;
            Take(definition, now, zone);
            return true;
        }
        catch (MempalaceException fault)
        {
            if (now - written is { Ticks: >= 0 } age && age < WriteTime)
                return true; // look again soon
            jobs.Remove(name);
            seen[name] = new Seen(written, length, "", fault.Message);
            if (known?.Fault == fault.Message)
                return false;
            report(SchedulerEventKind.Refused, name, fault.Message);
            return true;
        }
    }

    private void Take(ScheduleDefinition definition, DateTimeOffset now, TimeZoneInfo zone)
    {
        var job = new Job(definition, Find(definition.Name)?.Handled ?? HandledFile.Load(paths, definition.Name));
        jobs[definition.Name] = job;
        // Stored at once, because the next run overwrites the stamp.
        if (HandledFile.AddStamp(paths, job, now, zone))
            HandledFile.Save(paths, job.Name, job.Handled);
        report(SchedulerEventKind.Loaded, definition.Name, NextText(job, now, zone));
    }

    private bool Drop(string name)
    {
        if (!jobs.Remove(name))
            return false;
        report(SchedulerEventKind.Unloaded, name, null);
        return true;
    }

    /// <summary>The time of the next run, for people.</summary>
    public static string NextText(Job job, DateTimeOffset now, TimeZoneInfo zone) =>
        job.NextDue(now, zone) is { } next
            ? $"next {TimeZoneInfo.ConvertTime(next, zone):yyyy-MM-dd HH:mm:ss zzz}"
            : "no next run";

    /// <summary>The file of a definition when it was read.</summary>
    private sealed record Seen(DateTime Written, long Length, string Text, string? Fault);
}

/// <summary>A schedule in the loop.</summary>
/// <param name="definition">Its definition.</param>
/// <param name="handled">Its handled occurrences, which are kept when the definition changes.</param>
internal sealed class Job(ScheduleDefinition definition, HandledOccurrences handled)
{
    public string Name => Definition.Name;

    public ScheduleDefinition Definition { get; } = definition;

    public Agenda Agenda { get; } = new(definition);

    public HandledOccurrences Handled { get; } = handled;

    /// <summary>The timestamp before which no new attempt is made, because another run was in progress.</summary>
    public long NotBefore { get; set; }

    /// <summary>The occurrence whose last run found the palace held; null if there is none.</summary>
    public DateTimeOffset? BusyOccurrence { get; set; }

    public DateTimeOffset? Due(DateTimeOffset now, TimeZoneInfo zone) => Agenda.Due(Handled, now, zone);

    public DateTimeOffset? NextDue(DateTimeOffset now, TimeZoneInfo zone) => Agenda.NextDue(Handled, now, zone);

    public bool Handle(DateTimeOffset occurrence, DateTimeOffset now, TimeZoneInfo zone) =>
        Agenda.Handle(Handled, occurrence, now, zone);
}
