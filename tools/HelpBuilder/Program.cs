using MempalaceSched.HelpBuilder;

if (args is not [var manifest, var comments, var helpFile, var pages])
{
    Console.Error.WriteLine("Usage: HelpBuilder MODULE.psd1 COMMENTS.xml HELP.xml PAGES_FOLDER");
    return 2;
}

var cmdlets = CmdletReader.Read(manifest, new CodeComments(comments));
var gaps = cmdlets.SelectMany(cmdlet => cmdlet.Gaps).ToList();
foreach (var gap in gaps)
    Console.Error.WriteLine($"{comments}: error HELP001: {gap}");
if (gaps.Count > 0)
    return 1;

Directory.CreateDirectory(Path.GetDirectoryName(helpFile)!);
Maml.From(cmdlets).Save(helpFile);
if (Directory.Exists(pages))
    Directory.Delete(pages, recursive: true);
Directory.CreateDirectory(pages);
foreach (var cmdlet in cmdlets)
    File.WriteAllText(Path.Combine(pages, cmdlet.Name + ".md"), MarkdownPage.From(cmdlet));
return 0;
