using Xunit.v3;

// These tests wait for processes far more than they compute.
[assembly: Parallelization(MaxThreads = 6)]
