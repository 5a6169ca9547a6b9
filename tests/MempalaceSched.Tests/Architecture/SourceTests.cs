using System.Text.RegularExpressions;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Architecture;

/// <summary>Rules that can be checked only in the source text.</summary>
public sealed partial class SourceTests
{
    /// <summary>Files outside Changes that write to disk, and why they do not use a change plan.</summary>
    private static readonly Dictionary<string, string> Writers = new()
    {
        ["Health/ProbeRun.cs"] = "makes and deletes a temporary folder for a test run",
        ["Schedulers/Cron/Crontab.cs"] = "deletes temporary files of crontab(1) and old copies of the crontab",
        ["Schedulers/Embedded/SchedulerLock.cs"] = "the lock and PID file exist only while the scheduler runs",
        ["UseCases/RemovalPlan.cs"] = "deletes unused lock files after the removal, and a failure is only a warning",
        ["UseCases/RunRequest.cs"] = "deletes the request file that no launcher took",
    };

    /// <summary>Each line of code of the module, with the path of its file in the project.</summary>
    private static readonly (string File, string Code)[] Lines = Read();

    [Fact]
    public void Only_the_Schedulers_folder_names_a_scheduler() =>
        Assert.DoesNotContain(
            Lines,
            line =>
                !line.File.StartsWith("Schedulers/", StringComparison.Ordinal)
                && OneScheduler().IsMatch(line.Code)
                && !(line.File.StartsWith("Commands/", StringComparison.Ordinal) && DefaultValue().IsMatch(line.Code))
        );

    [Fact]
    public void Only_the_Changes_folder_writes_to_disk() =>
        Assert.Equal(
            Writers.Keys.Order(StringComparer.Ordinal),
            Lines
                .Where(line =>
                    !line.File.StartsWith("Changes/", StringComparison.Ordinal) && Write().IsMatch(line.Code)
                )
                .Select(line => line.File)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    private static (string File, string Code)[] Read()
    {
        var project = Path.Combine(Repository.Root, "src", "MempalaceSched");
        return
        [
            .. Directory
                .GetFiles(project, "*.cs", SearchOption.AllDirectories)
                .Select(path => (Path: path, File: Path.GetRelativePath(project, path)))
                .Where(file => !BuildOutput().IsMatch(file.File))
                .SelectMany(file => File.ReadLines(file.Path).Select(line => (file.File, Comment().Replace(line, "")))),
        ];
    }

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"(^|\s)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bSchedulerKind\.(?!Auto\b)[A-Z]\w*")]
    private static partial Regex OneScheduler();

    [GeneratedRegex(@"^\s*public SchedulerKind(\[\])? \w+ \{ get; set; \} = ")]
    private static partial Regex DefaultValue();

    [GeneratedRegex(
        @"\bFile\.(Write|Append|Move|Delete|Copy|Replace|Create|SetUnixFileMode)"
            + @"|\bDirectory\.(Create|Move|Delete)|\bFileMode\.(?!Open\b)\w+|\bStreamWriter\b"
    )]
    private static partial Regex Write();
}
