using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

/// <summary>Runs a scenario under Debian's cron, with its own spool and clock. See tests/beds/cron-bed.sh.</summary>
internal static class CronBed
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private const int SecondsAtMost = 240;

    /// <summary>Runs a scenario to its end, and returns its results.</summary>
    /// <param name="scenario">The name of a script in the folder Scenarios.</param>
    /// <param name="start">The time that the daemon sees when it starts, or null for the real time.</param>
    /// <param name="onRequest">Whether the daemon waits until the scenario starts it.</param>
    /// <param name="around">The script and arguments of a bed that runs around this one, or null for none.</param>
    /// <param name="variables">The environment variables of the scenario.</param>
    public static Facts Run(
        string scenario,
        string? start = null,
        bool onRequest = false,
        IReadOnlyList<string>? around = null,
        params (string Name, string Value)[] variables
    )
    {
        Requires.Root();
        Requires.Tool("crontab", "cron");
        Requires.Tool("python3", "python3");
        if (start is not null)
            Requires.Tool("faketime", "faketime");
        Requires.That(start is null || File.Exists(FakeTime), "libfaketime lies elsewhere on this machine.");

        var facts = new Facts(scenario);
        List<string> arguments = around is null
            ? []
            : [.. around.Skip(1), "--", Path.Combine(Repository.Root, "tests/beds/cron-bed.sh")];
        arguments.AddRange(["-t", $"{SecondsAtMost}"]);
        if (start is not null)
            arguments.AddRange(["-a", start]);
        if (onRequest)
            arguments.Add("-s");
        arguments.AddRange([
            "--",
            Path.Combine(Repository.Root, $"tests/MempalaceSched.SystemTests/Cron/Scenarios/{scenario}.sh"),
        ]);
        var process = new ProcessStartInfo(
            Path.Combine(Repository.Root, "tests/beds", around?[0] ?? "cron-bed.sh"),
            arguments
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process.Environment["PROJECT"] = Repository.Root;
        process.Environment["OUT"] = facts.Folder;
        foreach (var (name, value) in variables)
            process.Environment[name] = value;

        using var bed = Process.Start(process)!;
        bed.StandardInput.Close();
        var output = bed.StandardOutput.ReadToEndAsync();
        var error = bed.StandardError.ReadToEndAsync();
        if (!bed.WaitForExit(TimeSpan.FromSeconds(SecondsAtMost + 30)))
        {
            bed.Kill(entireProcessTree: true);
            Assert.Fail($"The bed of {scenario} did not end.");
        }
        facts.Said =
            $"{scenario} ended with exit code {bed.ExitCode} and said: {output.GetAwaiter().GetResult()}{error.GetAwaiter().GetResult()}";
        return facts;
    }
}
