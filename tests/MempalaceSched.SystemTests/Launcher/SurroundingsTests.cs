using System.Text;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>
/// The arguments, environment and working folder of the command, byte for byte, and the arguments of the launcher.
/// </summary>
public abstract class SurroundingsTests(TestShell shell)
{
    private const int Seed = 20260317;
    private const string Record =
        "cat /proc/$$/environ >$ROOT/environ; cat /proc/$$/cmdline >$ROOT/cmdline; pwd >$ROOT/pwd";

    /// <summary>The same as a Perl program, because no environment variable affects Perl here.</summary>
    private const string PerlRecord = """
        for ("environ", "cmdline") { local $/; open(my $in, "<", "/proc/self/$_"); open(my $out, ">", "$ARGV[0]/$_"); print {$out} readline($in) }
        open(my $out, ">", "$ARGV[0]/pwd"); print {$out} readlink("/proc/self/cwd"), "\n";
        """;

    private static readonly string[] Pieces =
    [
        " ",
        "  ",
        "'",
        "\"",
        "%",
        "%%s",
        "$",
        "$HOME",
        "${x}",
        "$(id)",
        "`id`",
        "\\",
        "\\n",
        "\\\\",
        "\n",
        "\n\n",
        "\t",
        "\r",
        ";",
        "&",
        "&&",
        "|",
        "*",
        "?",
        "[a]",
        "~",
        "#",
        "!",
        "!!",
        "(",
        ")",
        "<",
        ">",
        "{",
        "}",
        "{a,b}",
        "=",
        "-",
        "--",
        "-n",
        "a",
        "Z",
        "0",
        "\u00fc",
        "\u6f22",
        "\ud83d\ude00",
        "\u0001",
        "\u001b",
        "\u007f",
        "{{",
        "}}",
        "{{ x }}",
        "'\\''",
    ];

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void Special_characters_are_passed_byte_for_byte(TestTools tools)
    {
        Requires.Tool("perl", "perl");
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        for (var round = 0; round < 2; round++)
        {
            using var bed = new LauncherBed(
                shell,
                tools,
                "home"
                    + Text(random, 8)
                        .Replace("\n", "", StringComparison.Ordinal)
                        .Replace("\r", "", StringComparison.Ordinal)
            );
            string[] arguments =
            [
                "",
                .. Enumerable.Range(0, 12).Select(_ => Text(random, 6)),
                .. Pieces,
                "ends with a line feed\n",
                "--dry-run",
            ];
            var variables = Enumerable.Range(0, 12).ToDictionary(i => $"V{i}", _ => Text(random, 6));
            variables["EMPTY"] = "";
            variables["IFS"] = variables["PS4"] = variables["OPTARG"] = Text(random, 3);
            variables["PYTHONPATH"] = "/a b:/c";
            variables["PERL5LIB"] = variables["PYTHONHOME"] = "/nowhere";
            var palace = Path.Combine(bed.Home, "pal" + Text(random, 6) + "x");
            var definition = bed.Command(["/usr/bin/perl", "-e", PerlRecord, "--", bed.Root, .. arguments]) with
            {
                Palace = palace,
                Environment = variables,
            };

            var result = bed.Run(definition);

            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            Assert.Equal(definition.Command.Select(Encoding.UTF8.GetBytes), Split(bed.Out("cmdline")));
            var environment = Split(bed.Out("environ"))
                .Select(Encoding.UTF8.GetString)
                .Select(entry => entry.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => pair[1]);
            foreach (var (name, value) in variables)
                Assert.Equal((name, value), (name, environment[name]));
            Assert.Equal((bed.Home, bed.SearchPath), (environment["HOME"], environment["PATH"]));
            Assert.Equal((palace, palace), (environment["MEMPALACE_PALACE_PATH"], environment["MEMPALACE_PATH"]));
            Assert.Equal(("1", "1"), (environment["PYTHONUNBUFFERED"], environment["PYTHONUTF8"]));
            Assert.Equal(bed.Home + "\n", File.ReadAllText(bed.Out("pwd")));
        }
    }

