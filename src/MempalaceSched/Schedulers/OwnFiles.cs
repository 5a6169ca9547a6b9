using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers;

/// <summary>The files that a schedule has under every scheduler: definition and launcher. Each definition is rendered once in a call, whoever asks.</summary>
internal sealed class OwnFiles(StandardPaths paths)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = [];

    /// <summary>Both of them, the definition first.</summary>
    public IReadOnlyList<WriteFile> Of(ScheduleDefinition definition) => files.GetValue(definition, Render);

    private IReadOnlyList<WriteFile> Render(ScheduleDefinition definition) =>
        [
            new WriteFile(
                paths.Definition(definition.Name),
                DefinitionFormat.Write(definition),
                Private,
                Marks.Definition(definition.Name)
            ),
            new WriteFile(
                paths.Launcher(definition.Name),
                LauncherScript.Render(definition, paths),
                Private
                    | UnixFileMode.UserExecute
                    | UnixFileMode.GroupRead
                    | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherRead
                    | UnixFileMode.OtherExecute,
                Marks.Launcher(definition.Name)
            ),
        ];
}
