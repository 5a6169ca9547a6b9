using System.Text.RegularExpressions;
using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>
/// Builds a definition from a request: applies the settings that were given, and resolves the others. Only Install
/// starts from the defaults. Set starts from the existing definition, so it keeps the command and the PATH from the
/// install, and changes nothing but the given settings.
/// </summary>
/// <param name="machine">The machine and user that the schedule is for.</param>
/// <param name="release">The installed release of mempalace; null if it is unknown.</param>
internal sealed partial class DefinitionBuilder(HostEnvironment machine, MempalaceRelease? release = null)
{
    /// <summary>The name of the parameter for the label prefix.</summary>
    public const string LabelPrefix = "LabelPrefix";

    private const string DefaultLabelPrefix = "se.jordbo";

    /// <summary>The definition that results from a request.</summary>
    /// <param name="request">The given settings.</param>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="usesLabels">Whether the scheduler identifies its jobs by labels.</param>
    /// <param name="old">The definition to change; null for a new one.</param>
    /// <exception cref="MempalaceException">A value cannot be used, or the command does not exist.</exception>
    public ScheduleDefinition Build(
        ScheduleRequest request,
        SchedulerKind scheduler,
        bool usesLabels,
        ScheduleDefinition? old = null
    )
    {
        var profile = SourceCatalog.For(request.Source);
        var container = ContainerRequest.Read(request, old?.Container);
        var context = new SettingContext(machine, request.CurrentFolder, profile, container) { Release = release };
        CheckCommandGiven(request, profile, old);
        if (old is null)
            CheckHome();
        ScheduleSettings settings = old is null ? New(request, scheduler, context) : Move(old, request, context);
        foreach (var (name, apply) in ScheduleSettings.All.Where(setting => request.Has(setting.Key)))
            settings = apply(settings, request[name], context);
        var isPalaceGiven = SettingValue.Palace(request[nameof(ScheduleSettings.Palace)]) is not null;
        var isPalaceResolved = settings.Palace.Length == 0 || request.Has(nameof(ScheduleSettings.Palace));
        if (settings.Palace.Length == 0)
            settings = settings with { Palace = context.ResolvePalace(null) };
        var definition = (ScheduleDefinition)settings;
        CheckFlags(definition, profile);
        return definition with
        {
            PalaceFrom =
                // A saved schedule has its palace as a parameter, even if it is the usual one.
                isPalaceGiven && (old is not null || definition.Palace != context.UsualPalace().Path)
                    ? PalaceLocation.Given
                : isPalaceResolved ? context.UsualPalace().From
                : definition.PalaceFrom,
            MempalaceVersion = release?.Text ?? definition.MempalaceVersion,
            Store =
                NeedsCustomStore(request, profile, old, container)
                    ? context.StoreOf([.. definition.Command, .. definition.ArgumentList])
                : request.Has(nameof(ScheduleSettings.Environment))
                    ? context.StoreIn(definition.Environment) ?? definition.Store
                : definition.Store,
            Scheduler = scheduler,
            BackgroundSession = usesLabels && definition.BackgroundSession,
            LabelPrefix = usesLabels ? CheckPrefix(Given(request, LabelPrefix) ?? old?.LabelPrefix) : null,
            // A new command is looked up in the current PATH, so its runs need this PATH too.
            CapturedEnvironment = request.Has(nameof(ScheduleSettings.Command))
                ? CaptureEnvironment(container, profile)
                : definition.CapturedEnvironment,
        };
    }

