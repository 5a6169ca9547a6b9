using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>The library tests/beds/clock-shift.c, which shifts the clock of a user manager.</summary>
internal static class ClockShift
{
    /// <summary>The path of the library inside a bed.</summary>
    public const string InBed = "/srv/clock-shift.so";

    /// <summary>Makes the user manager use the clock from /tmp/clock.env when it starts.</summary>
    public const string DropIn = $"[Service]\nEnvironmentFile=-/tmp/clock.env\nEnvironment=LD_PRELOAD={InBed}\n";

    /// <summary>Compiles the library and returns its path.</summary>
    public static string Build(TemporaryFolder folder)
    {
        var library = Path.Combine(folder.Path, "clock-shift.so");
        using var compiler = Process.Start(
            Requires.Tool("gcc", "gcc libc6-dev"),
            ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(Bed.RepositoryRoot, "tests/beds/clock-shift.c")]
        );
        Assert.True(
            compiler.WaitForExit(TimeSpan.FromSeconds(60)) && compiler.ExitCode == 0,
            "clock-shift.c does not compile"
        );
        return library;
    }
}
