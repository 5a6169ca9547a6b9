using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace MempalaceSched.Tests.Host;

/// <summary>The program as a user or a script meets it: exit codes, streams, scripts.</summary>
public class HostTests
{
    [Theory]
    [InlineData(0, "Get-Thing")]
    [InlineData(0, "Write-Fault 2>$null; 1")]
    [InlineData(0, "try { throw 'x' } catch { }")]
    [InlineData(0, "Write-Fault -ErrorAction SilentlyContinue")]
    [InlineData(1, "Write-Fault")]
    [InlineData(1, "Write-Fault -ErrorAction Stop")]
    [InlineData(1, "Get-NoSuchThing")]
    [InlineData(1, "throw 'x'")]
    [InlineData(1, "if (")]
    [InlineData(7, "exit 7")]
    [InlineData(0, "Write-Fault; exit 0")]
    [InlineData(7, "& { exit 7 }; 'not reached'")]
    public void The_exit_code_tells_whether_there_was_an_error(int code, string command) =>
        Assert.Equal(code, HostProgram.Run(command).ExitCode);

    [Theory]
    [InlineData]
    [InlineData("--nonsense")]
    [InlineData("-File")]
    public void A_wrong_command_line_gets_the_usage_and_2(params string[] arguments)
    {
        HostRun run = HostProgram.Run(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("usage: mempalace-sched", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_and_version_go_to_standard_output()
    {
        Assert.StartsWith("usage:", HostProgram.Run("--help").Output, StringComparison.Ordinal);
        string manifest = File.ReadAllText(Path.Combine(HostProgram.Root, "MempalaceSched.psd1"));
        string version = HostProgram.Run("--version").Output.Trim().Split(' ')[1];
        Assert.Contains($"'{version}'", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_arrive_as_the_shell_was_given_them()
    {
        HostRun run = HostProgram.Run(
            "Show-Argument",
            "Mon 03:00",
            "it's",
            "$HOME",
            "a;b",
            "",
            "x,y",
            "$true",
            "é – ü"
        );
        Assert.Equal(
            [
                "String:Mon 03:00",
                "String:it's",
                "String:$HOME",
                "String:a;b",
                "String:",
                "Object[]:x|y",
                "Boolean:True",
                "String:é – ü",
            ],
            run.OutputLines
        );
    }

    [Fact]
    public void An_error_shows_id_message_and_advice()
    {
        HostRun run = HostProgram.Run("Write-Fault", "-Message", "it broke badly");
        Assert.Equal("error: ThingBroke: it broke badly\n  Mend it.\n  Then try again.\n", run.Error);
        Assert.Equal("after the fault\n", run.Output);
    }

    [Fact]
    public void A_terminating_error_does_not_take_the_rows_before_it_along()
    {
        HostRun run = HostProgram.Run("Get-Thing -Name first; throw 'stop here'");
        Assert.Contains("first", run.Output, StringComparison.Ordinal);
        Assert.Equal("error: RuntimeException: stop here\n", run.Error);
    }

    [Fact]
    public void Only_output_goes_to_standard_output()
    {
        HostRun run = HostProgram.Run("Write-EveryStream", "-Verbose", "-InformationAction", "Continue");
        Assert.Equal("the output\n", run.Output);
        Assert.Equal(["warning: a warning", "verbose: a detail", "some information"], run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Progress_stays_off_pipes()
    {
        HostRun run = HostProgram.Run("Write-EveryStream");
        Assert.DoesNotContain("Working", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_modules_view_applies_and_nothing_is_cut_in_a_pipe()
    {
        string text = string.Join('-', Enumerable.Range(0, 100));
        HostRun run = HostProgram.Run("Get-Thing", "-Name", "a,something-longer", "-Text", text);
        Assert.Contains("THING", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.OutputLines, line => line == $"something-longer {text}");
        Assert.DoesNotContain("\u001b", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void COLUMNS_sets_the_width_in_a_pipe()
    {
        HostRun run = HostProgram.Run(
            ["Get-Thing", "-Text", new string('x', 200)],
            "",
            new Dictionary<string, string?> { ["COLUMNS"] = "40" }
        );
        Assert.All(run.OutputLines, line => Assert.True(line.Length <= 40, line));
    }

    [Fact]
    public void WhatIf_speaks_on_standard_output_and_beside_json_on_standard_error()
    {
        Assert.StartsWith(
            "What if: ",
            HostProgram.Run("Remove-Thing", "x", "-WhatIf").Output,
            StringComparison.Ordinal
        );
        HostRun json = HostProgram.Run("--json", "Remove-Thing", "x", "-WhatIf");
        Assert.Equal("[]\n", json.Output);
        Assert.StartsWith("What if: ", json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_without_a_terminal_names_the_way_out()
    {
        HostRun run = HostProgram.Run("Remove-Thing", "x");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("-Confirm:$false", run.Error, StringComparison.Ordinal);
        Assert.Equal("removed x\n", HostProgram.Run("Remove-Thing", "x", "-Confirm:$false").Output);
    }

    [Fact]
    public void A_missing_parameter_is_named() =>
        Assert.Matches(@"\Aerror: MissingMandatoryParameter: .*\bName\b", HostProgram.Run("Remove-Thing").Error);

    [Fact]
    public void Command_text_may_come_from_standard_input()
    {
        HostRun run = HostProgram.Run(["-"], "$é = 'ö'\n$é\nexit 5\n");
        Assert.Equal((5, "ö\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void A_script_binds_named_arguments_and_knows_where_it_lies()
    {
        using TemporaryFolder folder = new();
        string script = folder.Write(
            "my script.ps1",
            """
            param([string] $Name, [switch] $Loud, [switch] $Quiet, [string[]] $Rest)
            "$Name|$Loud|$Quiet|$($Rest -join '/')"
            $PSScriptRoot
            exit 3
            """
        );

        HostRun run = HostProgram.Run("-File", script, "-Name", "it's; $x", "-Loud", "-Quiet:$false", "-Rest", "a,b");
        Assert.Equal(["it's; $x|True|False|a/b", folder.Path], run.OutputLines);
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_script_that_is_missing_or_broken_is_an_error()
    {
        using TemporaryFolder folder = new();
        HostRun missing = HostProgram.Run("-File", Path.Combine(folder.Path, "none.ps1"));
        HostRun broken = HostProgram.Run("-File", folder.Write("broken.ps1", "'said'\nif ("));

        Assert.Equal((1, 1), (missing.ExitCode, broken.ExitCode));
        Assert.StartsWith("error: ScriptNotFound: ", missing.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", broken.Error, StringComparison.Ordinal);
        Assert.Equal("", broken.Output);
    }

    [Fact]
    public void A_missing_module_says_how_to_mend_it()
    {
        Dictionary<string, string?> environment = new() { ["MEMPALACE_SCHED_MODULE"] = "/nowhere/at-all.psd1" };
        HostRun run = HostProgram.Run(["--json", "1"], "", environment);
        Assert.Equal((1, "[]\n"), (run.ExitCode, run.Output));
        Assert.Matches(@"\Aerror: ModuleNotFound: .*/nowhere/at-all\.psd1.*\n  .*MEMPALACE_SCHED_MODULE", run.Error);
    }

    [Theory]
    [InlineData("1, 'two', $true, $null | ForEach-Object { $_ }", "[1,\"two\",true,null]")]
    [InlineData("Get-Thing -Name a, b | ForEach-Object Name; throw 'x'", "[\"a\",\"b\"]")]
    [InlineData("Write-Fault", "[\"after the fault\"]")]
    [InlineData("if (", "[]")]
    [InlineData("'before'; exit 4", "[\"before\"]")]
    [InlineData("", "[]", "Get-Thing | Where-Object { $false }")]
    public void Json_is_one_closed_array_whatever_happens(string command, string expected, string? other = null)
    {
        HostRun run = HostProgram.Run("--json", other ?? command);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(expected, JsonSerializer.Serialize(document.RootElement));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_stops_the_pipeline_and_leaves_valid_json(string signal, int code)
    {
        using TemporaryFolder folder = new();
        string started = Path.Combine(folder.Path, "started");
        string command =
            $"'begun'; try {{ [IO.File]::WriteAllText('{started}', ''); while ($true) {{ [Threading.Thread]::Sleep(20) }} }} "
            + $"finally {{ [IO.File]::WriteAllText('{started}.ended', '') }}";
        HostRun run = HostProgram.Run(["--json", command], "", meanwhile: process => Signal(process, signal, started));

        Assert.Equal((code, ""), (run.ExitCode, run.Error));
        Assert.Equal("begun", JsonDocument.Parse(run.Output).RootElement[0].GetString());
        Assert.True(File.Exists(started + ".ended"), "the pipeline was not given the time to clean up");
    }

    [Fact]
    public void A_second_ctrl_C_ends_at_once_what_the_first_could_not_stop()
    {
        using TemporaryFolder folder = new();
        string started = Path.Combine(folder.Path, "started");
        Stopwatch time = Stopwatch.StartNew();
        HostRun run = HostProgram.Run(
            [$"[IO.File]::WriteAllText('{started}', ''); [Threading.Thread]::Sleep(600000)"],
            "",
            meanwhile: process =>
            {
                Signal(process, "INT", started);
                Assert.False(process.WaitForExit(1000), "the first one should not have been enough");
                Signal(process, "INT", started);
            }
        );

        Assert.Equal(130, run.ExitCode);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(80));
    }

    [Fact]
    public void A_reader_that_goes_away_ends_an_endless_command()
    {
        string shell = $"'{HostProgram.Path}' 'while ($true) {{ 1 }}' | head -n 1";
        HostRun run = HostProgram.Run(["-c", shell], "", program: "/bin/sh");
        Assert.Equal("1\n", run.Output);
    }

    private static void Signal(Process process, string signal, string started)
    {
        SpinWait.SpinUntil(() => File.Exists(started) || process.HasExited, TimeSpan.FromSeconds(60));
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
        kill.WaitForExit();
    }
}
