using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// How a document within a document is stored: EF reads and writes it as JSON text, the engine keeps it as nested values.
/// Public because compiled models name it.
/// </summary>
public sealed class NedbJsonTypeMapping : JsonTypeMapping
{
    private static readonly MethodInfo GetStringMethod =
        typeof(DbDataReader).GetRuntimeMethod(nameof(DbDataReader.GetString), [typeof(int)])!;

    private static readonly MethodInfo ToStreamMethod =
        typeof(NedbJsonTypeMapping).GetMethod(nameof(ToStream), BindingFlags.Static | BindingFlags.Public)!;

    private NedbJsonTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    /// <summary>The mapping to a field of type <c>json</c>.</summary>
    public static NedbJsonTypeMapping Default { get; } =
        new(new RelationalTypeMappingParameters(new CoreTypeMappingParameters(typeof(JsonTypePlaceholder)), "json"));

    /// <summary>The bytes of a JSON text, for EF's reader of JSON. Called by compiled queries.</summary>
    public static MemoryStream ToStream(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc/>
    public override MethodInfo GetDataReaderMethod() => GetStringMethod;

    /// <inheritdoc/>
    public override Expression CustomizeDataReaderExpression(Expression expression) => Expression.Call(ToStreamMethod, expression);

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new NedbJsonTypeMapping(parameters);

    /// <inheritdoc/>
    protected override void ConfigureParameter(DbParameter parameter)
    {
        // The text stays as it is for those who look at the command; the parameter reads it.
        if (parameter is NedbParameter typed)
            typed.NedbDbType = NedbDbType.Json;
    }

    /// <inheritdoc/>
    protected override string GenerateNonNullSqlLiteral(object value) => ValueFormatter.ToLiteral(NedbJson.Parse((string)value));
}
