using System.Text;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Text in which each character stands for one byte. A crontab has no encoding that anybody wrote down: old comments in Latin-1 have to
/// come out as they went in, and decoding them as UTF-8 would not do that.
/// </summary>
internal static class RawText
{
    /// <summary>Our own text as the bytes that it has in a file.</summary>
    public static string Of(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes.</summary>
    public static byte[] Bytes(string raw) => Encoding.Latin1.GetBytes(raw);

    /// <summary>For reading: what is not UTF-8 is shown as the replacement character.</summary>
    public static string Show(string raw) => Encoding.UTF8.GetString(Bytes(raw));
}
