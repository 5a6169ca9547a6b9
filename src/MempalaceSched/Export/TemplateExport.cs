using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Templates;

namespace MempalaceSched.Export;

/// <summary>Writes built-in templates into a folder, where the user can change them.</summary>
internal static class TemplateExport
{
    /// <summary>The plan that writes these templates.</summary>
    /// <exception cref="MempalaceException"><c>FileExists</c> without -Force.</exception>
    public static ChangePlan Plan(IEnumerable<string> names, string folder, bool force)
    {
        List<WriteFile> files =
        [
            .. names
                .Distinct()
                .Select(name => new WriteFile(
                    Path.Combine(folder, name),
                    TemplateSource.BuiltIn(name),
                    FileModes.Shared,
                    ""
                )
                {
                    PreviewStyle = FilePreview.Changes,
                }),
        ];
        ExistingFiles.Check(files, force);
        return new ChangePlan([.. files]);
    }
}
