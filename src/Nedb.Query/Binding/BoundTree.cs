using Nedb.Query.Diagnostics;
using Nedb.Query.Functions;

namespace Nedb.Query.Binding;

/// <summary>Questions about bound expressions.</summary>
internal static class BoundTree
{
    /// <summary>Whether any part of the expression satisfies a condition; the queries of subqueries are searched too.</summary>
    public static bool Any(BoundExpression expression, Func<BoundExpression, bool> condition)
    {
        var isFound = false;
        Visit(expression);
        return isFound;

        BoundExpression Visit(BoundExpression part)
        {
            StackGuard.Check();
            if (isFound || condition(part))
                isFound = true;
            else
                part.MapChildren(Visit);
            return part;
        }
    }

    public static bool HasSubquery(BoundExpression expression) => Any(expression, static part => part is BoundSubquery);

    /// <summary>Whether a column must be computed once for each row: because it costs a query, or gives something else each time.</summary>
    public static bool MustKeep(BoundExpression expression) => Any(expression, static part => part is BoundSubquery || IsVolatile(part));

    /// <summary>Whether the value is the same for all rows of an execution.</summary>
    public static bool IsConstant(BoundExpression expression) => FreeSlots(expression).Count == 0 && !MustKeep(expression);

    private static bool IsVolatile(BoundExpression part) =>
        part is BoundOperation { Kind: OperationKind.Function, Detail: ScalarFunction { Stability: FunctionStability.Volatile } };

    /// <summary>The slots that the expression reads, without those that its own subqueries set.</summary>
    public static HashSet<int> FreeSlots(BoundExpression expression)
    {
        var read = new HashSet<int>();
        var own = new HashSet<int>();
        Collect(expression, read, own);
        read.ExceptWith(own);
        return read;
    }

    /// <summary>The slots of outer queries that a query reads.</summary>
    public static HashSet<int> FreeSlots(BoundQuery query)
    {
        var read = new HashSet<int>();
        var own = new HashSet<int>();
        query.AddSlots(own);
        query.MapExpressions(part => Collect(part, read, own));
        AddTraversed(query, read);
        read.ExceptWith(own);
        return read;
    }

    /// <summary>The slots that a source reads but does not set: those it is lateral to.</summary>
    public static HashSet<int> FreeSlots(BoundSource source)
    {
        var read = new HashSet<int>();
        var own = new HashSet<int>();
        source.AddSlots(own);
        source.MapExpressions(part => Collect(part, read, own));
        read.ExceptWith(own);
        return read;
    }

    private static void AddTraversed(BoundQuery query, HashSet<int> read)
    {
        if (query is BoundSelect { Traverse: { } traverse })
            read.Add(traverse.SourceSlot);
        if (query is BoundSelect { Trace: { } trace })
            read.Add(trace.SourceSlot);
    }

    private static BoundExpression Collect(BoundExpression part, HashSet<int> read, HashSet<int> own)
    {
        StackGuard.Check();
        switch (part)
        {
            case BoundField field:
                read.Add(field.Slot);
                break;
            case BoundMetadata metadata:
                read.Add(metadata.Slot);
                break;
            case BoundRowValue row:
                read.Add(row.Slot);
                break;
            case BoundDocument document:
                read.Add(document.Slot);
                break;
            case BoundDynamicField dynamic:
                read.Add(dynamic.Slot);
                break;
            case BoundOperation { Kind: OperationKind.IsValidAt, Detail: int slot }:
                read.Add(slot);
                break;
            case BoundSubquery subquery:
                subquery.Rows.AddSlots(own);
                break;
        }

        part.MapChildren(child => Collect(child, read, own));
        return part;
    }
}
