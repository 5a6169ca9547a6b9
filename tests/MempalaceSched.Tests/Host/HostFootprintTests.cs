using Xunit;

namespace MempalaceSched.Tests.Host;

/// <summary>The engine likes to write caches, folders and identifiers; the host must keep it from that.</summary>
public class HostFootprintTests
{
    [Theory]
    [InlineData("Get-Thing")]
    [InlineData("Get-NoSuchThing")]
    [InlineData("Get-Help Get-Thing")]
    [InlineData("Get-Thing -?")]
    [InlineData("Get-Module -ListAvailable")]
    public void Nothing_is_written_below_home(string command)
    {
        using TemporaryFolder home = new();
        HostProgram.Run([command], "", Home(home.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }

    [Fact]
    public void Nothing_is_left_in_the_temporary_folder()
    {
        using TemporaryFolder temporary = new();
        Dictionary<string, string?> environment = Home("/nonexistent");
        environment["TMPDIR"] = temporary.Path;
        HostRun run = HostProgram.Run(["Get-Thing"], "", environment);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }

    // A file in place of the home folder cannot be written into by root either.
    [Fact]
    public void A_home_that_cannot_be_written_is_no_obstacle()
    {
        using TemporaryFolder folder = new();
        HostRun run = HostProgram.Run(["Get-Thing"], "", Home(folder.Write("home", "")));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("thing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_of_commands_is_the_users()
    {
        using TemporaryFolder home = new();
        HostRun run = HostProgram.Run(
            ["\"[$env:XDG_DATA_HOME][$env:XDG_CACHE_HOME][$env:HOME]\""],
            "",
            Home(home.Path)
        );
        Assert.Equal($"[][][{home.Path}]\n", run.Output);
    }

    private static Dictionary<string, string?> Home(string path) =>
        new()
        {
            ["HOME"] = path,
            ["XDG_DATA_HOME"] = null,
            ["XDG_CACHE_HOME"] = null,
            ["XDG_CONFIG_HOME"] = null,
            ["PSModulePath"] = null,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = null,
        };
}
