namespace MempalaceSched.Schedules;

/// <summary>
/// The settings that were given for a schedule, by parameter name, before anything is resolved. A setting that was not
/// given keeps its value. An empty text resets a setting to its default.
/// </summary>
internal sealed record ScheduleRequest
{
    private readonly Dictionary<string, object?> given = new(StringComparer.Ordinal);

    /// <summary>The source.</summary>
    public required MineSource Source { get; init; }

    /// <summary>The name of the schedule; null for the default of the source.</summary>
    public string? Name { get; init; }

    /// <summary>The folder that relative paths in the settings start from.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The value of a setting; null when it was not given.</summary>
    /// <param name="setting">The name of the setting's parameter, such as <c>TimeLimit</c>.</param>
    public object? this[string setting]
    {
        get => given.GetValueOrDefault(setting);
        init => given[setting] = value;
    }

    /// <summary>Whether a setting was given.</summary>
    public bool Has(string setting) => this[setting] is not null;

    /// <summary>The text of a setting; null if it was not given, empty if it is reset to its default.</summary>
    public string? Text(string setting) => this[setting] as string;

    /// <summary>The same request with one more setting.</summary>
    public ScheduleRequest With(string setting, object? value)
    {
        var copy = new ScheduleRequest
        {
            Source = Source,
            Name = Name,
            CurrentFolder = CurrentFolder,
        };
        foreach (var (name, old) in given)
            copy.given[name] = old;
        copy.given[setting] = value;
        return copy;
    }
}
