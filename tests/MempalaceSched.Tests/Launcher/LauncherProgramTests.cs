using CsCheck;
using MempalaceSched.Launcher;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Launcher;

/// <summary>The file of the launcher program: its parts, version and checksum.</summary>
public sealed class LauncherProgramTests
{
    private static readonly string Body = LauncherProgram.Text[
        LauncherProgram.Text.IndexOf("# shellcheck", StringComparison.Ordinal)..
    ];

    [Fact]
    public void It_consists_of_the_unchanged_parts_in_order()
    {
        var folder = Path.Combine(Repository.Root, "src/MempalaceSched/Launcher");
        var texts = LauncherProgram.Parts.Select(part => File.ReadAllText(Path.Combine(folder, part)));
        Assert.EndsWith("set -u\n\n" + string.Join('\n', texts), LauncherProgram.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nlaunch ${1+\"$@\"}\n", LauncherProgram.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_part_lists_what_it_needs_and_what_it_provides()
    {
        foreach (var part in LauncherProgram.Parts)
        {
            var text = LauncherProgram.Part(part);
            Assert.Matches(@"\A# shellcheck shell=sh .*\n# ---- .+\n# Needs: .+\n(#   .+\n)*# Provides: .+\n", text);
            Assert.InRange(text.Count(c => c == '\n'), 1, 300);
        }
    }

    [Fact]
    public void Only_two_parts_know_mempalace()
    {
        foreach (var words in new[] { "Files processed", "Drawers filed", "o new sessions" })
            Assert.Equal(["judgement.sh"], PartsWith(words));
        Assert.Equal(["judgement.sh", "mempalace.sh"], PartsWith("is held by PID"));
        Assert.Equal(["mempalace.sh"], PartsWith("mine_palace_"));

        static IEnumerable<string> PartsWith(string words) =>
            LauncherProgram.Parts.Where(part => LauncherProgram.Part(part).Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unmodified_program_of_another_version_is_distinguished_from_an_edited_one()
    {
        var other = LauncherProgram.WithHeader("0.0.9", Body + "# once there was more\n");
        Assert.Equal(InstalledProgram.Current, LauncherProgram.Inspect(LauncherProgram.Text));
        Assert.Equal(InstalledProgram.OtherVersion, LauncherProgram.Inspect(other));
        Assert.Equal("0.0.9", LauncherProgram.VersionOf(other));
        Assert.Equal(InstalledProgram.Edited, LauncherProgram.Inspect(""));
        Assert.Equal(InstalledProgram.Edited, LauncherProgram.Inspect(Body));
        Gen.Int[other.IndexOf("# sha256", StringComparison.Ordinal), other.Length - 1]
            .Sample(
                i =>
                    LauncherProgram.Inspect(other[..i] + (other[i] == 'x' ? 'y' : 'x') + other[(i + 1)..])
                    == InstalledProgram.Edited,
                iter: 200
            );
    }
}
