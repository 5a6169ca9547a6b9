using System.Diagnostics;
using System.Text;
using MempalaceSched.Containers;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>What the launcher knows about the places of the palace and of the sessions.</summary>
public abstract class PalaceTests(TestShell shell)
{
    [Fact]
    public void A_run_never_creates_a_palace_that_hides_the_one_in_the_XDG_folder()
    {
        using var bed = new LauncherBed(shell);
        var other = Write(bed, "home/.config/mempalace/palace/chroma.sqlite3");
        Write(bed, "home/.mempalace/locks/mine_palace_1.lock");
        var mine = Mine(bed);

        var result = bed.Run(mine);

        var reason =
            $"a new palace in {mine.Palace} would hide the one in {other}; to use that one, run "
            + $"Set-MempalaceSchedule mempalace-test -Palace '{other}'";
        Assert.Equal((1, $"mempalace-test: Failed: {reason}\n"), (result.ExitCode, result.Output));
        Assert.Equal(("Failed", reason), (bed.OnlyLine().Outcome, bed.OnlyLine().Reason));
        Assert.False(Directory.Exists(mine.Palace));
        bed.AssertNothingLeft();
    }

    [Theory]
    [InlineData("{ \"palace_path\":\n\"ROOT/v\\u00e4 \\\"\\\\ult\" }", "vä \"\\ult")]
    [InlineData("{\"a\": 1, \"palace_path\": \"~/vault\"}", "home/vault")]
    [InlineData(
        "{\"a\": [{\"palace_path\": \"/1\"}], \"palace_path\": \"/2\", \"b\": \"palace_path\", \"palace_path\": \"ROOT/\\ud83d\\ude00\"}",
        "😀"
    )]
    public void A_palace_that_the_XDG_configuration_names_is_not_hidden_either(string text, string palace)
    {
        using var bed = new LauncherBed(shell);
        Write(bed, "home/.config/mempalace/config.json", text.Replace("ROOT", bed.Root, StringComparison.Ordinal));
        Assert.Equal(1, bed.Run(Mine(bed)).ExitCode);
        Assert.Contains(
            $"would hide the one in {bed.Out(palace)}, which {bed.Home}/.config/mempalace/config.json names;",
            bed.OnlyLine().Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(".mempalace/config.json")]
    [InlineData(".mempalace/people_map.json")]
    [InlineData(".mempalace/palace/chroma.sqlite3")]
    public void A_palace_that_mempalace_uses_anyway_hides_nothing(string file)
    {
        using var bed = new LauncherBed(shell);
        Write(bed, "home/.config/mempalace/palace/chroma.sqlite3");
        Write(bed, $"home/{file}");

        Assert.Equal(0, bed.Run(Mine(bed)).ExitCode);
    }

    [Fact]
    public void The_XDG_folder_is_the_one_of_the_command()
    {
        using var bed = new LauncherBed(shell);
        Write(bed, "home/.config/mempalace/palace/chroma.sqlite3");
        var mine = Mine(bed) with
        {
            Environment = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = bed.Out("xdg") },
        };
        Assert.Equal(0, bed.Run(mine).ExitCode);

        Write(bed, "xdg/mempalace/palace/chroma.sqlite3");
        Assert.Equal(1, bed.Run(mine).ExitCode);
        Assert.Equal(["Succeeded", "Failed"], bed.History().Select(line => line.Outcome));
    }

    [Fact]
    public void The_wrapper_of_opencode_gets_its_database()
    {
        using var bed = new LauncherBed(shell);
        Write(bed, "a db");
        var mine = bed.Mine("echo \"$OPENCODE_DB\"") with
        {
            Source = MineSource.OpenCode,
            Store = new SessionStore(bed.Out("a db")),
        };
        bed.Run(mine);
        bed.Run(mine with { Environment = new Dictionary<string, string> { ["OPENCODE_DB"] = "/mine" } });

        Assert.Equal([bed.Out("a db") + "\n", "/mine\n"], bed.History().Select(bed.Log));
    }

