using System.Diagnostics;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Health;

/// <summary>Compares lock holders and permissions from the health checks with those that other processes see.</summary>
public sealed class FileTests
{
    [Fact]
    public void The_holder_of_a_lock_is_found_without_taking_the_lock()
    {
        Assert.SkipUnless(LockHolders.IsSupported, "only Linux tells");
        using var folder = new TempFolder();
        var (held, open, free) = (folder.Write("held", ""), folder.Write("open", ""), folder.Write("free", ""));
        using var locked = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var reader = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"exec <'{open}'; echo ready; exec sleep 60"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            Assert.Equal("ready", reader.StandardOutput.ReadLine()); // this process opens the file without a lock
            Assert.Equal([(Environment.ProcessId, held)], LockHolders.Find([held, open, free]));
            locked.Dispose();
            Assert.Empty(LockHolders.Find([held, open, free]));
        }
        finally
        {
            reader.Kill();
        }
    }

    [Fact]
    public void Permissions_match_those_of_the_kernel()
    {
        using var folder = new TempFolder();
        Assert.True(
            FileAccessRight.CanRead(folder.Write("file", "x"))
                && FileAccessRight.CanWrite(folder["file"])
                && FileAccessRight.CanWrite(folder.Path)
        );
        Assert.False(FileAccessRight.CanRead(folder["none"]));
        Assert.False(FileAccessRight.CanWrite(folder["none"]));
        // Usually read-only, even for root. The test only requires that both results are equal.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "[ -w /sys/kernel ]"]);
        using var oracle = Process.Start(start)!;
        oracle.WaitForExit();
        Assert.Equal(oracle.ExitCode == 0, FileAccessRight.CanWrite("/sys/kernel"));
    }
}
