using System.Text.RegularExpressions;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Mempalace;

/// <summary>
/// Compares the rules with what real releases did: every cell of <c>tests/fixtures/mempalace/PALACE-LOCATION.md</c>.
/// </summary>
public sealed partial class PalaceTableTests
{
    private const string Home = "/home/you",
        Vault = """{ "palace_path": "/home/you/vault/palace" }""",
        OldPalace = "~/.mempalace/palace/chroma.sqlite3",
        XdgPalace = "~/.config/mempalace/palace/chroma.sqlite3";

    /// <summary>What each row has: files with their text, and variables, as <c>NAME=VALUE</c>.</summary>
    private static readonly Dictionary<string, string[]> Rows = new()
    {
        ["a"] = [],
        ["b"] = ["~/.mempalace="],
        ["b2"] = ["~/.mempalace/palace="],
        ["c"] = [OldPalace + "="],
        ["c2"] = ["~/.mempalace/people_map.json={}"],
        ["d"] = ["~/.mempalace/config.json=" + Vault],
        ["d2"] = ["~/.mempalace/config.json={ \"palace_path\": \"~/vault/palace\" }"],
        ["d3"] = ["~/.config/mempalace/config.json=" + Vault],
        ["e"] = [XdgPalace + "="],
        ["f"] = ["XDG_CONFIG_HOME=/home/you/xdg"],
        ["f2"] = ["XDG_CONFIG_HOME=/home/you/xdg", OldPalace + "="],
        ["f3"] = ["XDG_CONFIG_HOME=/home/you/xdg", XdgPalace + "="],
        ["f4"] = ["XDG_CONFIG_HOME=xdg"],
        ["g"] = ["MEMPALACE_CONFIG_DIR=/home/you/mpc"],
        ["g2"] = ["MEMPALACE_CONFIG_DIR=/home/you/mpc", OldPalace + "="],
        ["h"] = ["MEMPALACE_PALACE_PATH=/home/you/vault/palace"],
        ["h2"] =
        [
            "MEMPALACE_PALACE_PATH=/home/you/vault/palace",
            "~/.mempalace/config.json={ \"palace_path\": \"/home/you/other\" }",
        ],
        ["h3"] = ["MEMPALACE_PALACE_PATH=~/vault/palace"],
        ["h4"] = ["MEMPAL_PALACE_PATH=/home/you/vault/palace"],
        ["h5"] = ["MEMPALACE_PALACE_PATH=/home/you/vault/palace", "MEMPAL_PALACE_PATH=/home/you/other"],
        ["h6"] = ["MEMPALACE_PATH=/home/you/vault/palace"],
        ["i"] = [OldPalace + "=", XdgPalace + "="],
    };

    private static readonly Dictionary<string, string> Palaces = new()
    {
        ["L"] = "/home/you/.mempalace/palace",
        ["C"] = "/home/you/.config/mempalace/palace",
        ["V"] = "/home/you/vault/palace",
        ["G"] = "/home/you/xdg/mempalace/palace",
        ["M"] = "/home/you/mpc/palace",
    };

    /// <summary>Row, release, and the palace that the release used.</summary>
    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests/fixtures/mempalace/PALACE-LOCATION.md"))
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
                .ToList();
            var data = new TheoryData<string, string, string>();
            foreach (var line in lines.Skip(2))
                for (var column = 2; column < line.Length; column++)
                    // The flag of h7 is what -Palace passes on, so there is nothing to resolve.
                    if (line[0] != "h7")
                        data.Add(
                            line[0],
                            Release(lines[0][column]),
                            Used(line[0], Release(lines[0][column]), line[column])
                        );
            return data;
        }
    }

    [Fact]
    public void The_table_has_all_rows_and_releases() => Assert.Equal(Rows.Count * 5, Cells.Count);

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_palace_is_the_one_that_the_release_uses(string row, string release, string palace) =>
        Assert.Equal(palace, PalaceLocation.Resolve(MempalaceRelease.Parse(release), View(row)).Path);

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_same_rules_apply_in_a_container(string row, string release, string palace)
    {
        var view = View(row);
        List<string> records = [$"HOME={Home}", "program=/bin/x", $"release=mempalace {release}"];
        records.AddRange(Rows[row].Where(item => !item.StartsWith('~')));
        foreach (var file in Rows[row].Where(item => item.StartsWith('~')).Select(item => AtHome(item.Split('=')[0])))
        {
            records.Add($"file={file}");
            if (view.Text(file) is { Length: > 0 } text)
                records.Add($"text={file}\n{text}");
        }
        Assert.Equal(palace, ContainerFacts.Read(string.Join('\0', [.. records, "end=", ""]))!.Palace.Path);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_unknown_release_follows_the_newest_rules(string row, string release, string palace)
    {
        if (release == "3.10.0")
            Assert.Equal(palace, PalaceLocation.Resolve(null, View(row)).Path);
    }

    private static PalaceView View(string row)
    {
        var items = Rows[row].Select(item => item.Split('=', 2)).ToList();
        var files = items.Where(item => item[0][0] == '~').ToDictionary(item => AtHome(item[0]), item => item[1]);
        var variables = items.Where(item => item[0][0] != '~').ToDictionary(item => item[0], item => item[1]);
        return new PalaceView(Home, variables.GetValueOrDefault, files.ContainsKey, files.GetValueOrDefault);
    }

    private static string AtHome(string path) => Home + path[1..];

    /// <summary>The preview of the rule is tested as the release that introduced it.</summary>
    private static string Release(string column) => column == "3.3.6-xdg" ? "3.10.0" : column;

    /// <summary>The preview was built on a release that did not expand <c>~</c>; all since 3.6.0 do.</summary>
    private static string Used(string row, string release, string cell) =>
        row == "d2" && release == "3.10.0" ? Palaces["V"]
        : Folder().Match(cell) is { Success: true } path ? path.Groups[1].Value
        : Palaces[Letter().Match(cell).Groups[1].Value];

    [GeneratedRegex("made in `([^`]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Folder();

    [GeneratedRegex(@"(?:none at|10 in) ([LCVGM])\b", RegexOptions.CultureInvariant)]
    private static partial Regex Letter();
}
