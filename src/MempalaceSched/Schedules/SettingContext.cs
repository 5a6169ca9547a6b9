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

    /// <summary>The palace that was given, or the one that mempalace would use.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public string ResolvePalace(string? given) =>
        (given, Container) switch
        {
            (null, null) => SettingValue.Text("The palace", PalaceLocation.Resolve(Machine)),
            (null, _) => ContainerPaths.DefaultPalace,
            (_, null) => AbsolutePath.From(SettingValue.Text("The palace", given), Machine.Home, CurrentFolder),
            _ => ContainerPaths.CheckPalace(SettingValue.Text("The palace", given)),
        };

    /// <summary>Where the sessions are.</summary>
    public SessionStore? Store() => Profile.Store(Container is null ? Machine : ContainerPaths.Inside);

    private string HowToInstall(string program) =>
        Profile.Program is null && CommandResolver.IsPath(program)
            ? "Check the path, or install the program."
            : Profile.HowToInstall;

    private string Find(string program, string howToInstall) =>
        CommandResolver.Resolve(program, Machine, CurrentFolder, howToInstall);
}
