using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Nedb.EntityFrameworkCore.ValueGeneration;

/// <summary>Chooses what makes the values of new entities that the caller did not give.</summary>
internal sealed class NedbValueGeneratorSelector(ValueGeneratorSelectorDependencies dependencies)
    : RelationalValueGeneratorSelector(dependencies)
{
    /// <inheritdoc/>
    protected override ValueGenerator? FindForType(IProperty property, ITypeBase typeBase, Type clrType) =>
        clrType == typeof(Guid)
        && property.ValueGenerated != ValueGenerated.Never
        && property.GetDefaultValueSql() is null
        && !property.TryGetDefaultValue(out _)
            ? new NedbGuidValueGenerator()
            : base.FindForType(property, typeBase, clrType);
}
