namespace MempalaceSched.Health;

/// <summary>What a check came to, before it is said of which schedule.</summary>
internal sealed record Verdict(CheckStatus Status, string Detail, string Fix = "")
{
    public static Verdict Pass(string detail) => new(CheckStatus.Pass, detail);

    public static Verdict Skip(string detail) => new(CheckStatus.Skip, detail);

    public static Verdict Warn(string detail, string fix) => new(CheckStatus.Warn, detail, fix);

    public static Verdict Fail(string detail, string fix) => new(CheckStatus.Fail, detail, fix);

    public CheckResult Of(string name, string check) =>
        new()
        {
            Name = name,
            Check = check,
            Status = Status,
            Detail = Detail,
            Fix = Fix,
        };
}
