using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>The library that moves the clock of a user manager: tests/beds/clock-shift.c.</summary>
internal static class ClockShift
{
    /// <summary>Where a bed has it.</summary>
    public const string InBed = "/srv/clock-shift.so";

    /// <summary>Has the user's manager take the clock that /tmp/clock.env says when it starts.</summary>
    public const string DropIn = $"[Service]\nEnvironmentFile=-/tmp/clock.env\nEnvironment=LD_PRELOAD={InBed}\n";

    /// <summary>Compiles it, and gives its path.</summary>
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
