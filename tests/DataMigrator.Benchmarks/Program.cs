using BenchmarkDotNet.Running;

// In this process: the build that the other way makes would be held to this repository's analyzers.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Contains("--inProcess") ? args : [.. args, "--inProcess"]);
