using Xunit.v3;

// The tests spend most of their time waiting for processes.
[assembly: Parallelization(MaxThreads = 8)]
