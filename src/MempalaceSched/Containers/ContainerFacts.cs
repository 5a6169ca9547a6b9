using System.Text;
using System.Text.Json;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>
/// What an install found out in a container: its home folder, its palace, and the path of the program.
/// </summary>
internal sealed class ContainerFacts
{
    private const int Fields = 6;

    private readonly string[] fields;

    private ContainerFacts(string[] fields) => this.fields = fields;

    /// <summary>The home folder in the container.</summary>
    public string Home => fields[0];

    /// <summary>The path of the program in the container; null if it does not exist.</summary>
    public string? Program => fields[4].Length > 0 ? fields[4] : null;

    /// <summary>
    /// The palace that mempalace would use in the container: from its variables, its configuration or its default.
    /// </summary>
    public string Palace => AtHome(First(fields[2], fields[3], Configured(fields[5])) ?? ContainerPaths.DefaultPalace);

    /// <summary>Reads what <c>look_inside</c> of the launcher prints; null if the text is something else.</summary>
    /// <param name="raw">The output, with one character for each byte.</param>
    public static ContainerFacts? Read(string raw)
    {
        var fields = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw)).Split('\0', Fields);
        return fields.Length == Fields && Path.IsPathRooted(fields[0]) ? new ContainerFacts(fields) : null;
    }

    /// <summary>A path with <c>~</c> replaced by the home folder in the container.</summary>
    public string AtHome(string path) => AbsolutePath.From(path, Home, Home);

    /// <summary>The store of a source, as an absolute path in the container.</summary>
    public SessionStore? StoreFor(SourceProfile profile)
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
            return null; // mempalace also ignores a configuration that it cannot read
        }
    }
}
