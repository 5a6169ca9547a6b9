using System.Security.Cryptography;
using System.Text;

namespace MempalaceSched.Tests.Support;

/// <summary>A temporary folder for one test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mempalace-sched-").FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public string Write(
        string relative,
        string text,
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite
    )
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    public string Program(string relative, string text = "#!/bin/sh\n") =>
        Write(relative, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>
    /// Lists all contents, one line each with kind, mode, path and content. Equal trees have equal listings.
    /// </summary>
    public string Listing()
    {
        var text = new StringBuilder();
        foreach (
            var entry in new DirectoryInfo(Path)
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
        )
        {
            var relative = System.IO.Path.GetRelativePath(Path, entry.FullName);
            var what = entry switch
            {
                { LinkTarget: { } target } => $"link -> {target}",
                DirectoryInfo => $"folder {Convert.ToString((int)entry.UnixFileMode, 8)}",
                _ =>
                    $"file {Convert.ToString((int)entry.UnixFileMode, 8)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry.FullName)))[..16]}",
            };
            text.Append(relative).Append(": ").Append(what).Append('\n');
        }
        return text.ToString();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
