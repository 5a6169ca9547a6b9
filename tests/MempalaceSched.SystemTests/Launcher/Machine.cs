using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A shell that launchers must support.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Words">The command that runs the shell.</param>
/// <param name="Package">The Debian package that contains the shell.</param>
public sealed record TestShell(string Name, string[] Words, string Package)
{
    /// <summary>The environment variables that the shell needs.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public static readonly TestShell Dash = new("dash", ["dash"], "dash");

    /// <summary>bash as /bin/sh is always in POSIX mode.</summary>
    public static readonly TestShell BashPosix = new("bash --posix", ["bash", "--posix"], "bash");
    public static readonly TestShell Ash = new("busybox ash", ["busybox", "ash"], "busybox");

    public static readonly TestShell Mksh = new("mksh", ["mksh"], "mksh");
    public static readonly TestShell Posh = new("posh", ["posh"], "posh");
    public static readonly TestShell Ksh93 = new("ksh93", ["ksh93"], "ksh93u+m");
    public static readonly TestShell Zsh = new("zsh", ["zsh", "--emulate", "sh"], "zsh");

    /// <summary>yash stores text as characters, so a script that is not ASCII needs a UTF-8 locale.</summary>
    public static readonly TestShell Yash = new("yash", ["yash"], "yash")
    {
        Variables = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" },
    };

    public static readonly TestShell[] All = [Dash, BashPosix, Ash, Mksh, Yash, Posh, Ksh93, Zsh];

    /// <summary>
    /// Whether the shell of a test class such as OutcomeUnderDash is /bin/sh of some system. These shells run
    /// everything. The others only show that the launcher relies on nothing but POSIX. So they run each feature, but
    /// not the variations of it: not all sets of tools, and not the classes named VariationTests.
    /// </summary>
    public static bool IsSystemShell(Type tests) =>
        tests.Name.Split("Under")[^1] switch
        {
            nameof(Dash) or nameof(BashPosix) or nameof(Ash) => true,
            nameof(Mksh) or nameof(Yash) or nameof(Posh) or nameof(Ksh93) or nameof(Zsh) => false,
            _ => throw new ArgumentException($"{tests.Name} names no shell."),
        };

    public void Require() => Requires.Tool(Words[0], Package);

    public override string ToString() => Name;
}

/// <summary>The programs that a launcher finds on its PATH.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Folder">Creates the folders below the given folder, and returns the PATH.</param>
public sealed record TestTools(string Name, Func<string, string> Folder)
{
    /// <summary>What every set of tools has.</summary>
    internal static readonly string[] Common =
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

    /// <summary>The tools of Linux.</summary>
    public static readonly TestTools Full = new("all tools", _ => "/usr/bin:/bin");

    /// <summary>The tools of macOS, without flock, setsid, timeout and ionice.</summary>
    public static readonly TestTools Perl = new("perl only", folder => Links(folder, ("perl", "perl")));

    public static readonly TestTools Python = new("python3 only", folder => Links(folder, ("python3", "python3")));

    /// <summary>Only basic tools. None of them can lock a file or create a process group.</summary>
    public static readonly TestTools Bare = new("no tools", folder => Links(folder));

    /// <summary>
    /// The applets of busybox. kill, flock and nice come from Debian, because its busybox does not contain the last
    /// two.
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

/// <summary>
/// Runs a theory with sets of tools. What a set of tools changes is which programs the launcher starts, and hardly how
/// a shell starts them. So the shells that are /bin/sh run all sets, and the others only the first, which has all
/// tools.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SetsOfToolsAttribute : MemberDataAttributeBase
{
    /// <param name="sets">The name of a property of <see cref="Machines"/>.</param>
    public SetsOfToolsAttribute(string sets)
        : base(sets, []) => MemberType = typeof(Machines);

    public override async ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker
    )
    {
        var rows = await base.GetData(testMethod, disposalTracker);
        return TestShell.IsSystemShell(testMethod.ReflectedType!) ? rows : [rows.First()];
    }
}

/// <summary>The sets of tools for theories. The first is always the one with all tools.</summary>
public static class Machines
{
    public static TheoryData<TestTools> All =>
        new(TestTools.Full, TestTools.Perl, TestTools.Python, TestTools.Bare, TestTools.Busybox);

    /// <summary>The sets that run a command in its own process group under every shell.</summary>
    public static TheoryData<TestTools> WithGroups =>
        new(TestTools.Full, TestTools.Perl, TestTools.Python, TestTools.Busybox);

    /// <summary>One set for each way to lock: a kernel lock through three different tools, and a link.</summary>
    public static TheoryData<TestTools> Locks => new(TestTools.Full, TestTools.Perl, TestTools.Python, TestTools.Bare);

    /// <summary>The fastest kernel lock, and the link.</summary>
    public static TheoryData<TestTools> Crowds => new(TestTools.Full, TestTools.Bare);

    /// <summary>The two families of tee, tail, sed and other tools.</summary>
    public static TheoryData<TestTools> OwnTee => new(TestTools.Full, TestTools.Busybox);

    public static TheoryData<TestTools> KernelLocks => new(TestTools.Full, TestTools.Perl, TestTools.Python);
}
