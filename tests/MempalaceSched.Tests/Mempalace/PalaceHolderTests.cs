using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

public sealed class PalaceHolderTests
{
    [Theory]
    [InlineData("/home/you/.local/bin/mempalace mine /home/you/notes", "another mine (PID 42)")]
    [InlineData("python3 /home/you/.local/bin/mempalace --palace /p mine /s", "another mine (PID 42)")]
    [InlineData("/home/you/.local/bin/mempalace-mcp --palace /p", "an MCP server (PID 42)")]
    [InlineData("python3 -m mempalace.mcp_server", "an MCP server (PID 42)")]
    [InlineData("python3 /v/site-packages/mempalace/daemon.py serve --palace", "the mempalace daemon (PID 42)")]
    [InlineData("mempalace daemon start", "the mempalace daemon (PID 42)")]
    [InlineData("python3 /home/you/.local/bin/mempalace serve --port 8765", "a mempalace hub (PID 42)")]
    [InlineData("/usr/bin/rsync -a /p /backup", "rsync (PID 42)")]
    [InlineData("", "PID 42")]
    public void A_process_is_recognized_by_its_command_line(string commandLine, string text)
    {
        var holder = PalaceHolder.Describe(
            42,
            _ => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            _ => 1
        );

        Assert.Equal(text, holder.Text);
        Assert.EndsWith(".", holder.Recommendation, StringComparison.Ordinal);
        Assert.DoesNotContain("wait", holder.Recommendation, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("claude --continue", "claude")]
    [InlineData("node /usr/local/bin/codex", "codex")]
    [InlineData("node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js", "claude")]
    [InlineData("bash -l", null)]
    public void The_agent_of_an_MCP_server_is_found_above_it(string agent, string? client)
    {
        var table = new Dictionary<int, (string Words, int Parent)>
        {
            [42] = ("mempalace-mcp", 41),
            [41] = ("uv tool run mempalace-mcp", 40),
            [40] = (agent, 1),
        };
        var holder = PalaceHolder.Describe(42, pid => table[pid].Words.Split(' '), pid => table[pid].Parent);

        Assert.Equal(client, holder.Client);
        Assert.Contains($"Quit {client ?? "the agent"}", holder.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_is_named_after_the_real_path_of_the_palace()
    {
        using var folder = new TempFolder();
        var palace = Directory.CreateDirectory(Path.Combine(folder.Path, "palace")).FullName;
        var link = Path.Combine(folder.Path, "link");
        Directory.CreateSymbolicLink(link, palace);

        Assert.Equal(PalaceLock.PathFor("/h", palace), PalaceLock.PathFor("/h", link));
        Assert.Equal(
            "/h/.mempalace/locks/mine_" + PalaceLocation.LockName("/nowhere/palace").Replace('-', '_'),
            PalaceLock.PathFor("/h", "/nowhere/palace")
        );
    }
}
