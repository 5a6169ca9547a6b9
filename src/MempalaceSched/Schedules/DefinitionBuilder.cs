using System.Text.RegularExpressions;
using MempalaceSched.Calendars;
using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>Makes a definition of a request: looks up what was not said and refuses what cannot work.</summary>
internal sealed partial class DefinitionBuilder(HostEnvironment environment)
{
    private static readonly string[] XdgVariables =
    [
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
    ];

    /// <summary>The name that a request has or gets.</summary>
    public static string NameOf(ScheduleRequest request) =>
        ScheduleName.Checked(
            Given(request.Name)
                ?? SourceCatalog.Of(request.Source).NameFor(isInContainer: Given(request.Container) is not null)
        );

    /// <summary>The definition that a request asks for.</summary>
    /// <param name="request">What was said.</param>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="old">The definition that stays as it is but for what was said; null for a new one, which has the defaults for the rest.</param>
    /// <exception cref="MempalaceException">A value that cannot be used, or a command that is not there.</exception>
    public ScheduleDefinition Build(ScheduleRequest request, SchedulerKind scheduler, ScheduleDefinition? old = null)
    {
        var profile = SourceCatalog.Of(request.Source);
        CheckCommand(request, profile, old);
        if (old is null)
            CheckHome();
        var container = ContainerSettings.Target(request, old?.Container);
        var was = old is null ? New(request, scheduler, profile, container) : Moved(request, profile, old, container);
        var definition = Changed(request, profile, was);
        CheckOptions(definition, profile);
        return definition with
        {
            Scheduler = scheduler,
            LabelPrefix =
                scheduler == SchedulerKind.Launchd
                    ? CheckedPrefix(Given(request.LabelPrefix) ?? old?.LabelPrefix ?? "se.jordbo")
                    : null,
        };
    }

    /// <summary>A definition with the defaults.</summary>
    private ScheduleDefinition New(
        ScheduleRequest request,
        SchedulerKind scheduler,
        SourceProfile profile,
        ContainerTarget? container
    ) =>
        new()
        {
            Name = NameOf(request),
            Source = request.Source,
            Scheduler = scheduler,
            At = ParseRecurrence(profile.DefaultAt).ToString(),
            Container = container,
            Command = ResolveCommand(request.Command ?? [profile.Program!], request, profile, container),
            Palace = "",
            Store = StoreOf(profile, container),
            RandomDelay = TimeSpan.FromMinutes(30),
            TimeLimit = TimeSpan.FromHours(2),
            Surroundings = Surroundings(container),
        };

    /// <summary>A definition for another place: what was looked up in the old one is looked up anew.</summary>
    private ScheduleDefinition Moved(
        ScheduleRequest request,
        SourceProfile profile,
        ScheduleDefinition old,
        ContainerTarget? container
    )
    {
        if (container == old.Container)
            return old;
        var engineOnly =
            container is not null
            && old.Container is not null
            && container with { Engine = old.Container.Engine } == old.Container;
        if (engineOnly)
            return old with { Container = container, Surroundings = Surroundings(container) };
        return old with
        {
            Container = container,
            Command =
                request.Command is null && profile.Program is { } program
                    ? ResolveCommand([program], request, profile, container)
                    : old.Command,
            Palace = "",
            Store = StoreOf(profile, container),
            Surroundings = Surroundings(container),
        };
    }

    private SessionStore? StoreOf(SourceProfile profile, ContainerTarget? container) =>
        profile.Store(container is null ? environment : ContainerSettings.Inside);

    /// <summary>A definition with what was said in place of what it had.</summary>
    private ScheduleDefinition Changed(ScheduleRequest request, SourceProfile profile, ScheduleDefinition was) =>
        was with
        {
            At = request.At is null ? was.At : ParseRecurrence(Given(request.At) ?? profile.DefaultAt).ToString(),
            Command = request.Command is { } words
                ? ResolveCommand(words, request, profile, was.Container)
                : was.Command,
            Surroundings = request.Command is null ? was.Surroundings : Surroundings(was.Container), // whoever names a program means that of now
            ArgumentList = request.ArgumentList is { } arguments
                ? [.. arguments.Select(word => Text("The argument", word))]
                : was.ArgumentList,
            Palace =
                request.Palace is not null || was.Palace.Length == 0 ? PalaceOf(request, was.Container) : was.Palace,
            Wing = request.Wing is null ? was.Wing : Given(Text("The wing", request.Wing)),
            Repair = request.Repair ?? was.Repair,
            RandomDelay = request.RandomDelay is { } delay
                ? WholeSeconds("RandomDelay", delay, TimeSpan.FromDays(1))
                : was.RandomDelay,
            TimeLimit = request.TimeLimit is { } limit
                ? WholeSeconds("TimeLimit", limit, TimeSpan.FromDays(7))
                : was.TimeLimit,
            CatchUp = request.CatchUp ?? was.CatchUp,
            Enabled = request.Enabled ?? was.Enabled,
            Environment = request.Environment is { } variables ? CheckedEnvironment(variables) : was.Environment,
            OnFailure = request.OnFailure is { } failure ? ResolveHook("OnFailure", failure, request) : was.OnFailure,
            OnSuccess = request.OnSuccess is { } success ? ResolveHook("OnSuccess", success, request) : was.OnSuccess,
        };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string PalaceOf(ScheduleRequest request, ContainerTarget? container) =>
        Given(request.Palace) is { } palace
            ? container is not null
                ? ContainerSettings.Palace(Text("The palace", palace))
                : PalaceLocation.Absolute(Text("The palace", palace), environment.Home, request.CurrentFolder)
            : container is not null
                ? ContainerSettings.DefaultPalace
                : Text("The palace", PalaceLocation.Resolve(environment));

