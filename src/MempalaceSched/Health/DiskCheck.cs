using System.Globalization;

namespace MempalaceSched.Health;

/// <summary>
/// Whether there is room on the disk of the palace: 1 GiB, and as much as the palace takes, for a repair makes a second one beside it. What is
/// less than 100 MiB is too little for any mine.
/// </summary>
internal sealed class DiskCheck : IHostCheck
{
    private const long Mebibyte = 1 << 20,
        Least = 100 * Mebibyte,
        Enough = 1024 * Mebibyte;

    public string Name => "disk";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var free = new DriveInfo(CheckSubject.NearestFolder(subject.Definition.Palace)).AvailableFreeSpace;
        var size = SizeOf(subject.Definition.Palace, cancellation);
        return Task.FromResult(Judge(free, size));
    }

    internal static Verdict Judge(long free, long size)
    {
        var found = $"{Text(free)} are free on the disk of the palace, which takes {Text(size)}.";
        const string Fix = "Make room there, or move the palace.";
        return free < Least ? Verdict.Fail(found, Fix)
            : free < Math.Max(Enough, size) ? Verdict.Warn(found, Fix)
            : Verdict.Pass(found);
    }

    private static long SizeOf(string folder, CancellationToken cancellation)
    {
        var all = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        if (!Directory.Exists(folder))
            return 0;
        long size = 0;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", all))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Exists)
                size += file.Length;
        }
        return size;
    }

    private static string Text(long bytes) =>
        bytes >= Enough
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Enough:0.0} GiB")
            : string.Create(CultureInfo.InvariantCulture, $"{(bytes + Mebibyte - 1) / Mebibyte} MiB");
}
