using System.Diagnostics;
using MempalaceSched.Containers;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>Every shell can parse the launcher, and shellcheck reports nothing.</summary>
public sealed class SyntaxTests : IDisposable
{
    private readonly LauncherBed bed = new(TestShell.Dash);

    public void Dispose() => bed.Dispose();

    [Theory]
    [InlineData("sh")]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("ksh")]
    public void Shellcheck_reports_nothing(string dialect)
    {
        Requires.Tool("shellcheck", "shellcheck");
        foreach (var script in Scripts())
            Assert.Equal((0, ""), Check("shellcheck", "-s", dialect, script));
    }

    [Fact]
    public void Shellcheck_reports_nothing_for_the_parts()
    {
        Requires.Tool("shellcheck", "shellcheck");
        var folder = Path.Combine(Repository.Root, "src/MempalaceSched/Launcher");
        Assert.Equal(
            LauncherProgram.Parts.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder, "*.sh").Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

        foreach (var part in LauncherProgram.Parts)
            Assert.Equal((0, ""), Check("shellcheck", Path.Combine(folder, part)));
    }

    [Fact]
    public void Every_shell_can_parse_the_launcher()
    {
        foreach (var shell in TestShell.All)
        {
            shell.Require();
            foreach (var script in Scripts())
            {
                var (code, output) = Check([.. shell.Words, "-n", script]);
                // ksh93 also prints performance warnings.
                var errors = output.Split('\n').Where(line => !line.Contains(": warning: ", StringComparison.Ordinal));
                Assert.Equal((0, ""), (code, string.Concat(errors)));
            }
        }
    }

    [Fact]
    public void The_program_does_nothing_by_itself_and_says_what_to_run()
    {
        bed.Install(Rich());
        foreach (var shell in TestShell.All)
        {
            shell.Require();
            var (code, output) = Check([.. shell.Words, bed.Paths.LauncherProgram]);
            Assert.Equal(2, code);
            Assert.Contains("mempalace-sched/bin/NAME", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_launcher_without_the_program_says_how_to_repair_it()
    {
        var launcher = bed.Install(Rich());
        File.Delete(bed.Paths.LauncherProgram);
        foreach (var shell in TestShell.All)
        {
            shell.Require();
            Assert.Equal(
                (
                    127,
                    $"mempalace-test: the launcher {bed.Paths.LauncherProgram} does not exist. "
                        + "To repair it, run Repair-MempalaceSchedule mempalace-test.\n"
                ),
                Check([.. shell.Words, launcher])
            );
        }
    }

    [Fact]
    public void An_incomplete_program_does_nothing()
    {
        var text = LauncherProgram.Text;
        var random = new Random(20261127);
        for (var i = 0; i < 40; i++)
        {
            var part = bed.Out("part");
            File.WriteAllText(
                part,
                $"role=inside\n{text[..random.Next(text.LastIndexOf("launch", StringComparison.Ordinal))]}"
            );
            Check("dash", part);
            Assert.False(Directory.Exists(bed.Paths.State));
        }
    }

    [Fact]
    public void The_file_of_a_schedule_has_at_most_sixty_lines()
    {
        foreach (var script in Scripts().Where(script => script != bed.Paths.LauncherProgram))
            Assert.InRange(File.ReadAllLines(script).Length, 20, 60);
    }

    /// <summary>Writes the program and the launchers of a schedule on the host and of one in a container.</summary>
    private IEnumerable<string> Scripts()
    {
        yield return bed.Install(Rich());
        yield return bed.Paths.LauncherProgram;
        yield return bed.Install(
            Rich() with
            {
                Name = "in-container",
                Container = new ContainerTarget("devbox", "coder", "/usr/bin/docker"),
            }
        );
    }

    private ScheduleDefinition Rich() =>
        bed.Command("/bin/echo", "it's", "a\nb", "") with
        {
            TimeLimit = TimeSpan.FromHours(2),
            Store = new SessionStore("/a store", "*/chats"),
            OnFailure = ["/bin/echo", "it's", "$x"],
            Environment = new Dictionary<string, string> { ["PYTHONPATH"] = "a'b\n$c", ["UID"] = "5" },
        };

    private static (int ExitCode, string Output) Check(params string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
