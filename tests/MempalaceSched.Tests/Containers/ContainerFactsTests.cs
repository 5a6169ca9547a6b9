using System.Text;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Tests.Containers;

public sealed class ContainerFactsTests
{
    private const string Configuration = "text=/home/c\u00fc/.mempalace/config.json\n";

    private static readonly Dictionary<string, string> NoVariables = [];

    [Theory]
    [InlineData("/a", "MEMPALACE_PALACE_PATH=/a", "MEMPAL_PALACE_PATH=/b", Configuration + "{\"palace_path\":\"/c\"}")]
    [InlineData("/home/c\u00fc/b", "MEMPALACE_PALACE_PATH=", "MEMPAL_PALACE_PATH=~/b/")]
    [InlineData("/c \u6f22\n", "release=3.6.0", Configuration + "{\"palace_path\":\"/c \u6f22\\n\"}")]
    [InlineData("/home/c\u00fc/.mempalace/palace", "release=3.6.0", Configuration + "{\"palace_path\":7}")]
    [InlineData("/home/c\u00fc/.mempalace/palace", "release=3.6.0", Configuration + "{broken")]
    [InlineData("/home/c\u00fc/.mempalace/palace", "file=/home/c\u00fc/.mempalace/palace/chroma.sqlite3")]
    [InlineData("/home/c\u00fc/.config/mempalace/palace", "file=/home/c\u00fc/.mempalace/locks")]
    [InlineData("/m", "MEMPALACE_CONFIG_DIR=~/conf/", "text=/home/c\u00fc/conf//config.json\n{\"palace_path\":\"/m\"}")]
    public void The_palace_is_resolved_as_mempalace_does_in_the_container(string palace, params string[] records) =>
        Assert.Equal(palace, Facts(["HOME=/home/c\u00fc", .. records])!.Palace.Path);

    [Theory]
    [InlineData("", "/home/coder/.local/share/opencode/opencode.db")]
    [InlineData("/data", "/data/opencode/opencode.db")]
    [InlineData("relative", "/home/coder/.local/share/opencode/opencode.db")]
    public void The_store_follows_XDG_DATA_HOME_of_the_container(string dataHome, string store) =>
        Assert.Equal(store, OpenCode(NoVariables, $"XDG_DATA_HOME={dataHome}").Store.Path);

    [Fact]
    public void The_first_of_the_listed_stores_is_the_newest()
    {
        const string folder = "/home/coder/.local/share/opencode";
        var (store, others) = OpenCode(
            NoVariables,
            $"store={folder}/opencode-local.db-wal",
            $"store={folder}/opencode.db",
            $"store={folder}/opencode-local.db"
        );
        Assert.Equal($"{folder}/opencode-local.db", store.Path);
        Assert.Equal([$"{folder}/opencode.db"], others);
    }

    [Fact]
    public void A_variable_of_the_schedule_precedes_one_of_the_container() =>
        Assert.Equal("/mine", OpenCode(new() { ["OPENCODE_DB"] = "/mine" }, "OPENCODE_DB=/theirs").Store.Path);

    [Fact]
    public void An_empty_path_means_that_the_program_is_missing()
    {
        Assert.Null(Facts("HOME=/home/coder", "program=")!.Program);
        Assert.Equal("/bin/mine", Facts("HOME=/home/coder", "program=/bin/mine")!.Program);
    }

    [Fact]
    public void The_release_is_read_from_its_output()
    {
        Assert.Equal("3.7.1+oc.1", Facts("HOME=/", "release=mempalace 3.7.1+oc.1\n")!.Release!.Text);
        Assert.Null(Facts("HOME=/")!.Release);
        Assert.Null(Facts("HOME=/", "release=Traceback\n")!.Release);
    }

    [Theory]
    [InlineData("unable to find user coder")]
    [InlineData("HOME=home\0end=\0")]
    [InlineData("HOME=/home/coder\0program=/x\0")]
    public void Any_other_output_is_rejected(string raw) => Assert.Null(ContainerFacts.Read(raw));

    private static (SessionStore Store, IReadOnlyList<string> Others) OpenCode(
        Dictionary<string, string> environment,
        params string[] records
    ) => Facts(["HOME=/home/coder", .. records])!.StoreFor(SourceCatalog.For(MineSource.OpenCode), environment)!.Value;

    private static ContainerFacts? Facts(params string[] records) =>
        ContainerFacts.Read(
            Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(string.Join('\0', [.. records, "end=", ""])))
        );
}
