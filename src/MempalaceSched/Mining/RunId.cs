using System.Security.Cryptography;

namespace MempalaceSched.Mining;

/// <summary>Ids of runs: the time in UTC first, so that the order of ids is the order of time.</summary>
internal static class RunId
{
    public static string New() => $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Convert.ToHexString(RandomNumberGenerator.GetBytes(3)).ToLowerInvariant()}";
}
