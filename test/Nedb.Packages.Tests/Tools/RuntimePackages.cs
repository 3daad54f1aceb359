using System.Runtime.InteropServices;
using Nedb.Packages.Tests.Processes;
using Nedb.Testing.Io;

namespace Nedb.Packages.Tests.Tools;

/// <summary>The packages of the runtime, which a program that is published for one kind of machine takes from a feed.</summary>
internal static class RuntimePackages
{
    private static readonly Lazy<string?> Problem = new(Restore);

    /// <summary>Why tests that need them are skipped; null where they are there.</summary>
    public static string? SkipReason => Problem.Value;

    private static string? Restore()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["Empty.csproj"], """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PublishSingleFile>true</PublishSingleFile>
                <SelfContained>false</SelfContained>
              </PropertyGroup>
            </Project>
            """);
        var result = Command.Dotnet(folder.Path, "restore", "-r", RuntimeInformation.RuntimeIdentifier);
        return result.ExitCode == 0 ? null : $"The packages of the runtime cannot be restored on this machine: {result.Output.Trim()}";
    }
}
