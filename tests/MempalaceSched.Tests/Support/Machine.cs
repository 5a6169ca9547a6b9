using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Support;

/// <summary>Creates host environments for tests.</summary>
internal static class Machine
{
    public static HostEnvironment With(string home, params (string Name, string Value)[] variables) =>
        new()
        {
            Platform = PlatformKind.Linux,
            UserId = 1000,
            UserName = "robin",
            Home = home,
            Variables = variables.ToDictionary(
                variable => variable.Name,
                variable => variable.Value,
                StringComparer.Ordinal
            ),
        };
}
