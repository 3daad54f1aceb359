using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nedb.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Design;

/// <summary>Writes what a model says to Nedb as the calls that said it, in snapshots of migrations and in scaffolded contexts.</summary>
internal sealed class NedbAnnotationCodeGenerator(AnnotationCodeGeneratorDependencies dependencies) : AnnotationCodeGenerator(dependencies)
{
    private static readonly MethodInfo HasValidTime = typeof(NedbEntityTypeBuilderExtensions).GetRuntimeMethod(
        nameof(NedbEntityTypeBuilderExtensions.HasValidTime), [typeof(EntityTypeBuilder), typeof(string), typeof(string)])!;

    private static readonly MethodInfo HasVersionTokens = typeof(NedbModelBuilderExtensions).GetRuntimeMethod(
        nameof(NedbModelBuilderExtensions.HasVersionTokens), [typeof(ModelBuilder)])!;

    private static readonly MethodInfo IsSearchIndex = typeof(NedbIndexBuilderExtensions).GetRuntimeMethod(
        nameof(NedbIndexBuilderExtensions.IsSearchIndex), [typeof(IndexBuilder), typeof(bool)])!;

    private static readonly MethodInfo WithoutOverlaps = typeof(NedbKeyExtensions).GetRuntimeMethod(
        nameof(NedbKeyExtensions.WithoutOverlaps), [typeof(KeyBuilder), typeof(bool)])!;

    private static readonly MethodInfo WithPeriod = typeof(NedbKeyExtensions).GetRuntimeMethod(
        nameof(NedbKeyExtensions.WithPeriod), [typeof(ReferenceCollectionBuilder), typeof(bool)])!;

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(
        IModel model, IDictionary<string, IAnnotation> annotations) =>
        WithCall(Take(annotations, NedbAnnotationNames.VersionTokens), HasVersionTokens, base.GenerateFluentApiCalls(model, annotations));

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(
        IEntityType entityType, IDictionary<string, IAnnotation> annotations) =>
        annotations.Remove(NedbAnnotationNames.ValidFrom, out var from) & annotations.Remove(NedbAnnotationNames.ValidTo, out var to)
            ? [.. base.GenerateFluentApiCalls(entityType, annotations), new MethodCallCodeFragment(HasValidTime, from!.Value, to!.Value)]
            : base.GenerateFluentApiCalls(entityType, annotations);

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(
        IIndex index, IDictionary<string, IAnnotation> annotations) =>
        WithCall(Take(annotations, NedbAnnotationNames.SearchIndex), IsSearchIndex, base.GenerateFluentApiCalls(index, annotations));

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(
        IKey key, IDictionary<string, IAnnotation> annotations) =>
        WithCall(Take(annotations, NedbAnnotationNames.WithoutOverlaps), WithoutOverlaps, base.GenerateFluentApiCalls(key, annotations));

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(
        IForeignKey foreignKey, IDictionary<string, IAnnotation> annotations) =>
        WithCall(Take(annotations, NedbAnnotationNames.Period), WithPeriod, base.GenerateFluentApiCalls(foreignKey, annotations));

    // It is taken before the other calls are made of what is left.
    private static bool Take(IDictionary<string, IAnnotation> annotations, string name) =>
        annotations.Remove(name, out var annotation) && annotation.Value is true;

    private static IReadOnlyList<MethodCallCodeFragment> WithCall(
        bool isSaid, MethodInfo method, IReadOnlyList<MethodCallCodeFragment> calls) =>
        isSaid ? [.. calls, new MethodCallCodeFragment(method)] : calls;
}
