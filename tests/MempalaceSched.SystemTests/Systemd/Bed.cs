using System.Diagnostics;
using MempalaceSched.SystemTests.PowerShell;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>Runs one scenario in a temporary real systemd (tests/beds/systemd-bed.sh).</summary>
internal static class Bed
{
    /// <summary>The path of the repository inside a bed.</summary>
    private const string Project = "/srv/project";

    /// <summary>The time zone of every bed. It is not UTC, so that tests detect mixed-up local and UTC times.</summary>
    public const string Zone = "Europe/Berlin";

    public static string RepositoryRoot => Repository.Root;

    /// <summary>Runs a scenario and returns its report.</summary>
    /// <param name="scenario">The name of a script in the Scenarios folder.</param>
    /// <param name="options">The options of the bed.</param>
    public static Report Run(string scenario, BedOptions options)
    {
        Requires.Root();
        Requires.Tool("systemctl", "systemd");
        Requires.Tool("dbus-daemon", "dbus");
        Requires.Tool("pkaction", "polkitd");

        using var folder = new TemporaryFolder();
        var dropIn = Path.Combine(folder.Path, "manager.conf");
        File.WriteAllText(dropIn, options.ManagerDropIn);

        var start = new ProcessStartInfo(
            Path.Combine(
                RepositoryRoot,
                "tests/beds",
                options.Around is { Count: > 0 } around ? around[0] : "systemd-bed.sh"
            )
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        List<string> arguments = options.Around is { Count: > 0 }
            ? [.. options.Around.Skip(1), Path.Combine(RepositoryRoot, "tests/beds/systemd-bed.sh")]
            : [];
        arguments.AddRange([
            "-t",
            $"{options.SecondsAtMost}",
            "-u",
            options.User,
            "-r",
            $"{RepositoryRoot}:{Project}",
            "-C",
            Project,
            "-r",
            $"{dropIn}:/srv/manager.conf",
        ]);
        if (!options.Lingers)
            arguments.Add("-L");
        foreach (var (source, target) in options.Files)
            arguments.AddRange(["-r", $"{source}:{target}"]);
        foreach (var (name, value) in options.Variables.Concat(PowerShellProgram.Variables))
            arguments.AddRange(["-E", $"{name}={value}"]);
        arguments.AddRange([
            "-P",
            $"""
            ln -sf /usr/share/zoneinfo/{Zone} /etc/localtime
            mkdir -p /run/bed-units/user@.service.d
            cp /srv/manager.conf /run/bed-units/user@.service.d/bed.conf
            {options.Seed}
            """,
        ]);
        arguments.Add("--");
        arguments.AddRange(
            PowerShellProgram.Run(Project, $"tests/MempalaceSched.SystemTests/Systemd/Scenarios/{scenario}.ps1")
        );
        foreach (var (name, value) in options.OuterVariables)
            start.Environment[name] = value;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(options.SecondsAtMost + 60)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The bed of {scenario} did not end.");
        }
        return new Report(scenario, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
