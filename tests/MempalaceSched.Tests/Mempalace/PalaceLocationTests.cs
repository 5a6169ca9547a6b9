using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class PalaceLocationTests : IDisposable
{
    private readonly TempFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Palace_locations_are_searched_in_order_of_precedence()
    {
        Assert.Equal(home[".mempalace/palace"], Resolve());
        home.Write(".mempalace/config.json", """{ "palace_path": "~/from-config/" }""");
        Assert.Equal(home["from-config"], Resolve());
        Assert.Equal("/second", Resolve(("MEMPAL_PALACE_PATH", "/second")));
        Assert.Equal("/first", Resolve(("MEMPAL_PALACE_PATH", "/second"), ("MEMPALACE_PALACE_PATH", "/first")));
        Assert.Equal("/second", Resolve(("MEMPAL_PALACE_PATH", "/second"), ("MEMPALACE_PALACE_PATH", "")));
        Assert.Equal(home["from-config"], Resolve(("MEMPALACE_PATH", "/what-mempalace-ignores")));
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "palace_path": 7 }""")]
    [InlineData("""{ "other": "x" }""")]
    public void An_unusable_configuration_is_ignored(string text)
    {
        home.Write(".mempalace/config.json", text);
        Assert.Equal(home[".mempalace/palace"], Resolve());
    }

    [Theory]
    [InlineData("~", "/home/robin")]
    [InlineData("~/", "/home/robin")]
    [InlineData("~/a/../b/", "/home/robin/b")]
    [InlineData("a", "/here/a")]
    [InlineData("..", "/")]
    [InlineData("/", "/")]
    [InlineData("~other", "/here/~other")]
    public void Paths_become_absolute(string path, string expected) =>
        Assert.Equal(expected, AbsolutePath.From(path, "/home/robin", "/here"));

    [Fact]
    public void Each_palace_has_its_own_lock()
    {
        Assert.Equal(PalaceLocation.LockName("/a"), PalaceLocation.LockName("/a"));
        Assert.NotEqual(PalaceLocation.LockName("/a"), PalaceLocation.LockName("/b"));
        Assert.Matches("^palace-[0-9a-f]{16}\\.lock$", PalaceLocation.LockName("/a b/é"));
    }

    private string Resolve(params (string, string)[] variables) =>
        PalaceLocation.Resolve(Machine.With(home.Path, variables));
}
