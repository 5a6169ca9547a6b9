using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Cron;

namespace MempalaceSched.Tests.Cron;

/// <summary>The output of <c>crontab -l</c> for different implementations of cron.</summary>
public class CrontabOutputTests
{
    public static TheoryData<string, int, string, string, string> Answers =>
        new()
        {
            // implementation, exit code, stdout, stderr, and the expected text or error ID
            { "Debian: one", 0, "0 3 * * 1 x\n", "", "0 3 * * 1 x\n" },
            { "Debian: none", 1, "", "no crontab for robin\n", "" },
            {
                "Debian: denied",
                1,
                "",
                "You (robin) are not allowed to use this program (crontab)\nSee crontab(1) for more information\n",
                "!SchedulerUnavailable"
            },
            { "Debian: another user's", 1, "", "must be privileged to use -u\n", "!CrontabUnsafe" },
            { "Debian: no spool", 1, "", "crontabs/robin/: fdopen: Permission denied", "!CrontabUnsafe" },
            {
                "cronie: one, and a notice of a backup",
                0,
                "# x\n",
                "Backup of robin's previous crontab saved to /home/robin/.cache/crontab/crontab.bak\n",
                "# x\n"
            },
            { "cronie: none", 1, "", "no crontab for robin\n", "" },
            {
                "cronie: denied",
                1,
                "",
                "You (robin) are not allowed to use this program (crontab)\nSee crontab(1) for more information\n",
                "!SchedulerUnavailable"
            },
            {
                "cronie: PAM",
                1,
                "",
                "You (robin) are not allowed to access to (crontab) because of pam configuration.\n",
                "!SchedulerUnavailable"
            },
            { "busybox: one", 0, "# hi", "", "# hi" },
            { "busybox: none", 1, "", "crontab: can't open 'robin': No such file or directory\n", "" },
            { "busybox: cannot be read", 1, "", "crontab: can't open 'robin': Permission denied\n", "!CrontabUnsafe" },
            {
                "busybox: no spool",
                1,
                "",
                "crontab: can't change directory to '/var/spool/cron/crontabs': No such file or directory\n",
                "!CrontabUnsafe"
            },
            { "busybox: not setuid", 1, "", "crontab: must be suid to work properly\n", "!CrontabUnsafe" },
            { "systemd-cron: none", 2, "", "no crontab for robin\n", "" },
            { "macOS: none", 1, "", "crontab: no crontab for robin\n", "" },
            {
                "macOS: not permitted",
                1,
                "",
                "crontab: /usr/lib/cron/tabs/robin: Operation not permitted\n",
                "!CrontabUnsafe"
            },
            { "killed", 137, "", "", "!CrontabUnsafe" },
            { "half an answer", 1, "0 3 * * 1 x\n", "no crontab for robin\n", "!CrontabUnsafe" },
            { "a disk that fails", 1, "", "crontab: read error: Input/output error\n", "!CrontabUnsafe" },
            { "a stand-in that is missing", 127, "", "sh: crontab: not found\n", "!CrontabUnsafe" },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Output_is_recognized_or_rejected(string who, int code, string output, string error, string meaning)
    {
        var answer = new ProcessResult(code, output, error);
        if (!meaning.StartsWith('!'))
        {
            Assert.Equal(meaning, CrontabOutput.Read(answer));
            return;
        }
        var fault = Assert.Throws<MempalaceException>(() => CrontabOutput.Read(answer));
        Assert.True(meaning[1..] == fault.Id, $"{who}: {fault.Id}, {fault.Message}");
        if (error.Length > 0)
            Assert.Contains(error.Split('\n')[0], fault.Message, StringComparison.Ordinal);
    }
}
