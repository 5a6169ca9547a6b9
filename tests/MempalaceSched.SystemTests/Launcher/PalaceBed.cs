using System.Diagnostics;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>A launcher bed with a palace that has a real SQLite database.</summary>
public sealed class PalaceBed : IDisposable
{
    private static readonly string[] Applets = ["awk", "cmp", "cp", "df", "du", "find", "grep", "mv", "rm", "sed"];

    private static readonly string[] ToolsOfBackups =
    [
        .. TestTools.Common,
        "cp",
        "df",
        "du",
        "flock",
        "setsid",
        "sync",
        "cmp",
    ];

    /// <param name="shell">The shell of the launcher.</param>
    /// <param name="programs">
    /// Programs of the launcher that are scripts of the test. $ROOT is the temporary folder.
    /// </param>
    /// <param name="only">Programs for the launcher besides the usual ones; null for all that are installed.</param>
    /// <param name="applets">Whether these programs are applets of busybox, where it has them.</param>
    internal PalaceBed(
        TestShell shell,
        (string Name, string Text)[]? programs = null,
        string[]? only = null,
        bool applets = false
    )
    {
        Requires.Tool("sqlite3", "sqlite3");
        Bed = new LauncherBed(shell, new TestTools("backups", folder => Tools(folder, programs ?? [], only, applets)));
        foreach (var (name, text) in programs ?? [])
            Program(Path.Combine(Bed.Root, "tools", name), text);
        Directory.CreateDirectory(Path.Combine(Palace, "index"));
        File.WriteAllText(Path.Combine(Palace, "index/data.bin"), "vectors");
        File.WriteAllText(Path.Combine(Palace, ".hidden"), "hidden");
        Sql(Database, "pragma journal_mode = wal; create table drawers (text); insert into drawers values ('first')");
    }

    internal LauncherBed Bed { get; }

    public string Palace => Path.Combine(Bed.Home, "palace");

    public string Database => Path.Combine(Palace, PalaceBackups.Database);

    public string Backups => Palace + ".backups";

    internal string MempalaceLock => PalaceBackups.MempalaceLock(Bed.Home, Palace);

    /// <summary>The names of everything in the folder of the backups, sorted.</summary>
    public IReadOnlyList<string> Names =>
        Directory.Exists(Backups)
            ? [.. Directory.GetFileSystemEntries(Backups).Select(path => Path.GetFileName(path)!).Order()]
            : [];

    internal IReadOnlyList<PalaceBackup> Read() => PalaceBackups.Read(Palace);

    /// <summary>A schedule with backups. Its command adds a drawer.</summary>
    internal ScheduleDefinition Schedule(int keep = 2, string script = "") =>
        Bed.Mine(
            $"{script}\nsqlite3 '{Database}' \"insert into drawers values ('more')\"; : >$ROOT/mined; echo 'Drawers filed: 1'"
        ) with
        {
            KeepBackups = keep,
        };

    /// <summary>Runs a schedule on a disk of which nothing must stay free.</summary>
    internal LauncherResult Run(ScheduleDefinition definition) => Start(definition).Result();

    internal LauncherProcess Start(ScheduleDefinition definition, string reserve = "0") =>
        Bed.StartWith(definition, new() { ["MEMPALACE_SCHED_BACKUP_RESERVE"] = reserve });

    public HistoryLine LastLine() => Bed.History()[^1];

    /// <summary>The number of drawers in a database, which must not be corrupt.</summary>
    public static int Drawers(string database)
    {
        Assert.Equal("ok", Sql(database, "pragma quick_check"));
        return int.Parse(
            Sql(database, "select count(*) from drawers"),
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    public static string Sql(string database, string statements) => Output("/usr/bin/sqlite3", database, statements);

    /// <summary>Runs a program that must succeed, and returns its output.</summary>
    public static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, error));
        return output.Trim();
    }

    /// <summary>Fills pages in the middle of the database with zeros.</summary>
    public void Corrupt()
    {
        Sql(
            Database,
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) "
                + "insert into drawers select 'drawer ' || i from n; pragma wal_checkpoint(truncate)"
        );
        using var file = File.OpenWrite(Database);
        file.Position = 4096;
        file.Write(new byte[8 * 4096]);
    }

    public void Dispose() => Bed.Dispose();

    private static string Tools(string folder, (string Name, string Text)[] programs, string[]? only, bool applets)
    {
        if (only is null)
            return $"{folder}:/usr/bin:/bin";
        foreach (var tool in ToolsOfBackups.Concat(only).Except(programs.Select(program => program.Name)))
            File.CreateSymbolicLink(
                Path.Combine(folder, tool),
                applets && Applets.Contains(tool) ? "/usr/bin/busybox" : Path.Combine("/usr/bin", tool)
            );
        return folder;
    }

    private void Program(string path, string text)
    {
        File.WriteAllText(path, $"#!/bin/sh\nROOT={Bed.Root}\n{text}\n");
        File.SetUnixFileMode(path, FileModes.Program);
    }
}
