using MempalaceSched.Runs;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Which occurrences of a schedule were handled, as spans of neighbours. One moment would do for a clock that only goes forward. A clock
/// that was wrong for a while leaves a span that lies in the future once it is right again: until then it counts for nothing, and then it
/// is not run a second time.
/// </summary>
/// <param name="since">The moment from which the schedule counts: an occurrence before it was never promised.</param>
internal sealed class HandledOccurrences(DateTimeOffset since)
{
    /// <summary>A clock that is set back by no more than this was corrected; by more, it was wrong, or is now.</summary>
    public static readonly TimeSpan Correction = TimeSpan.FromMinutes(5);

    /// <summary>How many spans are kept. Each stands for a leap: a long sleep, a wrong clock.</summary>
    private const int Most = 256;

    private readonly List<Span> spans = [];
    private DateTimeOffset? anchor;

    /// <summary>The last occurrence that counts as handled at a time: all up to it are covered.</summary>
    public DateTimeOffset Last(DateTimeOffset now, TimeZoneInfo zone)
    {
        var limit = now + Correction;
        var last = spans.Where(span => span.First <= limit).Select(span => (DateTimeOffset?)span.Last).Max();
        if (last is { } handled)
            return handled;
        if (since > limit && (anchor is null || anchor > limit))
            anchor = now; // all that is known lies in the future: it counts from now
        return TimeZoneInfo.ConvertTime(since <= limit ? since : anchor!.Value, zone);
    }

    /// <summary>Adds an occurrence.</summary>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="previous">The one before it where it is the very next one; else null.</param>
    /// <returns>Whether it is new.</returns>
    public bool Add(DateTimeOffset occurrence, DateTimeOffset? previous)
    {
        if (spans.Any(span => span.First <= occurrence && occurrence <= span.Last))
            return false;
        var neighbour = previous is { } before ? spans.FindIndex(span => span.Last == before) : -1;
        if (neighbour >= 0)
            spans[neighbour] = spans[neighbour] with { Last = occurrence };
        else
            spans.Add(new Span(occurrence, occurrence));
        if (spans.Count > Most)
            JoinClosest();
        return true;
    }

    /// <summary>Makes one span of the two that lie closest to one another: least is forgotten so.</summary>
    private void JoinClosest()
    {
        spans.Sort((a, b) => a.First.CompareTo(b.First));
        var closest = Enumerable.Range(1, spans.Count - 1).MinBy(index => spans[index].First - spans[index - 1].Last);
        spans[closest] = new Span(spans[closest - 1].First, spans[closest].Last);
        spans.RemoveAt(closest - 1);
    }

    /// <summary>The spans, one a line.</summary>
    public override string ToString() =>
        string.Concat(
            spans.Select(span => $"{OccurrenceStamp.Write(span.First)} {OccurrenceStamp.Write(span.Last)}\n")
        );

    /// <summary>What <see cref="ToString"/> wrote. Lines that are no spans are passed over.</summary>
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

    private readonly record struct Span(DateTimeOffset First, DateTimeOffset Last);
}
