using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>Compares the files of a schedule with the files that its definition produces now.</summary>
internal sealed class DriftReader(OwnFiles own)
{
    /// <summary>The files that differ.</summary>
    public IReadOnlyList<Drift> Read(ScheduleDefinition definition, IScheduler scheduler)
    {
        try
        {
            List<Drift> found =
            [
                .. new ScheduleFiles(own, scheduler)
                    .Rendered(definition)
                    .Where(file => !FileState.Holds(file))
                    .Select(Compare),
            ];
            // A schedule of version 0.1 has no launcher program, because its launcher is the whole program.
            if (found.Any(each => each.IsOutdated))
                found.RemoveAll(each => each.IsMissingProgram);
            return found;
        }
        catch (MempalaceException error)
        {
            // The definition was edited by hand, and its scheduler cannot express it.
            return [new Drift($"{error.Message.TrimEnd('.')}. {error.Recommendation.TrimEnd('.')}", "")];
        }
    }

    private static Drift Compare(WriteFile file)
    {
        if (FileState.Read(file.Path) is not { } text)
            return new Drift($"'{file.Path}' does not exist", "")
            {
                IsMissingProgram = file.Mark == LauncherProgram.Mark,
            };
        // An unmodified launcher of another version still works, so this is not damage.
        if (LauncherProgram.Inspect(text) == InstalledProgram.OtherVersion)
            return new Drift(
                $"its version is {LauncherProgram.VersionOf(text)}, and the version of this module is "
                    + LauncherProgram.Version,
                ""
            )
            {
                IsOutdated = true,
            };
        if (LauncherSettings.IsWholeProgram(text))
            return new Drift($"'{file.Path}' is a launcher of version 0.1", "") { IsOutdated = true };
        var diff = UnifiedDiff.For(file.Path, text, file.Content);
        return diff.Length > 0
            ? new Drift($"'{file.Path}' differs from what was installed", diff)
            : new Drift($"'{file.Path}' has different permissions than at the install", "");
    }
}

/// <summary>A file that differs from what the definition produces.</summary>
/// <param name="Problem">How it differs, as a sentence without a full stop.</param>
/// <param name="Diff">What a repair would change, as a unified diff; empty if the text does not differ.</param>
internal sealed record Drift(string Problem, string Diff)
{
    /// <summary>Whether it is an unmodified file of another version of the module.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Whether the file is the launcher program and does not exist.</summary>
    public bool IsMissingProgram { get; init; }
}
