using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>What the values of settings are resolved against: the machine, the source and the container.</summary>
/// <param name="Machine">The machine and user that the schedule is for.</param>
/// <param name="CurrentFolder">The folder that relative paths start from.</param>
/// <param name="Profile">The source.</param>
/// <param name="Container">The container that runs act in; null for this machine.</param>
internal sealed record SettingContext(
    HostEnvironment Machine,
    string CurrentFolder,
    SourceProfile Profile,
    ContainerTarget? Container
)
{
    /// <summary>The installed release of mempalace; null if it is unknown.</summary>
    public MempalaceRelease? Release { get; init; }

    /// <summary>
    /// A command with its program as an absolute path. In a container, each run looks up the program.
    /// </summary>
    /// <exception cref="MempalaceException"><c>OptionConflict</c>, <c>CommandNotFound</c>.</exception>
    public string[] ResolveCommand(IReadOnlyList<string> words)
    {
        if (words is [] or ["", ..])
            throw Error.OptionConflict(
                "-Command is empty.",
                "Specify the program, then its arguments: -Command ~/bin/mine, --all"
            );
        var program = SettingValue.Text("The command", words[0]);
        return
        [
            Container is null ? Find(program, HowToInstall(program)) : ContainerPaths.CheckProgram(program),
            .. SettingValue.Arguments(words.Skip(1), "The argument"),
        ];
    }

    /// <summary>The command of a hook. An empty list, or one empty word, removes the hook.</summary>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public string[] ResolveHook(string parameter, IReadOnlyList<string> words) =>
        words is [] or [""]
            ? []
            :
            [
                Find(
                    SettingValue.Text($"The program of -{parameter}", words[0]),
                    "Install the program, or specify its path, for example "
                        + $"-{parameter} curl, -fsS, https://example.org/ping"
                ),
                .. SettingValue.Arguments(words.Skip(1), $"The argument of -{parameter}"),
            ];

    /// <summary>
    /// The palace that mempalace would use. Where nothing can be looked up, it is the old default: a run then fails
    /// instead of hiding a palace in the XDG folder, and with an old release it still finds the palace.
    /// </summary>
    public ResolvedPalace UsualPalace() =>
        Container is not null ? new(ContainerPaths.DefaultPalace, PalaceLocation.Unknown)
        : Machine.IsOtherMachine
            ? new(AbsolutePath.From(PalaceLocation.OldDefault, Machine.Home, Machine.Home), PalaceLocation.Default)
        : PalaceLocation.Resolve(Release, PalaceView.Of(Machine));

    /// <summary>The palace that was given, or the one that mempalace would use.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public string ResolvePalace(string? given) =>
        (given, Container) switch
        {
            (null, null) => SettingValue.Text("The palace", UsualPalace().Path),
            (null, _) => ContainerPaths.DefaultPalace,
            (_, null) => AbsolutePath.From(SettingValue.Text("The palace", given), Machine.Home, CurrentFolder),
            _ => ContainerPaths.CheckPalace(SettingValue.Text("The palace", given)),
        };

    /// <summary>Where the sessions are.</summary>
    public SessionStore? Store() => Profile.Store(Container is null ? Machine : ContainerPaths.Inside);

    /// <summary>The store that a variable of the run moves; null if none does.</summary>
    public SessionStore? StoreIn(IReadOnlyDictionary<string, string> environment) =>
        Container is null
        && Profile.Stores is { Variable: { } variable } stores
        && environment.GetValueOrDefault(variable) is { Length: > 0 } value
            ? stores.Choose(StoreView.Of(Machine) with { Variable = name => name == variable ? value : null }).Store
            : null;

    /// <summary>Where a custom command finds what it mines; null if only the command knows.</summary>
    public SessionStore? StoreOf(IReadOnlyList<string> command) =>
        CustomStore.From(command, Container is null ? Machine.Home : ContainerPaths.Inside.Home);

    /// <summary>
    /// The default command of the source. If the wrapper of pi does not exist, mempalace from 3.5 on replaces it.
    /// </summary>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public string[] DefaultCommand()
    {
        try
        {
            return ResolveCommand([Profile.Program!]);
        }
        catch (MempalaceException) when (Profile.CanBeMinedBy(Release) && ReleaseQuery.Find(null, Machine) is not null)
        {
            return ResolveCommand([ReleaseQuery.Program]);
        }
    }

    private string HowToInstall(string program) =>
        Profile.Program is null && CommandResolver.IsPath(program)
            ? "Check the path, or install the program."
            : Profile.HowToInstall;

    private string Find(string program, string howToInstall) =>
        CommandResolver.Resolve(program, Machine, CurrentFolder, howToInstall);
}
