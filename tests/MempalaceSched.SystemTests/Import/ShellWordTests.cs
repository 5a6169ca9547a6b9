using CsCheck;
using MempalaceSched.Import;
using MempalaceSched.Import.Shell;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Import;

/// <summary>Compares the words from the module's parser with those that real shells pass to a program.</summary>
public sealed class ShellWordTests
{
    private const string Home = "/home/ro bin";

    private static readonly Gen<string> Piece = Gen.OneOf(
        "a",
        "b=c",
        "=",
        "-",
        "--x=",
        "/",
        "~",
        "~/x",
        " ",
        "  ",
        "\t",
        "'",
        "\"",
        "'a b'",
        "\"a 'b\"",
        "\"$X\"",
        "$X",
        "${X}",
        "$E",
        "\"$E\"",
        "${E:-d}",
        "${N:-d/e}",
        "${X:-d}",
        "$W",
        "\"$W\"",
        "\\",
        "\\a",
        "\\\\",
        "\\$",
        "\"\\$X\"",
        "\"\\a\\\"\"",
        "$",
        "\"$\"",
        "$.",
        "\\\n",
        "#",
        "a#",
        "é",
        "%",
        "+",
        ",",
        ":",
        "@",
        "]",
        "[",
        "{a}",
        "!",
        "!a",
        "1",
        " >out ",
        " 2>&1 ",
        " >>'o t' ",
        " 2>/dev/null ",
        " </dev/null ",
        "\\ ",
        "\\'"
    );

    [Fact]
    public void Words_match_those_that_a_shell_passes_to_a_program()
    {
        using var folder = new TempFolder();
        var shells = new[] { "dash", "bash" }
            .Select(name => (string[])[$"/usr/bin/{name}", $"/bin/{name}"])
            .Select(paths => paths.FirstOrDefault(File.Exists))
            .OfType<string>()
            .ToList();
        Assert.SkipWhen(shells.Count == 0, "this machine has neither dash nor bash");
        var understood = 0;
        Piece
            .List[1, 8]
            .Select(string.Concat)
            .Sample(
                text =>
                {
                    if (Words(text) is not { } words)
                        return;
                    understood++;
                    foreach (var shell in shells)
                    {
                        var script = $"p() {{ [ $# -eq 0 ] || printf '%s\\0' \"$@\" >words; }}\np {text}\n";
                        File.Delete(folder["words"]);
                        var (code, said) = Oracle.Run(
                            "/usr/bin/env",
                            ["-i", $"HOME={Home}", "X=x y", "E=", "W=word", shell, "-c", script],
                            folder: folder.Path
                        );
                        Assert.True(code == 0, $"{shell} refuses {text}: {said}");
                        var real = File.Exists(folder["words"])
                            ? File.ReadAllText(folder["words"]).Split('\0').SkipLast(1)
                            : [];
                        Assert.Equal(real, words);
                    }
                },
                iter: 400,
                threads: 1
            );
        Assert.InRange(understood, 50, 400);
    }

    private static IReadOnlyList<string>? Words(string text)
    {
        try
        {
            var variables = new Dictionary<string, string>
            {
                ["HOME"] = Home,
                ["X"] = "x y",
                ["E"] = "",
                ["W"] = "word",
            };
            return new ShellReader($"p {text}\n", variables).Read() is [{ Pipeline: [{ Words: ["p", ..] } command] }]
                ? [.. command.Words.Skip(1)]
                : null;
        }
        catch (NotUnderstoodException)
        {
            return null;
        }
    }
}
