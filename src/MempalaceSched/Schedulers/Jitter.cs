using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MempalaceSched.Schedulers;

/// <summary>The random delay of an occurrence: spread evenly over machines and schedules, but always the same for the same one.</summary>
internal static class Jitter
{
    /// <param name="name">The schedule.</param>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="most">The largest delay.</param>
    public static TimeSpan Of(string name, DateTimeOffset occurrence, TimeSpan most)
    {
        if (most <= TimeSpan.Zero)
            return TimeSpan.Zero;
        var seed = SHA256.HashData(
            Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{name}\n{occurrence.ToUnixTimeSeconds()}")
        );
        var seconds = BinaryPrimitives.ReadUInt64LittleEndian(seed) % (ulong)(most.TotalSeconds + 1);
        return TimeSpan.FromSeconds(seconds);
    }
}
