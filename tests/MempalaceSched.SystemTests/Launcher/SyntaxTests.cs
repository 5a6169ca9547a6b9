using System.Diagnostics;
using System.Runtime.CompilerServices;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A launcher as a text: every shell can read it, and shellcheck finds nothing.</summary>
public sealed class SyntaxTests : IDisposable
{
    private readonly LauncherBed bed = new(TestShell.Dash);

    public void Dispose() => bed.Dispose();

    [Theory]
    [InlineData("sh")]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("ksh")]
    public void Shellcheck_finds_nothing_in_a_launcher(string dialect)
    {
        Requires.Tool("shellcheck", "shellcheck");
        foreach (var script in Scripts())
        {
            var (code, output) = Check("shellcheck", "-s", dialect, script);
            Assert.True(code == 0 && output.Length == 0, output);
        }
    }

    [Fact]
    public void Shellcheck_finds_nothing_in_its_parts()
    {
        Requires.Tool("shellcheck", "shellcheck");
        var parts = Directory.GetFiles(Path.Combine(SourceFolder(), "../../../src/MempalaceSched/Templates"), "*.sh");
        Assert.True(parts.Length >= 4);

        // What a part uses of the others is unknown in it (SC2154), and what it sets for them unused (SC2034).
        foreach (var part in parts)
            Assert.Equal((0, ""), Check("shellcheck", "-s", "sh", "-e", "SC2154,SC2034", part));
    }

    [Fact]
    public void Every_shell_can_read_it()
    {
        foreach (var shell in TestShell.All)
        {
            shell.Require();
            foreach (var script in Scripts())
                Assert.Equal((0, ""), Check([.. shell.Words, "-n", script]));
        }
    }

    /// <summary>A launcher, one for a container, and what that one feeds to the shell in there.</summary>
    private IEnumerable<string> Scripts()
    {
        yield return bed.Install(Rich());
        var inContainer = Rich() with { Container = new ContainerTarget("devbox", "coder", "/usr/bin/docker") };
        yield return bed.Install(inContainer with { Name = "in-container" });
        var inside = bed.Out("inside");
        File.WriteAllText(
            inside,
            InsideScript
                .Render(inContainer, bed.Paths)
                .Replace("set -u\n", "set -u\ntime_limit=5 grace=5 dry_run=\n", StringComparison.Ordinal)
        );
        yield return inside;
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
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
