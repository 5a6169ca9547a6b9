namespace MempalaceSched.Health;

/// <summary>One thing that can be the matter with a schedule. It changes nothing.</summary>
internal interface ICheck
{
    /// <summary>What is checked, in a word or two.</summary>
    string Name { get; }

    /// <summary>Looks. A fault that it throws is a Fail with its way out.</summary>
    Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation);
}
