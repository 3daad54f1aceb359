using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Design;

/// <summary>Leaves out of compiled models what only migrations need to know of tables, columns and indexes.</summary>
internal sealed class NedbRuntimeAnnotationCodeGenerator(
    CSharpRuntimeAnnotationCodeGeneratorDependencies dependencies,
    RelationalCSharpRuntimeAnnotationCodeGeneratorDependencies relationalDependencies)
    : RelationalCSharpRuntimeAnnotationCodeGenerator(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override void Generate(ITable table, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        Remove(parameters, NedbAnnotationNames.ValidFrom, NedbAnnotationNames.ValidTo);
        base.Generate(table, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IColumn column, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        Remove(parameters, NedbAnnotationNames.Identity);
        base.Generate(column, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(ITableIndex index, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        Remove(parameters, NedbAnnotationNames.SearchIndex);
        base.Generate(index, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IUniqueConstraint uniqueConstraint, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        Remove(parameters, NedbAnnotationNames.WithoutOverlaps);
        base.Generate(uniqueConstraint, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IForeignKeyConstraint foreignKey, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        Remove(parameters, NedbAnnotationNames.Period);
        base.Generate(foreignKey, parameters);
    }

    private static void Remove(CSharpRuntimeAnnotationCodeGeneratorParameters parameters, params ReadOnlySpan<string> names)
    {
        if (parameters.IsRuntime)
            return;
        foreach (var name in names)
            parameters.Annotations.Remove(name);
    }
}
