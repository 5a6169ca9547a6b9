using System.Globalization;
using System.Text.Json;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Launchd;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Controls the stand-in for launchctl.</summary>
internal sealed class StandIn(Mac mac, string folder)
{
    public static uint UserId { get; } = HostEnvironment.Current().UserId;

    /// <summary>All calls so far, except those that only read.</summary>
    public IReadOnlyList<string> Changes =>
        [.. Calls.Where(call => !call.StartsWith("print", StringComparison.Ordinal))];

    /// <summary>All calls so far.</summary>
    public IReadOnlyList<string> Calls =>
        [
            .. File.ReadAllLines(Path.Combine(folder, "calls.jsonl"))
                .Select(line => string.Join(' ', JsonSerializer.Deserialize<string[]>(line)!)),
        ];

    public void Forget() => File.Delete(Path.Combine(folder, "calls.jsonl"));

    /// <summary>Simulates an occurrence of the agent's calendar.</summary>
    public void Fire(string label) => Do("fire", label);

    public void Logout() => Do("logout");

    public void Login() => Do("login");

    public void Reboot() => Do("reboot");

    public void Set(string key, object value) => Do("set", key, JsonSerializer.Serialize(value));

    /// <summary>Sets the exit code and output of the next calls of a verb.</summary>
    public void Fail(string verb, int code, int times = 1, string output = "") =>
        Do(
            "fail",
            verb,
            code.ToString(CultureInfo.InvariantCulture),
            times.ToString(CultureInfo.InvariantCulture),
            output
        );

    /// <summary>Waits until all agents are idle and returns how often this one started since it was loaded.</summary>
    public int EndedRuns(string label)
    {
        WaitForRuns();
        var runs = mac.Print(label).Split('\n').Single(line => line.StartsWith("\truns = ", StringComparison.Ordinal));
        return int.Parse(runs["\truns = ".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Waits until all started runs have ended. It reads the state, because a call of the stand-in takes more time.
    /// </summary>
    public void WaitForRuns()
    {
        if (!File.Exists(Path.Combine(folder, "state.json")))
            return;
        Mac.Eventually(
            () =>
                JsonDocument
                    .Parse(File.ReadAllText(Path.Combine(folder, "state.json")))
                    .RootElement.GetProperty("domains")
                    .EnumerateObject()
                    .SelectMany(domain => domain.Value.EnumerateObject())
                    .All(job => job.Value.GetProperty("pid").ValueKind == JsonValueKind.Null),
            "all runs have ended"
        );
    }

    private void Do(params string[] words) =>
        Assert.Equal((0, ""), mac.Launchctl(["stand-in", .. words]) is var run ? (run.ExitCode, run.Error) : default);
}
