using MempalaceSched.Containers;

namespace MempalaceSched.Schedules;

/// <summary>
/// The settings of a schedule that a user can choose. Each setting is declared once, here: a property with its default
/// and documentation, and an entry in <see cref="All"/> that validates a given value and stores it.
/// </summary>
/// <remarks>
/// A request holds the settings that were given (<see cref="ScheduleRequest"/>). A definition is these settings plus
/// what was resolved at install (<see cref="ScheduleDefinition"/>). The public <see cref="Schedule"/> shows them.
/// </remarks>
internal record ScheduleSettings
{
    /// <summary>The calendar, in canonical text and local time.</summary>
    public required string At { get; init; }

    /// <summary>The program and its first arguments. The program is an absolute path, except in a container.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Arguments that come after all others.</summary>
    public IReadOnlyList<string> ArgumentList { get; init; } = [];

    /// <summary>
    /// The palace that runs write to: an absolute path, or a path below <c>~</c> in a container that was not running
    /// at install.
    /// </summary>
    public required string Palace { get; init; }

    /// <summary>The wing of the palace; null for the default of the command.</summary>
    public string? Wing { get; init; }

    /// <summary>Which repair flag the wrapper gets.</summary>
    public RepairMode Repair { get; init; }

    /// <summary>The container that runs act in; null for this machine.</summary>
    public ContainerTarget? Container { get; init; }

    /// <summary>The largest random delay of an occurrence.</summary>
    public TimeSpan RandomDelay { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a run may take; zero for no limit.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The time between two runs for an occurrence while the palace is held; zero for no retry.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether a missed occurrence runs as soon as the machine is available again.</summary>
    public bool CatchUp { get; init; } = true;

    /// <summary>Whether the schedule runs by itself.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The part of a launch agent's label before the name; null for schedulers without labels.</summary>
    public string? LabelPrefix { get; init; }

    /// <summary>Environment variables for the run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The command to run after a failure; empty for none. The program is an absolute path.</summary>
    public IReadOnlyList<string> OnFailure { get; init; } = [];

    /// <summary>The command to run after a success; empty for none. The program is an absolute path.</summary>
    public IReadOnlyList<string> OnSuccess { get; init; } = [];

    /// <summary>How many backups of the palace to keep; zero for no backups.</summary>
    public int KeepBackups { get; init; }

    /// <summary>
    /// Every setting, in the order in which a request applies them. The key is the name of the cmdlet parameter. The
    /// container and the label prefix are not in this list: other settings depend on them, so the builder applies them.
    /// </summary>
    public static IReadOnlyDictionary<string, ApplySetting> All { get; } =
        new Dictionary<string, ApplySetting>
        {
            [nameof(At)] = (settings, value, context) =>
                settings with
                {
                    At = SettingValue.Recurrence(SettingValue.GivenText(value) ?? context.Profile.DefaultAt),
                },
            [nameof(Command)] = (settings, value, context) =>
                settings with
                {
                    Command = context.ResolveCommand(SettingValue.Words(value)),
                },
            [nameof(ArgumentList)] = (settings, value, _) =>
                settings with
                {
                    ArgumentList = SettingValue.Arguments(SettingValue.Words(value), "The argument"),
                },
            [nameof(Palace)] = (settings, value, context) =>
                settings with
                {
                    Palace = context.ResolvePalace(SettingValue.Palace(value)),
                },
            [nameof(Wing)] = (settings, value, _) =>
                settings with
                {
                    Wing = SettingValue.GivenText(value) is { } wing ? SettingValue.Text("The wing", wing) : null,
                },
            [nameof(Repair)] = (settings, value, _) => settings with { Repair = (RepairMode)value! },
            [nameof(RandomDelay)] = (settings, value, _) =>
                settings with
                {
                    RandomDelay = SettingValue.Duration(nameof(RandomDelay), value, TimeSpan.FromDays(1)),
                },
            [nameof(TimeLimit)] = (settings, value, _) =>
                settings with
                {
                    TimeLimit = SettingValue.Duration(nameof(TimeLimit), value, TimeSpan.FromDays(7)),
                },
            [nameof(RetryInterval)] = (settings, value, _) =>
                settings with
                {
                    RetryInterval = SettingValue.Duration(nameof(RetryInterval), value, TimeSpan.FromDays(7)),
                },
            [nameof(CatchUp)] = (settings, value, _) => settings with { CatchUp = (bool)value! },
            [nameof(Enabled)] = (settings, value, _) => settings with { Enabled = (bool)value! },
            [nameof(Environment)] = (settings, value, _) =>
                settings with
                {
                    Environment = SettingValue.Variables(value),
                },
            [nameof(OnFailure)] = (settings, value, context) =>
                settings with
                {
                    OnFailure = context.ResolveHook(nameof(OnFailure), SettingValue.Words(value)),
                },
            [nameof(OnSuccess)] = (settings, value, context) =>
                settings with
                {
                    OnSuccess = context.ResolveHook(nameof(OnSuccess), SettingValue.Words(value)),
                },
            [nameof(KeepBackups)] = (settings, value, _) =>
                settings with
                {
                    KeepBackups = SettingValue.Number(nameof(KeepBackups), value, 0, 100),
                },
        };
}

/// <summary>Validates a given value and returns the settings with it.</summary>
/// <param name="settings">The settings so far.</param>
/// <param name="value">The value of the cmdlet parameter. An empty text or list means the default.</param>
/// <param name="context">What the value is resolved against.</param>
/// <exception cref="Errors.MempalaceException">The value cannot be used.</exception>
internal delegate ScheduleSettings ApplySetting(ScheduleSettings settings, object? value, SettingContext context);