    [Fact]
    public void The_path_of_a_program_may_contain_an_equals_sign()
    {
        using var bed = new LauncherBed(shell, TestTools.Bare, "a=b");
        var program = Path.Combine(bed.Home, "c=d");
        File.WriteAllText(program, "#!/bin/sh\necho \"$@\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);

        Assert.Equal(0, bed.Run(bed.Command(program, "e=f")).ExitCode);

        Assert.Equal("e=f\n", bed.Log(bed.OnlyLine()));
        Assert.Equal("e=f --dry-run\n", bed.Run(bed.Command(program, "e=f"), "--dry-run").Output);
    }

    [Theory, SetsOfTools(nameof(Machines.All))]
    public void The_environment_of_a_schedule_may_set_PATH_and_HOME(TestTools tools)
    {
        using var bed = new LauncherBed(shell, tools);
        var definition = bed.Command("/bin/sh", "-c", "echo \"$PATH $HOME\"") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/nowhere", ["HOME"] = "/gone" },
        };

        Assert.Equal((0, ""), (bed.Run(definition) is var result ? result.ExitCode : -1, result.Error));

        Assert.Equal("/nowhere /gone\n", bed.Log(bed.OnlyLine()));
        Assert.Equal(
            "/nowhere /gone\n",
            bed.Run(definition with { Command = ["/bin/sh", "-c", "echo \"$PATH $HOME\"", "sh"] }, "--dry-run").Output
        );
    }

    [Fact]
    public void A_dry_run_only_runs_the_command_with_its_environment()
    {
        using var bed = new LauncherBed(shell);
        var definition = bed.Mine($"{Record}; echo to stdout; echo to stderr >&2; exit 7", "a b", "") with
        {
            Environment = new Dictionary<string, string> { ["V"] = "it's" },
        };

        var result = bed.Run(definition, "--dry-run");

        Assert.Equal((7, "to stdout\n", "to stderr\n"), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(definition.Command.Append("--dry-run").Select(Encoding.UTF8.GetBytes), Split(bed.Out("cmdline")));
        var environment = Split(bed.Out("environ")).Select(Encoding.UTF8.GetString).ToList();
        Assert.Contains("V=it's", environment);
        Assert.Contains($"MEMPALACE_PALACE_PATH={bed.Home}/palace", environment);
        Assert.False(Directory.Exists(bed.Paths.State));
    }

    [Theory]
    [InlineData("unknown argument '--verbose'", "--verbose")]
    [InlineData("unknown argument 'a\\nb %s'", "a\\nb %s")]
    [InlineData("unknown argument ''", "")]
    [InlineData("--trigger needs a value", "--trigger")]
    [InlineData("'Scheduled!' is not a trigger name", "--trigger", "Scheduled!")]
    [InlineData("'\"' is not a trigger name", "--trigger", "\"")]
    [InlineData("'' is not a trigger name", "--trigger", "")]
    [InlineData("'--dry-run' is not a trigger name", "--trigger", "--dry-run")]
    public void Invalid_arguments_are_rejected(string message, params string[] arguments)
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(bed.Mine("echo mined"), arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"mempalace-test: {message}", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bed.Paths.State));
    }

    [Fact]
    public void The_trigger_is_recorded()
    {
        using var bed = new LauncherBed(shell);

        bed.Run(bed.Mine("echo mined"), "--trigger", "catch-up");

        Assert.Equal("catch-up", bed.OnlyLine().Trigger);
    }

    private static string Text(Random random, int pieces) =>
        string.Concat(Enumerable.Range(0, random.Next(pieces + 1)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static IEnumerable<byte[]> Split(string file)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        Assert.EndsWith("\0", text, StringComparison.Ordinal);
        return text[..^1].Split('\0').Select(Encoding.Latin1.GetBytes);
    }
}

public sealed class SurroundingsUnderDash() : SurroundingsTests(TestShell.Dash);

public sealed class SurroundingsUnderBashPosix() : SurroundingsTests(TestShell.BashPosix);

public sealed class SurroundingsUnderAsh() : SurroundingsTests(TestShell.Ash);
