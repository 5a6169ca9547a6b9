using MempalaceSched.HelpBuilder;

if (args is not [var manifest, var helpFile, var pages, .. { Length: > 0 } comments])
{
    Console.Error.WriteLine("Usage: HelpBuilder MODULE.psd1 HELP.xml PAGES_FOLDER COMMENTS.xml...");
    return 2;
}

var cmdlets = CmdletReader.Read(manifest, new CodeComments(comments));
var gaps = cmdlets.SelectMany(cmdlet => cmdlet.Gaps).ToList();
foreach (var gap in gaps)
    Console.Error.WriteLine($"{comments[0]}: error HELP001: {gap}");
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
