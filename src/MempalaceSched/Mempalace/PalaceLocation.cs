using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Finds the palace in the same way as mempalace itself.</summary>
internal static class PalaceLocation
{
    /// <summary>
    /// The palace from the environment variables, from <c>~/.mempalace/config.json</c>, or the default
    /// <c>~/.mempalace/palace</c>.
    /// </summary>
    public static string Resolve(HostEnvironment environment)
    {
        var palace =
            environment["MEMPALACE_PALACE_PATH"] ?? environment["MEMPAL_PALACE_PATH"] ?? FromConfig(environment);
        return AbsolutePath.From(palace ?? "~/.mempalace/palace", environment.Home, environment.Home);
    }

    /// <summary>The name of the lock file that all schedules with this palace share.</summary>
    public static string LockName(string palace) =>
        $"palace-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(palace)))[..16].ToLowerInvariant()}.lock";

    private static string? FromConfig(HostEnvironment environment)
    {
        try
        {
            using var config = JsonDocument.Parse(
                File.ReadAllText(Path.Combine(environment.Home, ".mempalace", "config.json"))
            );
            return
                config.RootElement.TryGetProperty("palace_path", out var path) && path.ValueKind == JsonValueKind.String
                ? path.GetString()
                : null;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null; // mempalace also ignores a configuration that it cannot read
        }
    }
}
