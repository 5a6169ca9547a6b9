using CsCheck;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Changes;

/// <summary>Applies random plans to random files. A plan that fails at any step must restore every file.</summary>
public class UndoProperties
{
    private static readonly string[] Paths = ["a", "b", "d/a", "d/b", "d/e/a", "f/a"];
    private static readonly UnixFileMode[] Modes =
    [
        (UnixFileMode)0b110_000_000,
        (UnixFileMode)0b111_101_101,
        (UnixFileMode)0b110_100_100,
    ];

    private enum Kind
    {
        Write,
        Delete,
        SetAside,
        Move,
        MakeFolder,
        DeleteFolder,
        DeleteEmptyFolder,
        ByProduct,
        Run,
    }

    private sealed record Before(string Path, byte[] Bytes, bool Ours, bool Link, UnixFileMode Mode);

    private sealed record Step(Kind Kind, string Path, string Text, UnixFileMode Mode);

    private static readonly Gen<Before> AnyFile = Gen.Select(
            Gen.OneOf(Paths),
            Gen.Byte.Array[0, 6],
            Gen.Bool,
            Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))),
            Gen.OneOf(Modes)
        )
        .Select(file => new Before(file.Item1, file.Item2, file.Item3, file.Item4, file.Item5));

    private static readonly Gen<Step> AnyStep = Gen.Select(
            Gen.Enum<Kind>(),
            Gen.OneOf(Paths),
            Definitions.Text,
            Gen.OneOf(Modes)
        )
        .Select(step => new Step(step.Item1, step.Item2, step.Item3, step.Item4));

    [Fact]
    public void A_plan_that_fails_at_any_step_changes_nothing() =>
        Gen.Select(AnyFile.Array[0, 5], AnyStep.Array[1, 7])
            .Sample(
                (files, steps) =>
                {
                    for (var failing = 0; failing <= steps.Length; failing++)
                        FailAt(failing, files, steps);
                },
                iter: 60
            );

    [Fact]
    public void A_successful_plan_leaves_no_temporary_files() =>
        Gen.Select(AnyFile.Array[0, 5], AnyStep.Array[1, 7])
            .Sample(
                (files, steps) =>
                {
                    using var folder = new TempFolder();
                    Lay(folder, files);
                    Directory.CreateDirectory(folder["moved"]);
                    var plan = new ChangePlan([.. steps.Select(step => Made(folder, step))]);
                    Runner(folder).ApplyAsync(plan, null, CancellationToken.None).GetAwaiter().GetResult();
                    Assert.DoesNotMatch("\\.(tmp|deleted):", folder.Listing());
                    for (var i = 0; i < steps.Length; i++)
                        if (
                            plan.Steps[i] is WriteFile write
                            && !plan.Steps.Skip(i + 1).Any(later => Touches(later, write.Path))
                        )
                            Assert.True(FileState.Holds(write));
                },
                iter: 60
            );

    private static void FailAt(int failing, Before[] files, Step[] steps)
    {
        using var folder = new TempFolder();
        Lay(folder, files);
        Directory.CreateDirectory(folder["moved"]);
        var before = folder.Listing();
        var plan = new ChangePlan([
            .. steps.Take(failing).Select(step => Made(folder, step)),
            new RunCommand(new ProcessCommand("fail"), null, ""),
            .. steps.Skip(failing).Select(step => Made(folder, step)),
        ]);
        var fault = Assert.Throws<MempalaceException>(() =>
            Runner(folder).ApplyAsync(plan, null, CancellationToken.None).GetAwaiter().GetResult()
        );
        Assert.Contains("All changes were undone.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Listing());
    }

    /// <summary>
    /// Another process can replay the undo journal twice, and the journal can contain steps that were not applied.
    /// </summary>
    [Fact]
    public void Undo_can_be_repeated_and_reverts_a_partly_applied_plan() =>
        Gen.Select(AnyFile.Array[0, 5], AnyStep.Array[1, 7])
            .Sample(
                (files, steps) =>
                {
                    for (var applied = 0; applied <= steps.Length; applied++)
                        UndoTwice(applied, files, steps).GetAwaiter().GetResult();
                },
                iter: 60
            );

    private static async Task UndoTwice(int applied, Before[] files, Step[] steps)
    {
        using var folder = new TempFolder();
        Lay(folder, files);
        Directory.CreateDirectory(folder["moved"]);
        var before = folder.Listing();
        var context = Context(folder);
        var plan = new List<ChangeStep>(steps.Select(step => Made(folder, step)));
        var undo = new List<UndoStep>();
        foreach (var step in plan)
            undo.AddRange(await step.CaptureAsync(context, CancellationToken.None));
        foreach (var step in plan.Take(applied))
            await step.ApplyAsync(context, [], CancellationToken.None);
        undo.Reverse();
        for (var time = 1; time <= 2; time++)
        {
            foreach (var step in undo)
                await step.UndoAsync(context);
            Assert.Equal(before, folder.Listing());
        }
    }

    private static void Lay(TempFolder folder, Before[] files)
    {
        foreach (var file in files)
        {
            var path = folder[file.Path];
            if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null })
                continue;
            folder.Write(file.Path, "", file.Mode);
            if (file.Link)
            {
                File.Delete(path);
                File.CreateSymbolicLink(path, file.Ours ? folder["target"] : "nowhere");
                folder.Write("target", "mark");
            }
            else
            {
                File.WriteAllBytes(path, [.. file.Bytes, .. file.Ours ? "mark"u8 : []]);
            }
        }
    }

    private static ChangeStep Made(TempFolder folder, Step step) =>
        step.Kind switch
        {
            Kind.Write => new WriteFile(folder[step.Path], step.Text + "mark", step.Mode, "mark"),
            Kind.Delete => new DeleteFile(folder[step.Path], step.Text.Length % 2 == 0 ? "mark" : ""),
            Kind.DeleteFolder => new DeleteFolder(Path.GetDirectoryName(folder["d/" + step.Path])!),
            Kind.SetAside => new SetAsideFile(folder[step.Path]),
            Kind.Move => new MoveFile(folder[step.Path], folder["moved/" + step.Path.Replace('/', '-')]),
            Kind.MakeFolder => new MakeFolder(folder["made/" + step.Path]),
            Kind.DeleteEmptyFolder => new DeleteEmptyFolder(Path.GetDirectoryName(folder["d/" + step.Path])!),
            Kind.ByProduct => new ByProduct(folder[step.Path]),
            _ => new RunCommand(new ProcessCommand("do"), new CommandUndo(new ProcessCommand("undo"), ""), ""),
        };

    private static bool Touches(ChangeStep step, string path) =>
        step switch
        {
            WriteFile write => write.Path == path,
            DeleteFile delete => delete.Path == path,
            SetAsideFile aside => aside.Path == path,
            MoveFile move => move.Path == path,
            DeleteFolder folder => path.StartsWith(folder.Path + "/", StringComparison.Ordinal),
            _ => false,
        };

    private static PlanRunner Runner(TempFolder folder) => new(Context(folder));

    private static ChangeContext Context(TempFolder folder) =>
        new(
            Machine.With(folder["home"]),
            new StandardPaths(Machine.With(folder["home"])),
            new RecordedProcesses(command =>
                command.Program == "fail" ? new ProcessResult(1, "", "no") : RecordedProcesses.Done
            ),
            new RecordedReports()
        );
}
