using System.Text;
using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Cron;

/// <summary>The results of a scenario. Each result is one file, kept byte for byte.</summary>
internal sealed class Facts : IDisposable
{
    public Facts(string scenario)
    {
        Folder = Directory.CreateTempSubdirectory($"mempalace-sched-{scenario}-").FullName;
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_111_111);
    }

    public string Folder { get; }

    /// <summary>The output of the whole scenario, for messages.</summary>
    public string Said { get; set; } = "";

    /// <summary>Reads a result. Each character is one byte.</summary>
    public string Raw(string name)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
            Assert.Fail($"'{name}' was not found out. {Said}");
        return Encoding.Latin1.GetString(File.ReadAllBytes(path));
    }

    public string Text(string name) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Raw(name)));

    public string[] Lines(string name) => Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the objects of a call, which must have succeeded.</summary>
    public IReadOnlyList<JsonElement> Objects(string call)
    {
        Assert.True(Text(call + ".code").Trim() == "0", $"{call}: {Text(call)}{Text(call + ".err")}");
        var text = Text(call).Trim();
        if (text.Length == 0)
            return [];
        using var document = JsonDocument.Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(item => item.Clone())]
            : [document.RootElement.Clone()];
    }

    /// <summary>Returns the only object of a call.</summary>
    public JsonElement Only(string call)
    {
        var objects = Objects(call);
        Assert.True(objects.Count == 1, $"{call}: {objects.Count} objects");
        return objects[0];
    }

    /// <summary>Returns the warnings, verbose messages and errors of a call.</summary>
    public string Messages(string call) => Text(call + ".err");

    /// <summary>Returns the message of a call that must have failed with this error ID.</summary>
    public string Failed(string call, string id)
    {
        Assert.True(
            Text(call + ".code").Trim() == "1" && Messages(call).Contains($"error: {id}: ", StringComparison.Ordinal),
            $"{call}: {Text(call + ".code")}{Text(call)}{Messages(call)}"
        );
        return Messages(call);
    }

    /// <summary>Returns the runs in a history.</summary>
    public IReadOnlyList<JsonElement> Runs(string name) =>
        [.. Lines(name).Select(line => JsonDocument.Parse(line).RootElement)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
