using System.Text;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>
/// What the location of a palace depends on. The view of this machine and the view of a container are resolved by the
/// same rules.
/// </summary>
/// <param name="Home">The home folder.</param>
/// <param name="Variable">Returns the value of an environment variable; null if it is not set or empty.</param>
/// <param name="Exists">Returns whether a file exists.</param>
/// <param name="Text">Returns the text of a file; null if it cannot be read.</param>
internal sealed record PalaceView(
    string Home,
    Func<string, string?> Variable,
    Func<string, bool> Exists,
    Func<string, string?> Text
)
{
    /// <summary>The view of this machine.</summary>
    public static PalaceView Of(HostEnvironment environment) =>
        new(environment.Home, name => environment[name], Path.Exists, ReadText);

    private static string? ReadText(string path)
    {
        try
        {
            // Unlike File.ReadAllText, this keeps a byte order mark, which mempalace does not accept either.
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
