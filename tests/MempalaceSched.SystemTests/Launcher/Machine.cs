using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A shell that launchers have to work under.</summary>
/// <param name="Name">What the test is called after.</param>
/// <param name="Words">How it is called.</param>
/// <param name="Package">The Debian package that has it.</param>
public sealed record TestShell(string Name, string[] Words, string Package)
{
    /// <summary>Variables that the shell needs, as NAME and value.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public static readonly TestShell Dash = new("dash", ["dash"], "dash");
    public static readonly TestShell Bash = new("bash", ["bash"], "bash");
    public static readonly TestShell BashPosix = new("bash --posix", ["bash", "--posix"], "bash");
    public static readonly TestShell Ash = new("busybox ash", ["busybox", "ash"], "busybox");

    public static readonly TestShell Mksh = new("mksh", ["mksh"], "mksh");
    public static readonly TestShell Posh = new("posh", ["posh"], "posh");
    public static readonly TestShell Ksh93 = new("ksh93", ["ksh93"], "ksh93u+m");
    public static readonly TestShell Zsh = new("zsh", ["zsh", "--emulate", "sh"], "zsh");

    /// <summary>
    /// yash keeps text as characters, so a script with others than ASCII needs a locale that has them.
    /// </summary>
    public static readonly TestShell Yash = new("yash", ["yash"], "yash")
    {
        Variables = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" },
    };

    public static readonly TestShell[] All = [Dash, Bash, BashPosix, Ash, Mksh, Yash, Posh, Ksh93, Zsh];

    public void Require() => Requires.Tool(Words[0], Package);

    public override string ToString() => Name;
}

/// <summary>The programs that a launcher finds on its PATH.</summary>
/// <param name="Name">What the test is called after.</param>
/// <param name="Folder">Makes the PATH, with its folders below the given one.</param>
public sealed record TestTools(string Name, Func<string, string> Folder)
{
    private static readonly string[] Common =
    [
        "awk",
        "cat",
        "cut",
        "date",
        "env",
        "find",
        "grep",
        "head",
        "kill",
        "ln",
        "mkdir",
        "mkfifo",
        "mv",
        "nice",
        "printf",
        "ps",
        "rm",
        "rmdir",
        "sed",
        "sh",
        "sleep",
        "tail",
        "tee",
        "tr",
        "wc",
    ];

    /// <summary>As on Linux.</summary>
    public static readonly TestTools Full = new("all tools", _ => "/usr/bin:/bin");

    /// <summary>As on macOS: no flock, setsid, timeout, ionice.</summary>
    public static readonly TestTools Perl = new("perl only", folder => Links(folder, ("perl", "perl")));

    public static readonly TestTools Python = new("python3 only", folder => Links(folder, ("python3", "python3")));

    /// <summary>Not one that could lock or make a group.</summary>
    public static readonly TestTools Bare = new("no tools", folder => Links(folder));

    /// <summary>
    /// The applets of busybox, with flock and nice, which Alpine has in it and Debian has not, and with the kill of
    /// Debian.
    /// </summary>
    public static readonly TestTools Busybox = new("busybox applets", Applets);

    public override string ToString() => Name;

    private static string Links(string folder, params (string Tool, string Package)[] more)
    {
        foreach (var (tool, package) in more)
            Requires.Tool(tool, package);
        foreach (var tool in Common.Concat(more.Select(entry => entry.Tool)))
            File.CreateSymbolicLink(Path.Combine(folder, tool), Path.Combine("/usr/bin", tool));
        return folder;
    }

    private static string Applets(string folder)
    {
        Requires.Tool("busybox", "busybox");
        foreach (var tool in Common.Except(["nice", "kill"]).Append("setsid"))
            File.CreateSymbolicLink(Path.Combine(folder, tool), "/usr/bin/busybox");
        foreach (var tool in new[] { "flock", "kill", "nice" })
            File.CreateSymbolicLink(Path.Combine(folder, tool), Path.Combine("/usr/bin", tool));
        return folder;
    }
}

/// <summary>The sets of tools that tests run with: data for theories.</summary>
public static class Machines
{
    public static TheoryData<TestTools> All =>
        new(TestTools.Full, TestTools.Perl, TestTools.Python, TestTools.Bare, TestTools.Busybox);

    /// <summary>Those that give a mine a process group of its own under every shell.</summary>
    public static TheoryData<TestTools> WithGroups =>
        new(TestTools.Full, TestTools.Perl, TestTools.Python, TestTools.Busybox);

    /// <summary>The ways to lock: in the kernel by one tool or another, and by a link.</summary>
    public static TheoryData<TestTools> Locks => new(TestTools.Full, TestTools.Perl, TestTools.Python, TestTools.Bare);

    /// <summary>The fastest of the kernel locks, and links.</summary>
    public static TheoryData<TestTools> Crowds => new(TestTools.Full, TestTools.Bare);

    /// <summary>The two families of tee, tail, sed and so on.</summary>
    public static TheoryData<TestTools> OwnTee => new(TestTools.Full, TestTools.Busybox);

    public static TheoryData<TestTools> KernelLocks => new(TestTools.Full, TestTools.Perl, TestTools.Python);
}
