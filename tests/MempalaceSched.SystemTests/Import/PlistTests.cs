using CsCheck;
using MempalaceSched.Import.Launchd;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Import;

/// <summary>Compares the module's property list parser with the writer in Python's standard library.</summary>
public sealed class PlistTests
{
    [Fact]
    public void Text_that_Python_writes_is_read_unchanged()
    {
        var python = Oracle.Need("python3");
        Definitions
            .Text.List[0, 5]
            .Select(list =>
                list.Select(text => new string([.. text.Where(c => !char.IsControl(c) || c is '\t' or '\n')])).ToList()
            )
            .Sample(
                words =>
                {
                    var (code, plist) = Oracle.Run(
                        python,
                        [
                            "-c",
                            "import plistlib,sys; w=sys.stdin.read().split('\\0'); sys.stdout.buffer.write(plistlib.dumps({'L': w, 'n': -3, 'b': True, 'e': {}, 'a': []}))",
                        ],
                        string.Join('\0', words)
                    );
                    Assert.Equal(0, code);
                    var read = PlistReader.Read(plist);
                    Assert.Equal(words.Count == 0 ? [""] : words, ((List<object>)read["L"]).Cast<string>());
                    Assert.Equal(
                        (-3L, true, 0, 0),
                        (
                            read["n"],
                            read["b"],
                            ((Dictionary<string, object>)read["e"]).Count,
                            ((List<object>)read["a"]).Count
                        )
                    );
                },
                iter: 20,
                threads: 1
            );
    }
}
