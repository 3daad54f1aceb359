using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nedb.Repository.Tests;

/// <summary>Proofs are checked by code that needs no engine: those rooms compile when nothing else of the product is there.</summary>
public sealed class VerifierTests
{
    private static readonly string[] Rooms =
    [
        "src/Nedb.Storage/Proofs", "src/Nedb.Storage/Values", "src/Nedb.Storage/Cbor", "src/Nedb.Storage/Diagnostics",
    ];

    // What a header says: nouns without behaviour.
    private static readonly string[] Nouns =
    [
        "src/Nedb.Storage/Format/NodeHeader.cs", "src/Nedb.Storage/Log/NodeRecord.cs", "src/Nedb.Storage/Log/CommitRecord.cs",
        "src/Nedb.Storage/Log/LogPlace.cs",
        "src/Nedb.Storage/Views/NodeKind.cs", "src/Nedb.Storage/Views/Period.cs", "src/Nedb.Storage/Views/Provenance.cs",
    ];

    [Fact]
    public void The_verifiers_compile_without_the_engine()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        var trees = Checkout.SourceFiles(Rooms).Concat(Nouns)
            .Select(file => CSharpSyntaxTree.ParseText(Checkout.Read(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(string.Concat(usings.Select(name => $"global using {name};")), options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.") || name.StartsWith("BouncyCastle") || name == "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "verifier", trees, references, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        var errors = compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Take(20);

        Assert.Empty(errors.Select(error => error.ToString()));
        Assert.NotNull(compilation.GetTypeByMetadataName("Nedb.Storage.Proofs.InclusionVerifier"));
    }
}
