using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Platform;

public sealed class CommandResolverTests : IDisposable
{
    private readonly TempFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_symbolic_link_is_not_resolved()
    {
        home.Program("opt/v1/tool");
        Directory.CreateDirectory(home["bin"]);
        File.CreateSymbolicLink(home["bin/tool"], home["opt/v1/tool"]);
        Assert.Equal(home["bin/tool"], Resolve("tool", home["bin"]));
    }

    [Fact]
    public void PATH_is_searched_before_the_default_folder()
    {
        home.Program(".local/bin/tool");
        Assert.Equal(home[".local/bin/tool"], Resolve("tool", home["bin"]));
        home.Program("bin/tool");
        Assert.Equal(home["bin/tool"], Resolve("tool", home["bin"]));
    }

    [Fact]
    public void Files_that_are_not_executable_are_ignored()
    {
        home.Write("one/tool", "");
        Directory.CreateDirectory(home["two/tool"]);
        Directory.CreateDirectory(home["links"]);
        File.CreateSymbolicLink(home["links/tool"], home["nowhere"]);
        home.Program("three/tool");
        Assert.Equal(
            home["three/tool"],
            Resolve("tool", $"{home["one"]}:{home["two"]}:{home["links"]}:{home["three"]}")
        );
    }

    [Theory]
    [InlineData("./tools/own")]
    [InlineData("tools/own")]
    [InlineData("tools/../tools/own")]
    public void A_path_is_relative_to_the_current_folder(string program)
    {
        home.Program("tools/own");
        Assert.Equal(home["tools/own"], Resolve(program, "/bin"));
    }

    [Fact]
    public void A_tilde_expands_to_the_home_folder()
    {
        home.Program("bin/own");
        Assert.Equal(home["bin/own"], CommandResolver.Resolve("~/bin/own", Machine.With(home.Path), "/", ""));
    }

    [Fact]
    public void The_error_lists_the_searched_folders_and_a_recommendation()
    {
        var fault = Assert.Throws<MempalaceException>(() =>
            CommandResolver.Resolve("tool", Machine.With(home.Path, ("PATH", "/a:/b/")), "/", "Do this.")
        );
        Assert.Equal("CommandNotFound", fault.Id);
        Assert.Contains($"/a, /b, {home[".local/bin"]}", fault.Message, StringComparison.Ordinal);
        Assert.Equal("Do this.", fault.Recommendation);
    }

    [Theory]
    [InlineData("/a//:/b/:c:/a", "/a:/b")]
    [InlineData("//:/", "/")]
    [InlineData("::", "")]
    public void The_search_path_has_unique_absolute_folders(string path, string expected)
    {
        var folders = CommandResolver.SearchPath(Machine.With("/home/robin", ("PATH", path)));
        Assert.Equal(
            [.. expected.Split(':', StringSplitOptions.RemoveEmptyEntries), "/home/robin/.local/bin"],
            folders
        );
    }

    private string Resolve(string program, string path) =>
        CommandResolver.Resolve(program, Machine.With(home.Path, ("PATH", path)), home.Path, "");
}
