using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>The files that a schedule has under every scheduler: definition, launcher, and the program that all launchers share. Each definition is rendered once in a call, whoever asks.</summary>
internal sealed class OwnFiles(StandardPaths paths)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = [];

    /// <summary>All of them, the definition first.</summary>
    public IReadOnlyList<WriteFile> Of(ScheduleDefinition definition) => files.GetValue(definition, Render);

    private IReadOnlyList<WriteFile> Render(ScheduleDefinition definition) =>
        [
            new WriteFile(
                paths.Definition(definition.Name),
                DefinitionFormat.Write(definition),
                Private,
                Marks.Definition(definition.Name)
            ),
            LauncherSettings.File(definition, paths),
            LauncherProgram.File(paths),
        ];
}
