using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Which palace is meant, found as mempalace itself finds it.</summary>
internal static class PalaceLocation
{
    /// <summary>The variables, then <c>~/.mempalace/config.json</c>, then <c>~/.mempalace/palace</c>.</summary>
    public static string Resolve(HostEnvironment environment)
    {
        var named =
            environment["MEMPALACE_PALACE_PATH"] ?? environment["MEMPAL_PALACE_PATH"] ?? FromConfig(environment);
        return AbsolutePath.From(named ?? "~/.mempalace/palace", environment.Home, environment.Home);
    }

    /// <summary>The name of the lock file that all schedules of a palace share.</summary>
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
            return null; // as mempalace: a configuration that cannot be read is none
        }
    }
}
