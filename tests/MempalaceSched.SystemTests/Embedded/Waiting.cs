using System.Diagnostics;
using Xunit;

namespace MempalaceSched.SystemTests.Embedded;

/// <summary>Waits for a change that another process makes.</summary>
internal static class Waiting
{
    public static void Until(Func<bool> condition, string what, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"Not within {seconds} s: {what}");
            Thread.Sleep(20);
        }
    }
}
