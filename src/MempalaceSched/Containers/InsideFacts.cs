using System.Text;
using System.Text.Json;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>What a look into a container has found: where its home is, which palace is meant there, and whether the program is there.</summary>
internal sealed class InsideFacts
{
    private const int Fields = 6;

    private readonly string[] fields;

    private InsideFacts(string[] fields) => this.fields = fields;

    /// <summary>The home inside.</summary>
    public string Home => fields[0];

    /// <summary>The program by its path inside; null when there is none.</summary>
    public string? Program => fields[4].Length > 0 ? fields[4] : null;

    /// <summary>The palace that mempalace would use inside: the variables, then its configuration, then the usual place.</summary>
    public string Palace => AtHome(First(fields[2], fields[3], Configured(fields[5])) ?? ContainerPaths.DefaultPalace);

    /// <summary>The facts that look_inside of the launcher prints, each byte as one character; null for anything else.</summary>
    public static InsideFacts? Read(string raw)
    {
        var fields = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw)).Split('\0', Fields);
        return fields.Length == Fields && Path.IsPathRooted(fields[0]) ? new InsideFacts(fields) : null;
    }

    /// <summary>A path with <c>~</c> replaced by the home inside.</summary>
    public string AtHome(string path) => AbsolutePath.From(path, Home, Home);

    /// <summary>A store with its path inside, as XDG has it.</summary>
    public SessionStore? StoreOf(SourceProfile profile)
    {
        var variables = new Dictionary<string, string> { ["XDG_DATA_HOME"] = fields[1] };
        return profile.Store(ContainerPaths.Inside with { Home = Home, Variables = variables });
    }

    private static string? First(params string?[] values) =>
        values.FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static string? Configured(string configuration)
    {
        try
        {
            using var config = JsonDocument.Parse(configuration);
            return
                config.RootElement.TryGetProperty("palace_path", out var path) && path.ValueKind == JsonValueKind.String
                ? path.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // as mempalace: a configuration that cannot be read is none
        }
    }
}
