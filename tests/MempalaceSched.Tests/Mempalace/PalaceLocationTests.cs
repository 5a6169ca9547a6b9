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
        Assert.Equal((home[".config/mempalace/palace"], "default"), Resolve());
        home.Write(".mempalace/config.json", """{ "palace_path": "~/from-config/" }""");
        Assert.Equal((home["from-config"], home[".mempalace/config.json"]), Resolve());
        Assert.Equal(("/second", "MEMPAL_PALACE_PATH"), Resolve(("MEMPAL_PALACE_PATH", "/second")));
        Assert.Equal(
            ("/first", "MEMPALACE_PALACE_PATH"),
            Resolve(("MEMPAL_PALACE_PATH", "/second"), ("MEMPALACE_PALACE_PATH", "/first"))
        );
        Assert.Equal("/second", Resolve(("MEMPAL_PALACE_PATH", "/second"), ("MEMPALACE_PALACE_PATH", "")).Path);
        Assert.Equal(home["from-config"], Resolve(("MEMPALACE_PATH", "/what-mempalace-ignores")).Path);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\uFEFF{ \"palace_path\": \"/vault\" }")]
    [InlineData("""{ "palace_path": 7 }""")]
    [InlineData("""{ "palace_path": "" }""")]
    [InlineData("""{ "other": "x" }""")]
    public void An_unusable_configuration_is_ignored(string text)
    {
        home.Write(".mempalace/config.json", text);
        Assert.Equal((home[".mempalace/palace"], "default"), Resolve());
    }

    [Fact]
    public void Empty_variables_count_as_not_set() =>
        Assert.Equal(
            (home[".config/mempalace/palace"], "default"),
            Resolve(("MEMPALACE_CONFIG_DIR", ""), ("XDG_CONFIG_HOME", ""), ("MEMPALACE_PALACE_PATH", ""))
        );

    [Fact]
    public void The_origin_names_the_variable_that_moves_the_configuration_folder()
    {
        Assert.Equal(("/x/mempalace/palace", "XDG_CONFIG_HOME"), Resolve(("XDG_CONFIG_HOME", "/x/")));
        Assert.Equal(
            (home["conf/palace"], "MEMPALACE_CONFIG_DIR"),
            Resolve(("XDG_CONFIG_HOME", "/x"), ("MEMPALACE_CONFIG_DIR", "~/conf/"))
        );
        home.Write("conf/config.json", """{ "palace_path": "/vault" }""");
        Assert.Equal(("/vault", home["conf/config.json"]), Resolve(("MEMPALACE_CONFIG_DIR", home["conf"])));
    }

    [Fact]
    public void Only_a_new_palace_in_the_old_folder_hides_one_in_the_XDG_folder()
    {
        var old = home[".mempalace/palace"];
        Assert.Null(HiddenBy(old));
        home.Write(".config/mempalace/palace/chroma.sqlite3", "");
        Assert.Equal(home[".config/mempalace/palace"], HiddenBy(old));
        Assert.Null(HiddenBy(old, ("XDG_CONFIG_HOME", "/x")));
        Assert.Null(HiddenBy("/vault"));
        home.Write(".mempalace/locks/one.lock", "");
        Assert.NotNull(HiddenBy(old));
        home.Write(".config/mempalace/config.json", "{\"palace_path\": \"~/vault\"}");
        Assert.Equal(home["vault"], HiddenBy(old)); // mempalace does not use the one in the folder then
        home.Write(".config/mempalace/config.json", "{\"palace_path\": \"~/.mempalace/palace\"}");
        Assert.Null(HiddenBy(old));
        home.Write(".mempalace/people_map.json", "{}");
        Assert.Null(HiddenBy(old));
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

    private PalaceView View((string, string)[] variables) => PalaceView.Of(Machine.With(home.Path, variables));

    private (string Path, string From) Resolve(params (string, string)[] variables)
    {
        var palace = PalaceLocation.Resolve(null, View(variables));
        return (palace.Path, palace.From);
    }

    private string? HiddenBy(string palace, params (string, string)[] variables) =>
        PalaceLocation.HiddenBy(palace, View(variables));
}
