using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>
/// The space of a disk that must stay free after a copy of a palace: the larger of 2 GiB and 10 % of the disk. The
/// launcher has the same rule in backup.sh.
/// </summary>
internal static class DiskReserve
{
    private const string Variable = "MEMPALACE_SCHED_BACKUP_RESERVE";

    /// <summary>The reserve, in bytes.</summary>
    /// <param name="total">The size of the disk, in bytes.</param>
    public static long For(long total) => Math.Max(2L << 30, total / 10);

    /// <summary>The reserve, in bytes. As in the launcher, a variable with a number of KiB replaces it.</summary>
    public static long For(long total, HostEnvironment environment) =>
        long.TryParse(environment[Variable], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes << 10
            : For(total);
}
