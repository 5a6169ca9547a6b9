using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;

namespace MempalaceSched;

/// <summary>What happened in the embedded scheduler.</summary>
public enum SchedulerEventKind
{
    /// <summary>The scheduler has begun.</summary>
    Started,

    /// <summary>A schedule was taken up; the text says when it runs next.</summary>
    Loaded,

    /// <summary>A schedule is gone.</summary>
    Unloaded,

    /// <summary>A definition cannot be used.</summary>
    Refused,

    /// <summary>A run has begun.</summary>
    RunStarted,

    /// <summary>A run has ended.</summary>
    RunEnded,

    /// <summary>A run was left out: it was missed, and is not to be made up for.</summary>
    Missed,

    /// <summary>The scheduler takes no new runs and ends those that go on.</summary>
    Stopping,

    /// <summary>The scheduler has ended.</summary>
    Stopped,
}

/// <summary>One line of the embedded scheduler.</summary>
public sealed record SchedulerEvent
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What.</summary>
    public required SchedulerEventKind Kind { get; init; }

    /// <summary>The schedule; null when it is about the scheduler itself.</summary>
    public string? Name { get; init; }

    /// <summary>More, in words.</summary>
    public string? Text { get; init; }

    /// <summary>The run that has ended.</summary>
    public MineRun? Run { get; init; }

    /// <summary>The event as a line for people.</summary>
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
