using Xunit;

namespace MempalaceSched.Tests.Host;

/// <summary>The program on a terminal: a pseudo-terminal that script(1) of util-linux makes.</summary>
public class HostTerminalTests
{
    [Fact]
    public void A_question_is_asked_and_the_answer_taken()
    {
        Assert.Contains("removed x", OnTerminal("Remove-Thing x", "y\n"), StringComparison.Ordinal);

        string refused = OnTerminal("Remove-Thing x", "what\nno\n");
        Assert.Contains("[Y] Yes", refused, StringComparison.Ordinal);
        Assert.Contains("Y - ", refused, StringComparison.Ordinal); // the help, for an answer that is none
        Assert.DoesNotContain("removed x", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_parameter_is_asked_for() =>
        Assert.Contains(
            "removed thing",
            OnTerminal("Remove-Thing -Confirm:$false", "thing\n"),
            StringComparison.Ordinal
        );

    [Fact]
    public void Progress_is_one_line_that_is_gone_in_the_end()
    {
        string screen = OnTerminal("Write-EveryStream");
        Assert.Contains("\rWorking 10%: at 10", screen, StringComparison.Ordinal);
        Assert.Contains("\rWorking 90%: at 90", screen, StringComparison.Ordinal);
        string lastLine = screen.Split("the output")[0].Split('\n')[^1];
        Assert.EndsWith("\r" + new string(' ', "Working 90%: at 90".Length) + "\r", lastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_needs_a_terminal_and_leave()
    {
        const string Green = "\u001b[32;1m";
        Assert.Contains(Green, OnTerminal("Get-Thing"), StringComparison.Ordinal);
        Assert.DoesNotContain(Green, OnTerminal("Get-Thing", "", "NO_COLOR=1 "), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_at_a_question_ends_the_program()
    {
        SkipWithoutScript();
        using TemporaryFolder folder = new();
        string started = Path.Combine(folder.Path, "started");
        string keys = $"while ! [ -e '{started}' ]; do sleep 0.1; done; sleep 1; printf '\\003'; sleep 1";
        HostRun run = HostProgram.Run(
            ["-c", $"( {keys} ) | script -qec \"$LINE\" /dev/null"],
            "",
            new Dictionary<string, string?>
            {
                ["LINE"] =
                    $"exec '{HostProgram.Path}' '[IO.File]::WriteAllText(\"{started}\", \"\"); Remove-Thing x; \"not reached\"'",
                ["SHELL"] = "/bin/sh",
            },
            program: "/bin/sh"
        );

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("[Y] Yes", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not reached", run.Output, StringComparison.Ordinal);
    }

    private static string OnTerminal(string command, string input = "", string environment = "")
    {
        SkipWithoutScript();
        HostRun run = HostProgram.Run(
            ["-qec", $"stty cols 100 -echo; {environment}'{HostProgram.Path}' '{command}'", "/dev/null"],
            input,
            new Dictionary<string, string?>
            {
                ["TERM"] = "xterm",
                ["NO_COLOR"] = null,
                ["SHELL"] = "/bin/sh",
            },
            program: "/usr/bin/script"
        );
        return run.Output;
    }

    private static void SkipWithoutScript() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"),
            "needs /usr/bin/script of util-linux"
        );
}