    [Fact]
    public void A_custom_command_is_skipped_if_its_folder_does_not_exist()
    {
        using var bed = new LauncherBed(shell);
        var mine = bed.Mine("echo 'Files processed: 0'") with
        {
            Store = CustomStore.From(["mempalace", "mine", bed.Out("gone")], bed.Home),
        };

        Assert.Equal(0, bed.Run(mine).ExitCode);
        Assert.Equal("Skipped", bed.OnlyLine().Outcome);
    }

    [Fact]
    public void A_container_reports_what_the_place_of_the_palace_depends_on()
    {
        using var bed = new LauncherBed(shell);
        var release = Write(bed, "home/.local/bin/mempalace", "#!/bin/sh\necho \"mempalace 3.10.2\"\n");
        Write(bed, "home/.local/share/opencode/opencode.db", "", 1);
        Write(bed, "data/opencode/opencode-local.db", "", 2);
        Write(bed, "conf ü/config.json", "{ \"palace_path\":\n\"~/vault\" }");

        var facts = Query(bed, ("MEMPALACE_CONFIG_DIR", bed.Out("conf ü")), ("XDG_DATA_HOME", bed.Out("data")))!;

        Assert.Equal((bed.Home, release + "/mempalace", "3.10.2"), (facts.Home, facts.Program, facts.Release?.Text));
        Assert.Equal(new ResolvedPalace($"{bed.Home}/vault", bed.Out("conf ü/config.json")), facts.Palace);
        var (store, others) = facts
            .StoreFor(SourceCatalog.For(MineSource.OpenCode), new Dictionary<string, string>())!
            .Value;
        Assert.Equal(bed.Out("data/opencode/opencode-local.db"), store.Path);
        Assert.Equal([$"{bed.Home}/.local/share/opencode/opencode.db"], others);
    }

    [Fact]
    public void A_container_without_anything_uses_the_newest_rules()
    {
        using var bed = new LauncherBed(shell);

        var facts = Query(bed)!;

        Assert.Null(facts.Release);
        Assert.Equal(new ResolvedPalace($"{bed.Home}/.config/mempalace/palace", "default"), facts.Palace);
        Write(bed, "home/.mempalace/people_map.json");
        Assert.Equal($"{bed.Home}/.mempalace/palace", Query(bed)!.Palace.Path);
    }

    /// <summary>A schedule that creates its palace, as mempalace does.</summary>
    private static ScheduleDefinition Mine(LauncherBed bed) =>
        bed.Mine("mkdir -p \"$MEMPALACE_PALACE_PATH\"") with
        {
            Palace = Path.Combine(bed.Home, ".mempalace/palace"),
        };

    private ContainerFacts? Query(LauncherBed bed, params (string Name, string Value)[] variables)
    {
        var words = shell.Words.Concat(["-c", LauncherProgram.QueryInside, "sh", "mempalace"]).ToList();
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        start.Environment.Clear();
        foreach (
            var (name, value) in variables
                .Append(("HOME", bed.Home))
                .Append(("PATH", "/usr/bin:/bin"))
                .Append(("LC_ALL", "C.UTF-8"))
        )
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return ContainerFacts.Read(output);
    }

    /// <summary>Writes a file in the temporary folder, and returns its folder.</summary>
    private static string Write(LauncherBed bed, string name, string text = "", int minutes = 0)
    {
        var path = Path.Combine(bed.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        if (minutes > 0)
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddMinutes(minutes));
        return Path.GetDirectoryName(path)!;
    }
}

public sealed class PalaceUnderDash() : PalaceTests(TestShell.Dash);

public sealed class PalaceUnderBashPosix() : PalaceTests(TestShell.BashPosix);

public sealed class PalaceUnderAsh() : PalaceTests(TestShell.Ash);

public sealed class PalaceUnderMksh() : PalaceTests(TestShell.Mksh);

public sealed class PalaceUnderYash() : PalaceTests(TestShell.Yash);

public sealed class PalaceUnderPosh() : PalaceTests(TestShell.Posh);

public sealed class PalaceUnderKsh93() : PalaceTests(TestShell.Ksh93);

public sealed class PalaceUnderZsh() : PalaceTests(TestShell.Zsh);
