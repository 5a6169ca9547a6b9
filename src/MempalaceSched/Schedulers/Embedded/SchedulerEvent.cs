using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MempalaceSched;

/// <summary>The kind of an event of the embedded scheduler.</summary>
public enum SchedulerEventKind
{
    /// <summary>The scheduler has started.</summary>
    Started,

    /// <summary>A schedule was loaded; the text contains its next run.</summary>
    Loaded,

    /// <summary>A schedule was removed or disabled.</summary>
    Unloaded,

    /// <summary>A definition cannot be used.</summary>
    Refused,

    /// <summary>A run has started.</summary>
    RunStarted,

    /// <summary>A run has ended.</summary>
    RunEnded,

    /// <summary>A run was missed, and the schedule has no catch-up.</summary>
    Missed,

    /// <summary>The scheduler starts no new runs and stops those in progress.</summary>
    Stopping,

    /// <summary>The scheduler has ended.</summary>
    Stopped,
}

/// <summary>An event of the embedded scheduler.</summary>
public sealed record SchedulerEvent
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>When the event happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The kind of the event.</summary>
    public required SchedulerEventKind Kind { get; init; }

    /// <summary>The schedule; null for an event of the scheduler itself.</summary>
    public string? Name { get; init; }

    /// <summary>Details, for people.</summary>
    public string? Text { get; init; }

    /// <summary>The run that has ended.</summary>
    public MineRun? Run { get; init; }

    /// <summary>The event as a line of text.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(Time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture))
            .Append(' ')
            .Append(Kind);
        if (Name is not null)
            line.Append(' ').Append(Name);
        if (Run is { } run)
        {
            line.Append(": ").Append(run.Outcome);
            if (run.Duration is { } duration)
                line.Append(CultureInfo.InvariantCulture, $" in {duration:c}");
            if (run.Filed is { } filed)
                line.Append(CultureInfo.InvariantCulture, $", {filed} filed");
            if (run.Reason.Length > 0)
                line.Append(", ").Append(run.Reason);
        }
        if (Text is not null)
            line.Append(": ").Append(Text);
        return line.ToString();
    }

    /// <summary>The event as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
