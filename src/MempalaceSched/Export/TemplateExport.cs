using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Templates;

namespace MempalaceSched.Export;

/// <summary>Writes built-in templates into a folder, for their user to change.</summary>
internal static class TemplateExport
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <exception cref="MempalaceException"><c>FileExists</c> without -Force.</exception>
    public static ChangePlan Plan(IEnumerable<string> names, string folder, bool force)
    {
        List<WriteFile> files =
        [
            .. names
                .Distinct()
                .Select(name => new WriteFile(Path.Combine(folder, name), TemplateSource.BuiltIn(name), Mode, "")
                {
                    PreviewStyle = FilePreview.Changes,
                }),
        ];
        ExistingFiles.Check(files, force);
        return new ChangePlan([.. files]);
    }
}
