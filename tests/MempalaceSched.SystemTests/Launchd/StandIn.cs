using System.Globalization;
using System.Text.Json;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Launchd;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>What only the stand-in for launchctl can do.</summary>
internal sealed class StandIn(Mac mac, string folder)
{
    public static uint UserId { get; } = HostEnvironment.Current().UserId;

    /// <summary>Every call so far, but those for reading alone.</summary>
    public IReadOnlyList<string> Changes =>
        [.. Calls.Where(call => !call.StartsWith("print", StringComparison.Ordinal))];

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<string> Calls =>
        [
            .. File.ReadAllLines(Path.Combine(folder, "calls.jsonl"))
                .Select(line => string.Join(' ', JsonSerializer.Deserialize<string[]>(line)!)),
        ];

    public void Forget() => File.Delete(Path.Combine(folder, "calls.jsonl"));

    /// <summary>The calendar comes to an entry of that agent.</summary>
    public void Fire(string label) => Do("fire", label);

    public void Logout() => Do("logout");

    public void Login() => Do("login");

    public void Reboot() => Do("reboot");

    public void Set(string key, object value) => Do("set", key, JsonSerializer.Serialize(value));

    /// <summary>The next calls of a verb end so.</summary>
    public void Fail(string verb, int code, int times = 1, string output = "") =>
        Do(
            "fail",
            verb,
            code.ToString(CultureInfo.InvariantCulture),
            times.ToString(CultureInfo.InvariantCulture),
            output
        );

    /// <summary>How often an agent has been started since it was loaded, and that none runs now.</summary>
    public int EndedRuns(string label)
    {
        Mac.Eventually(() => !mac.Print(label).Contains("\n\tpid = ", StringComparison.Ordinal), "the run has ended");
        var runs = mac.Print(label).Split('\n').Single(line => line.StartsWith("\truns = ", StringComparison.Ordinal));
        return int.Parse(runs["\truns = ".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until nothing that was started runs any more.</summary>
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