    /// <summary>The variables that schedulers do not provide and that the launcher needs.</summary>
    public SortedDictionary<string, string> CaptureEnvironment(ContainerTarget? container, SourceProfile profile)
    {
        string[] xdgFolders = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];
        var captured = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = machine.Home,
            ["PATH"] = string.Join(':', CommandResolver.SearchPath(machine)),
        };
        foreach (var variable in xdgFolders)
            if (machine[variable] is { } value && Path.IsPathRooted(value))
                captured[variable] = value;
        if (container is null && profile.CapturedVariable is { } moved && machine[moved] is { } folder)
            captured[moved] = SettingValue.Text($"The value of {moved}", folder);
        foreach (var variable in container is null ? [] : ContainerPaths.EngineVariables)
            if (machine[variable] is { } value)
                captured[variable] = SettingValue.Text($"The value of {variable}", value);
        return captured;
    }

    private ScheduleDefinition New(ScheduleRequest request, SchedulerKind scheduler, SettingContext context)
    {
        var name = SettingValue.GivenText(request.Name) ?? context.Profile.NameFor(context.Container is not null);
        return new ScheduleDefinition
        {
            Name = ScheduleName.Checked(name),
            Source = request.Source,
            Scheduler = scheduler,
            At = SettingValue.Recurrence(context.Profile.DefaultAt),
            Container = context.Container,
            Command = request.Has(nameof(ScheduleSettings.Command)) ? [] : context.DefaultCommand(),
            Palace = "",
            Store = context.Store(),
            CapturedEnvironment = CaptureEnvironment(context.Container, context.Profile),
        };
    }

    /// <summary>
    /// The definition for another container or for the host. What was resolved before is resolved again.
    /// </summary>
    private ScheduleDefinition Move(ScheduleDefinition old, ScheduleRequest request, SettingContext context)
    {
        var container = context.Container;
        if (container == old.Container)
            return old;
        var moved = old with
        {
            Container = container,
            CapturedEnvironment = CaptureEnvironment(container, context.Profile),
        };
        if (container is not null && ContainerTarget.IsSame(container, old.Container))
            return moved;
        var keepsCommand = request.Has(nameof(ScheduleSettings.Command)) || context.Profile.Program is null;
        return moved with
        {
            Command = keepsCommand ? old.Command : context.DefaultCommand(),
            Palace = "",
            MempalaceVersion = null,
            Store = context.Store(),
        };
    }

    /// <summary>The store of a custom command is in its words, so it changes with them.</summary>
    private static bool NeedsCustomStore(
        ScheduleRequest request,
        SourceProfile profile,
        ScheduleDefinition? old,
        ContainerTarget? container
    ) =>
        profile.Shape == CommandShape.Opaque
        && (
            old is null
            || container != old.Container
            || request.Has(nameof(ScheduleSettings.Command))
            || request.Has(nameof(ScheduleSettings.ArgumentList))
        );

    private static string? Given(ScheduleRequest request, string setting) => SettingValue.GivenText(request[setting]);

    private static void CheckCommandGiven(ScheduleRequest request, SourceProfile profile, ScheduleDefinition? old)
    {
        if (profile.Shape == CommandShape.Opaque && !request.Has(nameof(ScheduleSettings.Command)) && old is null)
            throw Error.OptionConflict(
                "The source Custom needs a command.",
                "Specify a command, for example -Command ~/bin/mine-notes, --all",
                request.Source
            );
    }

    private static void CheckFlags(ScheduleDefinition definition, SourceProfile profile)
    {
        if (profile.Shape == CommandShape.Opaque && definition.Wing is not null)
            throw Error.OptionConflict(
                "-Wing cannot be passed to a custom command.",
                "Pass the wing in the command's own syntax with -ArgumentList.",
                definition.Wing
            );
        if (definition.MineCommand.Shape != CommandShape.Wrapper && definition.Repair != RepairMode.Default)
            throw Error.OptionConflict(
                $"-{definition.Repair} is an option of mempalace-session and mempalace-pi-session, which the source "
                    + $"{definition.Source} does not use.",
                "Omit the parameter.",
                definition.Repair
            );
    }

    private static string CheckPrefix(string? prefix) =>
        prefix is null || LabelPrefixGrammar().IsMatch(prefix)
            ? prefix ?? DefaultLabelPrefix
            : throw Error.ValueNotRepresentable(
                $"-{LabelPrefix}",
                prefix,
                "a prefix consists of words of letters, digits, '-' and '_' that are separated by dots",
                "Specify a prefix such as org.example."
            );

    private void CheckHome()
    {
        SettingValue.Text("The home folder", machine.Home);
        if (!Path.IsPathRooted(machine.Home))
            throw Error.ValueNotRepresentable(
                "The home folder",
                machine.Home,
                "it is not an absolute path",
                "Set HOME to an absolute path."
            );
        if (machine.Home.AsSpan().IndexOfAny('\n', '\r') >= 0)
            throw Error.ValueNotRepresentable(
                "The home folder",
                machine.Home,
                "it contains a line break, which no scheduler's file can hold",
                "Use a home folder without line breaks."
            );
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelPrefixGrammar();
}
