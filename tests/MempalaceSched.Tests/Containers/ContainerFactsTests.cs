using System.Text;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Tests.Containers;

public sealed class ContainerFactsTests
{
    [Theory]
    [InlineData("/a", "/b", "{\"palace_path\":\"/c\"}", "/a")]
    [InlineData("", "~/b/", "{\"palace_path\":\"/c\"}", "/home/c\u00fc/b")]
    [InlineData("", "", "{\"palace_path\":\"/c \u6f22\"}", "/c \u6f22")]
    [InlineData("", "", "{\"palace_path\":7}", "/home/c\u00fc/.mempalace/palace")]
    [InlineData("", "", "{broken", "/home/c\u00fc/.mempalace/palace")]
    [InlineData("", "", "", "/home/c\u00fc/.mempalace/palace")]
    public void The_palace_is_resolved_as_mempalace_does_in_the_container(
        string variable,
        string older,
        string configuration,
        string palace
    ) => Assert.Equal(palace, Facts("/home/c\u00fc", "", variable, older, "/usr/bin/x", configuration)!.Palace);

    [Theory]
    [InlineData("", "/home/coder/.local/share/opencode/opencode.db")]
    [InlineData("/data", "/data/opencode/opencode.db")]
    [InlineData("relative", "/home/coder/.local/share/opencode/opencode.db")]
    public void The_store_follows_XDG_DATA_HOME_of_the_container(string dataHome, string store) =>
        Assert.Equal(
            store,
            Facts("/home/coder", dataHome, "", "", "/x", "")!.StoreFor(SourceCatalog.For(MineSource.OpenCode))!.Path
        );

    [Fact]
    public void An_empty_path_means_that_the_program_is_missing()
    {
        Assert.Null(Facts("/home/coder", "", "", "", "", "")!.Program);
        Assert.Equal("/bin/mine", Facts("/home/coder", "", "", "", "/bin/mine", "")!.Program);
    }

    [Theory]
    [InlineData("unable to find user coder")]
    [InlineData("home\0\0\0\0\0")]
    public void Any_other_output_is_rejected(string raw) => Assert.Null(ContainerFacts.Read(raw));

    private static ContainerFacts? Facts(params string[] fields) =>
        ContainerFacts.Read(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(string.Join('\0', fields))));
}