    private static Recurrence ParseRecurrence(string text)
    {
        try
        {
            return Recurrence.Parse(text);
        }
        catch (FormatException e)
        {
            throw Fault.RecurrenceInvalid(text, e);
        }
    }

    private string[] ResolveCommand(
        IReadOnlyList<string> words,
        ScheduleRequest request,
        SourceProfile profile,
        ContainerTarget? container
    ) =>
        [
            container is not null
                ? ContainerSettings.Program(Text("The command", words[0]))
                : CommandResolver.Resolve(
                    Text("The command", words[0]),
                    environment,
                    request.CurrentFolder,
                    profile.HowToInstall
                ),
            .. words.Skip(1).Select(word => Text("The argument", word)),
        ];

    /// <summary>Nothing, or one empty word, is no hook.</summary>
    private string[] ResolveHook(string parameter, IReadOnlyList<string> words, ScheduleRequest request) =>
        words is [] or [""]
            ? []
            :
            [
                CommandResolver.Resolve(
                    Text($"The program of -{parameter}", words[0]),
                    environment,
                    request.CurrentFolder,
                    $"-{parameter} wants a program and its words, such as -{parameter} curl, -fsS, https://example.org/ping; install that program, or give its path."
                ),
                .. words.Skip(1).Select(word => Text($"The argument of -{parameter}", word)),
            ];

    private static void CheckCommand(ScheduleRequest request, SourceProfile profile, ScheduleDefinition? old)
    {
        if (request.Command is { Count: 0 } || request.Command?[0].Length == 0)
            throw Fault.OptionConflict(
                "-Command is empty.",
                "Give the program first, then its arguments: -Command ~/bin/mine, --all"
            );
        if (profile.Shape == CommandShape.Opaque && request.Command is null && old is null)
            throw Fault.OptionConflict(
                "The source Custom has no command of its own.",
                "Name one: -Command ~/bin/mine, --all",
                request.Source
            );
    }

    private static void CheckOptions(ScheduleDefinition definition, SourceProfile profile)
    {
        if (profile.Shape == CommandShape.Opaque && definition.Wing is not null)
            throw Fault.OptionConflict(
                "-Wing cannot be passed to a command of your own.",
                "Say it in the command's own words, with -ArgumentList.",
                definition.Wing
            );
        if (profile.Shape != CommandShape.Wrapper && definition.Repair != RepairMode.Default)
            throw Fault.OptionConflict(
                $"-{definition.Repair} is a flag of the wrappers; the source {definition.Source} is not mined by one.",
                "Leave it out, or schedule the repair by itself: -Source Custom -Command mempalace, repair",
                definition.Repair
            );
    }

    private static string CheckedPrefix(string prefix) =>
        LabelPrefix().IsMatch(prefix)
            ? prefix
            : throw Fault.ValueNotRepresentable(
                "-LabelPrefix",
                prefix,
                "a prefix is words of letters, digits, '-' and '_' with dots between them",
                "Give one such as org.example."
            );

    private void CheckHome()
    {
        Text("The home folder", environment.Home);
        if (!Path.IsPathRooted(environment.Home))
            throw Fault.ValueNotRepresentable(
                "The home folder",
                environment.Home,
                "it is not an absolute path",
                "Set HOME to one."
            );
        if (
            environment.Home.Contains('\n', StringComparison.Ordinal)
            || environment.Home.Contains('\r', StringComparison.Ordinal)
        )
            throw Fault.ValueNotRepresentable(
                "The home folder",
                environment.Home,
                "it has a line break, which no scheduler's file can hold",
                "Use a home folder without one."
            );
    }

    /// <summary>What schedulers do not have of this environment, and launchers need.</summary>
    public SortedDictionary<string, string> Surroundings(ContainerTarget? container)
    {
        var taken = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = environment.Home,
            ["PATH"] = string.Join(':', CommandResolver.SearchPath(environment)),
        };
        foreach (var variable in XdgVariables)
            if (environment[variable] is { } value && Path.IsPathRooted(value))
                taken[variable] = value;
        foreach (var variable in container is null ? [] : ContainerSettings.EngineVariables)
            if (environment[variable] is { } value)
                taken[variable] = Text($"The value of {variable}", value);
        return taken;
    }

    private static SortedDictionary<string, string> CheckedEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        var taken = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (!VariableName.IsValid(name))
                throw Fault.ValueNotRepresentable(
                    "The variable name",
                    name,
                    "a name is letters, digits and '_', and does not begin with a digit",
                    "Rename it in -Environment."
                );
            taken[name] = Text($"The value of {name}", value);
        }
        return taken;
    }

    /// <summary>The value, if a program can be given it at all: no NUL, and no half of a surrogate pair, which has no bytes in UTF-8.</summary>
    private static string Text(string what, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            throw Fault.ValueNotRepresentable(
                what,
                value,
                "it has a NUL character, which ends a word for every program",
                "Take it out."
            );
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (char.IsSurrogate(value[i]))
                throw Fault.ValueNotRepresentable(
                    what,
                    value,
                    $"it has half of a surrogate pair at position {i}, which is no text",
                    "Take it out."
                );
        }
        return value;
    }

    private static TimeSpan WholeSeconds(string parameter, TimeSpan value, TimeSpan most)
    {
        if (value < TimeSpan.Zero || value > most)
            throw Fault.ValueNotRepresentable(
                $"-{parameter}",
                value.ToString("c"),
                $"it is not between 0 and {most:c}",
                $"Give a time such as -{parameter} 00:30:00."
            );
        return TimeSpan.FromSeconds(Math.Ceiling(value.TotalSeconds));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelPrefix();
}
