using CsCheck;
using MempalaceSched.Changes;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Changes;

/// <summary>Applies the diff of a preview with patch(1) and compares the result.</summary>
public sealed class DiffTests
{
    private static readonly Gen<string> Lines = Gen.Select(
            Gen.OneOf("a", "b", "c", "", "-- x", "++ y", "é", " ").Array[0, 14],
            Gen.Bool
        )
        .Select(made => string.Join('\n', made.Item1) + (made.Item2 && made.Item1.Length > 0 ? "\n" : ""));

    [Fact]
    public void Patch_applies_every_diff()
    {
        var patch = Oracle.Need("patch");
        Gen.Select(Gen.OneOf(Gen.Const((string?)null), Lines.Select(text => (string?)text)), Lines)
            .Sample(
                (before, after) =>
                {
                    if (before == after)
                        return;
                    using var folder = new TempFolder();
                    if (before is not null)
                        folder.Write("a file", before);
                    var diff = UnifiedDiff.For("a file", before, after);
                    var (code, output) = Oracle.Run(
                        patch,
                        ["-p0", "--force", "--no-backup-if-mismatch", "--fuzz=0"],
                        diff,
                        folder.Path
                    );
                    Assert.True(code == 0, $"{output}\n{diff}");
                    Assert.Equal(after, File.Exists(folder["a file"]) ? File.ReadAllText(folder["a file"]) : "");
                    Assert.False(File.Exists(folder["a file.rej"]));
                },
                iter: 150,
                threads: 1
            );
    }
}
