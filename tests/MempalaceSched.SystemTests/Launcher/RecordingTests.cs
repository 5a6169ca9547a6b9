using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Every recording of a real mempalace, through the launcher.</summary>
public abstract class RecordingTests(TestShell shell)
{
    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var recording in Recording.All)
                data.Add(recording.Release, recording.Case);
            return data;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_recording_is_judged_as_the_table_says(string release, string name)
    {
        using var bed = new LauncherBed(shell);
        var recording = new Recording(release, name);
        var program = bed.Out("mempalace");
        File.WriteAllText(program, recording.Script(bed.Root));
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        // A palace that is not there is found out by mempalace, a folder that is not there by the launcher.
        if (recording.Source(bed.Home) is { } source && !name.EndsWith("folder-missing", StringComparison.Ordinal))
            Directory.CreateDirectory(source);

        var result = bed.Run(bed.Command([program, .. recording.Arguments(bed.Home)]));

        var (outcome, reason) = RecordingTable.For(release, name);
        var line = bed.OnlyLine();
        Assert.Equal(("", outcome), (result.Error, line.Outcome));
        if (reason is null)
            Assert.Equal("", line.Reason);
        else
            Assert.Contains(reason, line.Reason, StringComparison.Ordinal);
        Assert.Equal(ExitCode(outcome, recording), line.ExitCode);
        Assert.Equal(line.ExitCode, result.ExitCode);
        var counts = (line.Processed, line.Skipped, line.Filed);
        if (RecordedCounts.For(recording, outcome) is { } expected)
            Assert.Equal(expected, counts);
        if (line.Log is not null && outcome != "Busy")
            Assert.Equal(recording.Output, bed.Log(line));
    }

    private static int ExitCode(string outcome, Recording recording) =>
        outcome switch
        {
            "Busy" => 75,
            "Skipped" or "Succeeded" or "NothingNew" => 0,
            "Interrupted" => recording.ExitCode == 0 ? 130 : recording.ExitCode,
            _ => recording.ExitCode == 0 ? 1 : recording.ExitCode,
        };
}

/// <summary>The counts of a recording, read independently of the launcher.</summary>
internal static class RecordedCounts
{
    /// <summary>The counts; null if they do not matter for this outcome.</summary>
    public static (int?, int?, int?)? For(Recording recording, string outcome)
    {
        if (recording.Case.EndsWith("-folder-missing", StringComparison.Ordinal))
            return (null, null, null); // mempalace was not started
        if (recording.Case.Contains("dry-run", StringComparison.Ordinal))
            return (
                recording.Sum("Files processed:"),
                recording.Sum(@"Files skipped[^:\n]*:"),
                recording.Case == "hub-dry-run" ? 0 : null
            );
        return outcome switch
        {
            "Succeeded" or "NothingNew" => (
                recording.Sum("Files processed:") ?? recording.Sum("Files extracted:") ?? recording.Sum("Swept"),
                recording.Sum(@"Files skipped[^:\n]*:"),
                recording.Sum("Drawers filed:") ?? recording.Sum("Total drawers:") ?? recording.Sum(@"Swept.*: \+")
            ),
            "Interrupted" => recording.Case switch
            {
                "convos-term" or "convos-int" or "convos-int-buffered" or "projects-term" => (3, null, null),
                "extract-int" => (recording.Sum("Files extracted:"), 0, recording.Sum("Total drawers:")),
                "extract-term" => (2, null, null),
                _ => (null, null, null),
            },
            _ => null,
        };
    }
}

public sealed class RecordingsUnderDash() : RecordingTests(TestShell.Dash);

public sealed class RecordingsUnderBashPosix() : RecordingTests(TestShell.BashPosix);

public sealed class RecordingsUnderAsh() : RecordingTests(TestShell.Ash);
