using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>The schedules of the embedded scheduler, as their definitions are now. A definition is read when its file has changed.</summary>
/// <param name="paths">Where everything lies.</param>
/// <param name="say">Takes what happens: the kind, the schedule, the text.</param>
internal sealed class JobTable(StandardPaths paths, Action<SchedulerEventKind, string?, string?> say)
{
    /// <summary>How long a file has to be at rest before it counts as broken.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly DefinitionStore definitions = new(paths);
    private readonly SortedDictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> seen = new(StringComparer.Ordinal);
    private string? folderFault;

    public IReadOnlyCollection<Job> All => jobs.Values;

    public Job? Find(string name) => jobs.GetValueOrDefault(name);

    /// <summary>Takes up what has changed.</summary>
    /// <returns>Whether anything has.</returns>
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

    /// <summary>The definitions that there are; null when the folder cannot be read, which changes nothing.</summary>
    private IReadOnlyList<string>? Names()
    {
        try
        {
            var names = definitions.Names();
            folderFault = null;
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (folderFault != e.Message)
                say(SchedulerEventKind.Refused, null, folderFault = e.Message);
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
            if (now - written is { Ticks: >= 0 } age && age < Settled)
                return true; // an editor may be in the middle of it
            jobs.Remove(name);
            seen[name] = new Seen(written, length, "", fault.Message);
            if (known?.Fault == fault.Message)
                return false;
            say(SchedulerEventKind.Refused, name, fault.Message);
            return true;
        }
    }

    private void Take(ScheduleDefinition definition, DateTimeOffset now, TimeZoneInfo zone)
    {
        var job = new Job(definition, Find(definition.Name)?.Handled ?? HandledFile.Load(paths, definition.Name));
        jobs[definition.Name] = job;
        // Kept at once: the next run puts its own stamp in the place of this one.
        if (HandledFile.AddStamp(paths, job, now, zone))
            HandledFile.Save(paths, job.Name, job.Handled);
        say(SchedulerEventKind.Loaded, definition.Name, NextText(job, now, zone));
    }

    private bool Drop(string name)
    {
        if (!jobs.Remove(name))
            return false;
        say(SchedulerEventKind.Unloaded, name, null);
        return true;
    }

    /// <summary>When it runs next, in words.</summary>
    public static string NextText(Job job, DateTimeOffset now, TimeZoneInfo zone) =>
        job.NextDue(now, zone) is { } next
            ? $"next {TimeZoneInfo.ConvertTime(next, zone):yyyy-MM-dd HH:mm:ss zzz}"
            : "never again";

    /// <summary>A definition's file as it was when it was read.</summary>
    private sealed record Seen(DateTime Written, long Length, string Text, string? Fault);
}
