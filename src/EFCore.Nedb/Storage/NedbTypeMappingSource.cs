using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Finds how a CLR type, a type of field, or both together are stored.</summary>
internal sealed class NedbTypeMappingSource(
    TypeMappingSourceDependencies dependencies,
    RelationalTypeMappingSourceDependencies relationalDependencies) : RelationalTypeMappingSource(dependencies, relationalDependencies)
{
    internal const int DecimalDigits = 28;

    private static readonly ValueComparer<NedbArray> ArrayComparer = new(
        (left, right) => left == right || (left != null && right != null && NedbValue.FromArray(left).Equals(NedbValue.FromArray(right))),
        array => NedbValue.FromArray(array).GetHashCode(),
        array => array);

    private static readonly ValueComparer<NedbObject> ObjectComparer = new(
        (left, right) => left == right || (left != null && right != null && NedbValue.FromObject(left).Equals(NedbValue.FromObject(right))),
        members => NedbValue.FromObject(members).GetHashCode(),
        members => members);

    private static readonly RelationalTypeMapping Letter = NedbTypeMapping<char>.Default.WithStoreTypeAndSize("string", 1);

    // A seq is stored big-endian in a byte array, so that arrays order as the seqs do.
    private static readonly RelationalTypeMapping BinaryVersionToken =
        (RelationalTypeMapping)NedbTypeMapping<long>.Default.WithComposedConverter(
            new NedbSeqConverter());

    // Where nothing says what is in it, a document within a document is its JSON text.
    private static readonly RelationalTypeMapping JsonAsText =
        (RelationalTypeMapping)NedbTypeMapping<NedbValue>.Default.WithComposedConverter(new NedbJsonTextConverter());

    private static readonly Dictionary<Type, RelationalTypeMapping> ByClrType = new()
    {
        [typeof(bool)] = NedbTypeMapping<bool>.Default,
        [typeof(sbyte)] = NedbTypeMapping<sbyte>.Default,
        [typeof(short)] = NedbTypeMapping<short>.Default,
        [typeof(int)] = NedbIntTypeMapping.Default,
        [typeof(long)] = NedbTypeMapping<long>.Default,
        [typeof(byte)] = NedbTypeMapping<byte>.Default,
        [typeof(ushort)] = NedbTypeMapping<ushort>.Default,
        [typeof(uint)] = NedbTypeMapping<uint>.Default,
        [typeof(ulong)] = NedbTypeMapping<ulong>.Default,
        [typeof(float)] = NedbTypeMapping<float>.Default,
        [typeof(double)] = NedbTypeMapping<double>.Default,
        [typeof(decimal)] = NedbTypeMapping<decimal>.Default,
        [typeof(string)] = NedbTypeMapping<string>.Default,
        [typeof(char)] = Letter,
        [typeof(byte[])] = NedbTypeMapping<byte[]>.Default,
        [typeof(Guid)] = NedbTypeMapping<Guid>.Default,
        [typeof(DateOnly)] = NedbTypeMapping<DateOnly>.Default,
        [typeof(TimeOnly)] = NedbTypeMapping<TimeOnly>.Default,
        [typeof(DateTime)] = NedbTypeMapping<DateTime>.Default,
        [typeof(DateTimeOffset)] = NedbTypeMapping<DateTimeOffset>.Default,
        [typeof(TimeSpan)] = NedbTypeMapping<TimeSpan>.Default,
        // By what is in them: they are immutable, and the snapshot of a model has others than the model.
        [typeof(NedbArray)] = NedbTypeMapping<NedbArray>.Default.Clone(
            comparer: ArrayComparer, keyComparer: ArrayComparer, providerValueComparer: ArrayComparer),
        [typeof(NedbObject)] = NedbTypeMapping<NedbObject>.Default.Clone(
            comparer: ObjectComparer, keyComparer: ObjectComparer, providerValueComparer: ObjectComparer),
        [typeof(JsonTypePlaceholder)] = NedbJsonTypeMapping.Default,
    };

    /// <inheritdoc/>
    protected override RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
    {
        if (base.FindMapping(mappingInfo) is { } fromPlugin)
            return fromPlugin;
        var clrType = mappingInfo.ClrType;
        if (clrType == typeof(byte[]) && mappingInfo.ElementTypeMapping is not null)
            return null;
        if (mappingInfo.IsRowVersion == true && clrType == typeof(byte[]))
            return BinaryVersionToken;
        if (mappingInfo.StoreTypeName is not { } storeTypeName)
            return clrType is not null && ByClrType.TryGetValue(clrType, out var natural) ? WithFacets(natural, mappingInfo) : null;
        // Models that other providers take may have forgotten to close the facets.
        if (storeTypeName.Contains('(') && !storeTypeName.Contains(')'))
            storeTypeName += ")";
        return FieldType.TryParse(storeTypeName, out var fieldType) ? FindByStoreType(mappingInfo, storeTypeName, fieldType) : null;
    }

    /// <inheritdoc/>
    protected override RelationalTypeMapping? FindCollectionMapping(
        RelationalTypeMappingInfo info, Type modelType, Type? providerType, CoreTypeMapping? elementMapping)
    {
        if (info.StoreTypeName is { } name
            && !(FieldType.TryParse(name, out var fieldType) && fieldType.Kind is FieldKind.Array or FieldKind.Json))
            return null;
        // Text is no collection of its letters, also where it is to be stored as JSON.
        if (modelType == typeof(string) || (providerType is not null && providerType != typeof(NedbArray)))
            return null;
        if (!TryFindJsonCollectionMapping(
                info.CoreTypeMappingInfo, modelType, null, ref elementMapping, out var comparer, out var collectionReaderWriter))
            return null;
        var itemType = FindItemType(modelType)!;
        var converter = (ValueConverter)Activator.CreateInstance(
            typeof(NedbArrayConverter<,>).MakeGenericType(modelType, itemType), elementMapping)!;
        return NedbTypeMapping<NedbArray>.Default.Clone(
            mappingInfo: info.StoreTypeName is null
                ? null
                : new RelationalTypeMappingInfo(typeof(NedbArray), storeTypeName: info.StoreTypeName),
            clrType: modelType,
            converter: converter,
            comparer: comparer,
            keyComparer: comparer,
            providerValueComparer: ArrayComparer,
            elementMapping: elementMapping,
            jsonValueReaderWriter: collectionReaderWriter);
    }

    private static RelationalTypeMapping? FindByStoreType(in RelationalTypeMappingInfo info, string storeTypeName, FieldType fieldType)
    {
        if (fieldType.Kind == FieldKind.Json && (info.ClrType is null || info.ClrType == typeof(string)))
            return JsonAsText;
        var clrType = info.ClrType ?? ClrTypes.FindClrType(fieldType.Kind);
        if (clrType is null || !ByClrType.TryGetValue(clrType, out var mapping) || !CanHold(fieldType.Kind, clrType))
            return null;
        var size = fieldType.Length > 0 ? fieldType.Length : info.Size;
        mapping = mapping.WithStoreTypeAndSize(storeTypeName, size);
        return fieldType.Precision > 0 ? mapping.WithPrecisionAndScale(fieldType.Precision, fieldType.Scale) : WithFacets(mapping, info);
    }

    // A value that is not stored as its own type goes through one of EF's converters, which it finds when no mapping is returned here.
    private static bool CanHold(FieldKind kind, Type clrType) =>
        clrType == typeof(JsonTypePlaceholder)
            ? kind is FieldKind.Json or FieldKind.Object
            : kind == FieldKind.Any || kind == ClrTypes.FindKind(clrType);

    private static RelationalTypeMapping WithFacets(RelationalTypeMapping mapping, in RelationalTypeMappingInfo info) =>
        mapping.StoreTypePostfix switch
        {
            StoreTypePostfix.Size when info.Size is { } size && mapping.Size is null =>
                mapping.WithStoreTypeAndSize(mapping.StoreType, size),
            // Converters ask for as many digits as some database has; more than a decimal can hold is no limit.
            StoreTypePostfix.PrecisionAndScale when info.Precision is <= DecimalDigits =>
                mapping.WithPrecisionAndScale(info.Precision, info.Scale),
            _ => mapping,
        };

    private static Type? FindItemType(Type collectionType)
    {
        if (collectionType.IsGenericType && collectionType.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            return collectionType.GetGenericArguments()[0];
        foreach (var implemented in collectionType.GetInterfaces())
            if (implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                return implemented.GetGenericArguments()[0];
        return null;
    }
}
