using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// How an <see cref="int"/> is stored. EF presumes, where it numbers the rows of an inline collection, that this mapping is one of its own
/// class. Public because compiled models name it; applications get theirs from the model.
/// </summary>
public sealed class NedbIntTypeMapping : IntTypeMapping
{
    private NedbIntTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    /// <summary>The mapping to a field of type <c>int32</c>.</summary>
    public static new NedbIntTypeMapping Default { get; } = new(
        new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(typeof(int), jsonValueReaderWriter: JsonInt32ReaderWriter.Instance), "int32"));

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new NedbIntTypeMapping(parameters);
}
