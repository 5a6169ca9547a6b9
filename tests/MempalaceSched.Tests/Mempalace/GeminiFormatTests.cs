using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class GeminiFormatTests : IDisposable
{
    private const string Current = """{"sessionId":"1","projectHash":"2","kind":"main"}""",
        Older = """{"sessionId":"1","messages":[{"type":"user","content":"kind of main"}]}""";

    private readonly TempFolder home = new();

    private SessionStore Store => new(home.Path, "*/chats");

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("3.3.4", Current, true)]
    [InlineData("3.7.1", "\n{ \"sessionId\" : \"1\",\n \"kind\" : \"main\" }", true)]
    [InlineData("3.7.1+oc.1", Current, true)]
    [InlineData("3.7.2", Current, false)]
    [InlineData("3.10.0", Current, false)]
    [InlineData(null, Current, false)]
    [InlineData("3.7.1", Older, false)]
    [InlineData("3.7.1", "[" + Current + "]", false)]
    [InlineData("3.7.1", """{"kind":"main"}""", false)]
    public void Only_a_release_that_does_not_know_the_current_format_is_reported(
        string? release,
        string text,
        bool isReported
    )
    {
        home.Write("project/chats/session.jsonl", text);
        var problem = GeminiFormat.Check(MempalaceRelease.Parse(release), Store);
        Assert.Equal(isReported, problem is not null);
        if (problem is { } found)
            Assert.Contains(home["project/chats/session.jsonl"], found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_beginning_of_the_newest_sessions_is_read()
    {
        home.Write("project/chats/long.json", $"{{{new string(' ', 1024)}{Current[1..]}");
        Assert.Null(GeminiFormat.Check(MempalaceRelease.Parse("3.6.0"), Store));
        home.Write("project/chats/old.json", Current);
        File.SetLastWriteTimeUtc(home["project/chats/old.json"], DateTime.UnixEpoch);
        for (var i = 0; i < 5; i++)
            home.Write($"project/chats/{i}.json", Older);
        Assert.Null(GeminiFormat.Check(MempalaceRelease.Parse("3.6.0"), Store));
        Assert.Null(GeminiFormat.Check(MempalaceRelease.Parse("3.6.0"), new SessionStore(home["none"], "*/chats")));
    }
}
