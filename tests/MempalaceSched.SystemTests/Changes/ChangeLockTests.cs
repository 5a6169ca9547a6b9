using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Changes;

public sealed class ChangeLockTests
{
    /// <summary>Uses flock(1) to take the same kernel lock from another process.</summary>
    [Fact]
    public async Task Another_process_cannot_take_the_lock_until_it_is_released()
    {
        using var home = new TempFolder();
        var paths = new StandardPaths(Machine.With(home.Path));
        var flock = Oracle.Need("flock");
        var file = home[".local/state/mempalace-sched/locks/changes.lock"];
        using (await ChangeLock.TakeAsync(paths, CancellationToken.None))
            Assert.NotEqual(0, Oracle.Run(flock, ["-n", file, "true"]).ExitCode);
        Assert.Equal(0, Oracle.Run(flock, ["-n", file, "true"]).ExitCode);
    }
}
