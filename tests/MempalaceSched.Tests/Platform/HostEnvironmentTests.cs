using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Platform;

public sealed class HostEnvironmentTests
{
    [Theory]
    [InlineData("/opt/pwsh:/usr/bin:/bin", "/usr/bin:/bin")]
    [InlineData("/usr/bin:/opt/pwsh:/bin", "/usr/bin:/opt/pwsh:/bin")]
    [InlineData("/opt/pwsh-preview:/usr/bin", "/opt/pwsh-preview:/usr/bin")]
    [InlineData("", "")]
    public void The_folder_that_PowerShell_puts_first_on_PATH_is_removed(string path, string expected) =>
        Assert.Equal(expected, HostEnvironment.WithoutFirst(path, "/opt/pwsh"));
}
