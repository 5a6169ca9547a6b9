using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// The occurrences of a schedule that were handled, as spans of adjacent occurrences. A single time stamp would fail
/// when the clock was wrong: a stamp from the year 2037 would stop the schedule until then, and ignoring it would
/// repeat runs. A span in the future has no effect until its time comes, and then it is not run again.
/// </summary>
/// <param name="since">When the schedule was written. Occurrences before that time are not expected to run.</param>
internal sealed class HandledOccurrences(DateTimeOffset since)
{
    /// <summary>
    /// A clock that is set back by at most this much was corrected, and a catch-up in between stays handled. If it is
    /// set back by more, the clock was wrong.
    /// </summary>
    public static readonly TimeSpan Correction = TimeSpan.FromMinutes(5);

    /// <summary>The maximum number of spans. Each one stands for a jump: a long sleep, or a wrong clock.</summary>
    private const int MaximumSpans = 256;

    private readonly List<Span> spans = [];
    private DateTimeOffset? anchor;

    /// <summary>The last occurrence that counts as handled at this time. All earlier ones are handled too.</summary>
    public DateTimeOffset Last(DateTimeOffset now, TimeZoneInfo zone)
    {
        var limit = now + Correction;
        var last = spans.Where(span => span.First <= limit).Select(span => (DateTimeOffset?)span.Last).Max();
        if (last is { } handled)
            return handled;
        if (since > limit && (anchor is null || anchor > limit))
            anchor = now; // everything known is in the future, so the schedule counts from now
        return TimeZoneInfo.ConvertTime(since <= limit ? since : anchor!.Value, zone);
    }

    /// <summary>Adds an occurrence.</summary>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="previous">The occurrence just before it; null if there are others in between.</param>
    /// <returns>Whether the occurrence was not handled before.</returns>
    public bool Add(DateTimeOffset occurrence, DateTimeOffset? previous)
    {
        if (spans.Any(span => span.First <= occurrence && occurrence <= span.Last))
            return false;
        var neighbour = previous is { } before ? spans.FindIndex(span => span.Last == before) : -1;
        if (neighbour >= 0)
            spans[neighbour] = spans[neighbour] with { Last = occurrence };
        else
            spans.Add(new Span(occurrence, occurrence));
        if (spans.Count > MaximumSpans)
            JoinClosest();
        return true;
    }

    /// <summary>Joins the two spans that are closest to each other, because that loses the least information.</summary>
    private void JoinClosest()
    {
        spans.Sort((a, b) => a.First.CompareTo(b.First));
        var closest = Enumerable.Range(1, spans.Count - 1).MinBy(index => spans[index].First - spans[index - 1].Last);
        spans[closest] = new Span(spans[closest - 1].First, spans[closest].Last);
        spans.RemoveAt(closest - 1);
    }

    /// <summary>The spans, one on each line.</summary>
    public override string ToString() =>
        string.Concat(
            spans.Select(span => $"{OccurrenceStamp.Write(span.First)} {OccurrenceStamp.Write(span.Last)}\n")
        );

    /// <summary>Reads what <see cref="ToString"/> wrote, and ignores other lines.</summary>
    public static HandledOccurrences Parse(string text, DateTimeOffset since)
    {
        var handled = new HandledOccurrences(since);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (
                line.Split(' ') is [var first, var last]
                && OccurrenceStamp.Parse(first) is { } from
                && OccurrenceStamp.Parse(last) is { } to
                && from <= to
            )
                handled.spans.Add(new Span(from, to));
        return handled;
    }

    private sealed record Span(DateTimeOffset First, DateTimeOffset Last);
}

/// <summary>
/// The handled occurrences of a schedule on disk. There are two writers: the launcher stamps the occurrence that it
/// starts, under its lock, so that nothing runs twice whatever happens to the scheduler; the scheduler keeps the spans.
/// </summary>
internal static class HandledFile
{
    public static string PathFor(StandardPaths paths, string name) => Path.Combine(paths.StateOf(name), "handled");

    /// <summary>The spans that the scheduler has stored for a schedule.</summary>
    public static HandledOccurrences Load(StandardPaths paths, string name) =>
        HandledOccurrences.Parse(
            Read(paths, name),
            new DateTimeOffset(File.GetLastWriteTimeUtc(paths.Definition(name)), TimeSpan.Zero)
        );

    /// <summary>Adds the occurrence that the launcher has stamped.</summary>
    /// <returns>Whether it is new, because the scheduler was killed or is not running.</returns>
    public static bool AddStamp(StandardPaths paths, Job job, DateTimeOffset now, TimeZoneInfo zone) =>
        OccurrenceStamp.Read(paths, job.Name, zone) is { } stamp && job.Handle(stamp, now, zone);

    /// <summary>
    /// Stores the spans. If the state folder cannot be written, only the knowledge about times with a wrong clock is
    /// lost.
    /// </summary>
    public static void Save(StandardPaths paths, string name, HandledOccurrences handled)
    {
        try
        {
            FileState.MakeFolders(paths.StateOf(name));
            FileState.Replace(PathFor(paths, name), handled.ToString(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the launcher reports this error
        }
    }

    private static string Read(StandardPaths paths, string name)
    {
        try
        {
            return FileState.Read(PathFor(paths, name)) ?? "";
        }
        catch (MempalaceException)
        {
            return "";
        }
    }
}
