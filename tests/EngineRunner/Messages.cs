namespace MempalaceSched.Tests.Engine;

/// <summary>A script to run in a new runspace.</summary>
public sealed record EngineRequest
{
    public required string Script { get; init; }

    /// <summary>The environment variables, all of them.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>The module to import first; null for none.</summary>
    public string? Module { get; init; }

    /// <summary>Stops the pipeline, as ctrl-C does, once this file is there.</summary>
    public string? StopOnceThereIs { get; init; }

    /// <summary>The answers to questions, by the position of the choice.</summary>
    public int[] Answers { get; init; } = [];
}

/// <summary>What came of it.</summary>
public sealed record EngineResponse
{
    /// <summary>The output, each object as text.</summary>
    public List<string> Output { get; init; } = [];

    /// <summary>The types of the output.</summary>
    public List<string> Types { get; init; } = [];

    public List<EngineError> Errors { get; init; } = [];

    /// <summary>The error that ended the script.</summary>
    public EngineError? Ended { get; set; }

    public List<string> Warnings { get; init; } = [];

    public List<string> Verbose { get; init; } = [];

    public List<string> Progress { get; init; } = [];

    /// <summary>What was written to the host: tables, and what -WhatIf says.</summary>
    public string Host { get; set; } = "";

    public bool Stopped { get; set; }

    /// <summary>How long it took from the stop to the end of the pipeline.</summary>
    public double SecondsToStop { get; set; }
}

public sealed record EngineError(string Id, string Message, string Category, string Target, string? Advice);
