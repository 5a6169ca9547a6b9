namespace MempalaceSched.Report;

/// <summary>A moment for people and for machines; the second is empty where there is no moment.</summary>
internal sealed record Instant(string Text, string Machine)
{
    public static Instant Of(DateTimeOffset? moment, TimeZoneInfo zone, string otherwise) =>
        moment is { } at
            ? new(
                ReportText.Moment(TimeZoneInfo.ConvertTime(at, zone)),
                ReportText.Machine(TimeZoneInfo.ConvertTime(at, zone))
            )
            : new(otherwise, "");
}
