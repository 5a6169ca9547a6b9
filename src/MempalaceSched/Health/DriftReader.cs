using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>Compares the files of a schedule with what its definition makes of them now.</summary>
internal sealed class DriftReader(OwnFiles own)
{
    /// <summary>What is wrong with each file that is not as it should be.</summary>
    public IReadOnlyList<Drift> Read(ScheduleDefinition definition, IScheduler scheduler)
    {
        var found = new List<Drift>();
        try
        {
            foreach (
                var file in new ScheduleFiles(own, scheduler).Rendered(definition).Where(file => !FileState.Holds(file))
            )
                found.Add(Compare(file));
            // A schedule of version 0.1 has no program beside its launcher.
            if (found.Any(each => each.IsOutdated))
                found.RemoveAll(each => each.IsMissingProgram);
        }
        catch (MempalaceException fault)
        {
            found.Add(new Drift($"{fault.Message.TrimEnd('.')}. {fault.Recommendation.TrimEnd('.')}", "")); // a definition that was changed by hand to what cannot be
        }
        return found;
    }

    private static Drift Compare(WriteFile file)
    {
        if (FileState.Read(file.Path) is not { } text)
            return new Drift($"'{file.Path}' is not there", "")
            {
                IsMissingProgram = file.Mark == LauncherProgram.Mark,
            };
        // Another version of the module has written this launcher, and nobody has changed it: that is no damage.
        if (LauncherProgram.Inspect(text) == InstalledProgram.OtherVersion)
            return new Drift(
                $"the launcher is version {LauncherProgram.VersionOf(text)}, and this module has {LauncherProgram.Version}",
                ""
            )
            {
                IsOutdated = true,
            };
        if (LauncherSettings.IsWholeProgram(text))
            return new Drift($"'{file.Path}' is a launcher of version 0.1", "") { IsOutdated = true };
        var diff = UnifiedDiff.For(file.Path, text, file.Content);
        return diff.Length > 0
            ? new Drift($"'{file.Path}' is not as it was written", diff)
            : new Drift($"'{file.Path}' has other permissions than it was written with", "");
    }
}

/// <summary>A file that is not as it should be.</summary>
/// <param name="What">What is wrong with it, without a full stop.</param>
/// <param name="Diff">What would mend it, as a unified diff; empty when the words say all.</param>
internal sealed record Drift(string What, string Diff)
{
    /// <summary>Whether it is an unmodified file of another version of the module, and not damage.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Whether the file is the launcher program, and is not there.</summary>
    public bool IsMissingProgram { get; init; }
}
