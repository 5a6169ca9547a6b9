using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class StoreLocationTests : IDisposable
{
    private readonly TempFolder home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(MineSource.OpenCode, "OPENCODE_DB", "~/db", "db")]
    [InlineData(MineSource.Claude, "CLAUDE_CONFIG_DIR", "~/claude/", "claude/projects")]
    [InlineData(MineSource.Codex, "CODEX_HOME", "~/codex", "codex/sessions")]
    [InlineData(MineSource.Pi, "PI_CODING_AGENT_DIR", "pi", "pi/sessions")]
    public void A_variable_moves_the_store(MineSource source, string variable, string value, string store)
    {
        home.Write(".local/share/opencode/opencode.db", "");
        Assert.Equal(
            new SessionStore(home[store], From: variable),
            SourceCatalog.For(source).Store(Machine.With(home.Path, (variable, value)))
        );
    }

    [Fact]
    public void Opencode_without_a_database_uses_the_folder_where_it_will_be()
    {
        Assert.Equal((home[".local/share/opencode/opencode.db"], ""), OpenCode());
        Assert.Equal((home["data/opencode/opencode.db"], ""), OpenCode(("XDG_DATA_HOME", home["data"])));
        Assert.Equal((home[".local/share/opencode/opencode.db"], ""), OpenCode(("XDG_DATA_HOME", "relative")));
    }

    [Fact]
    public void The_newest_database_of_opencode_is_used_and_the_others_are_named()
    {
        Written(".local/share/opencode/opencode.db", 1);
        Assert.Equal(
            (home[".local/share/opencode/opencode.db"], ""),
            OpenCode(("XDG_DATA_HOME", home["data"]), ("OPENCODE_DB", ""))
        );
        Written("data/opencode/opencode-stable.db", 3);
        Written("data/opencode/opencode.db", 2);
        Assert.Equal(
            (
                home["data/opencode/opencode-stable.db"],
                $"{home["data/opencode/opencode.db"]} {home[".local/share/opencode/opencode.db"]}"
            ),
            OpenCode(("XDG_DATA_HOME", home["data"]))
        );
        Written(".local/share/opencode/opencode.db-wal", 4);
        Assert.Equal(home[".local/share/opencode/opencode.db"], OpenCode(("XDG_DATA_HOME", home["data"])).Store);
    }

    [Theory]
    [InlineData("/n", "mempalace", "mine", "/n")]
    [InlineData("/n", "/opt/bin/mempalace", "--palace", "/mine", "mine", "/n", "--mode", "projects")]
    [InlineData("/n", "mempalace", "--palace=/p", "mine", "--wing", "mine", "--dry-run", "/n/")]
    [InlineData("/home/robin/n", "mempalace", "sweep", "~/n")]
    [InlineData("/home/robin/n", "mempalace", "mine", "--", "n")]
    [InlineData(null, "mempalace", "repair", "--yes")]
    [InlineData(null, "mempalace", "mine")]
    [InlineData(null, "mempalace", "mine", "--wing", "w")]
    [InlineData(null, "mempalace", "search", "mine", "/n")]
    [InlineData(null, "/bin/own", "mine", "/n")]
    public void The_folder_of_a_custom_command_is_its_store(string? store, params string[] words) =>
        Assert.Equal(store, CustomStore.From(words, "/home/robin")?.Path);

    [Theory]
    [InlineData("mine /n", "/n")]
    [InlineData("mine ~/n", "~/n")]
    [InlineData("mine n", "~/n")]
    public void In_a_container_the_home_folder_is_resolved_by_each_run(string words, string store) =>
        Assert.Equal(store, CustomStore.From(["mempalace", .. words.Split(' ')], "~")?.Path);

    [Fact]
    public void A_store_with_a_pattern_exists_if_something_matches()
    {
        var store = new SessionStore(home["tmp"], "*/chats");
        Assert.False(store.Exists());
        home.Write("tmp/one/logs.json", "");
        Assert.False(store.Exists());
        home.Write("tmp/two/chats/one.json", "");
        Assert.True(store.Exists());
    }

    private void Written(string file, int minutes)
    {
        home.Write(file, "");
        File.SetLastWriteTimeUtc(home[file], DateTime.UnixEpoch.AddMinutes(minutes));
    }

    private (string Store, string Others) OpenCode(params (string, string)[] variables)
    {
        var view = StoreView.Of(Machine.With(home.Path, variables));
        var (store, others) = SourceCatalog.For(MineSource.OpenCode).Stores!.Choose(view);
        return (store.Path, string.Join(' ', others));
    }
}
