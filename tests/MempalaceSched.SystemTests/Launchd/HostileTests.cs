using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Tests folders and values with special characters of XML, shells and templates.</summary>
public class HostileTests
{
    [Theory]
    [InlineData("it's <a> & \"b\"")]
    [InlineData("$HOME `id` \\ %n {{ x }}")]
    [InlineData("]]> &amp; é 雪 🏰")]
    [InlineData("state = running")]
    public void A_run_works_with_special_characters_in_the_home_folder(string homeName)
    {
        using var mac = new Mac(homeName);
        var wing = "a'b\"c & <d> $e\\ ü";

        mac.Installed("-Wing", wing);

        Assert.Contains($"\tpath = {mac.Plist}\n", mac.Print(mac.Label), StringComparison.Ordinal);
        var run = Mac.Good(mac.Call("Start-MempalaceMine", "mempalace-session")).Object;
        Assert.Equal("Succeeded", run.GetProperty("Outcome").GetString());
        Assert.Contains(wing, File.ReadAllText(run.GetProperty("LogPath").GetString()!), StringComparison.Ordinal);
        mac.Installed("-Wing", wing, "-At", "daily");
        Mac.Good(mac.Call("Remove-MempalaceSchedule", "mempalace-session", "-Purge"));
        Assert.Equal("", mac.Print(mac.Label));
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\u0001b")]
    [InlineData("a\u0085b")]
    [InlineData("a\uFFFEb")]
    public void Characters_that_a_property_list_cannot_contain_are_rejected(string homeName)
    {
        using var mac = new Mac(homeName);
        var refused = mac.Install();
        Assert.Equal("ValueNotRepresentable", refused.ErrorId);
        Assert.False(Directory.Exists(mac.InHome("Library/LaunchAgents")));
    }
}
