using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Tells users of EF how a database gets the collections of their model.</summary>
internal static class MissingCollection
{
    /// <summary>The failure with what to do; null where it is another failure.</summary>
    public static NedbException? Explain(Exception failure) =>
        failure is NedbException { Code: NedbErrorCode.UnknownName or NedbErrorCode.ValueInvalid } unknown
        && (unknown.Message.Contains("There is no collection '", StringComparison.Ordinal)
            // A write makes a collection without fields where there is none, whose key is no property.
            || unknown.Message.Contains("needs a key: give it an _id", StringComparison.Ordinal))
            ? new(unknown.Code, NedbStrings.NoCollection(unknown.Message), unknown) { Line = unknown.Line, Column = unknown.Column }
            : null;
}
