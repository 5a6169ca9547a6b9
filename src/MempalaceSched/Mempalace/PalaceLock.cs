using System.Security.Cryptography;
using System.Text;

namespace MempalaceSched.Mempalace;

/// <summary>The lock that mempalace itself takes for a palace.</summary>
internal static class PalaceLock
{
    /// <summary>
    /// The lock file of a palace. Every release has it in <c>~/.mempalace/locks</c>, wherever the palace is. The name
    /// has the first 16 digits of the SHA-256 of the palace's real path.
    /// </summary>
    public static string PathFor(string home, string palace)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(RealPath(palace)));
        return Path.Combine(
            home,
            ".mempalace",
            "locks",
            $"mine_palace_{Convert.ToHexString(hash)[..16].ToLowerInvariant()}.lock"
        );
    }

    /// <summary>The path without symbolic links. Folders that do not exist stay as they are.</summary>
    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                if (new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                    real = RealPath(target.FullName);
            }
            catch (IOException)
            {
                // a loop of links, or a link that cannot be read
            }
        }
        return real;
    }
}
