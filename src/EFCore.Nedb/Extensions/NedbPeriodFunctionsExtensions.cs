using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// SQL:2011's predicates on the valid time of an entity of a query: of two entities, or of one and a period <c>[from, to)</c>. Null is no
/// bound. None of them can be called outside of a query.
/// </summary>
public static class NedbPeriodFunctionsExtensions
{
    /// <summary>Whether the period of an entity contains a moment.</summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="entity">An entity of the query.</param>
    /// <param name="moment">The moment.</param>
    public static bool PeriodContains(this DbFunctions _, object? entity, DateTime moment) => throw Misuse();

    /// <summary>Whether the period of an entity contains a whole period.</summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="entity">An entity of the query.</param>
    /// <param name="from">The start of the other period; null for none.</param>
    /// <param name="to">The end of the other period, which is not part of it; null for none.</param>
    public static bool PeriodContains(this DbFunctions _, object? entity, DateTime? from, DateTime? to) => throw Misuse();

    /// <summary>Whether the period of an entity contains the whole period of another.</summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="entity">An entity of the query.</param>
    /// <param name="other">Another entity of the query.</param>
    public static bool PeriodContains(this DbFunctions _, object? entity, object? other) => throw Misuse();

    /// <summary>Whether the two periods have a moment in common.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, DateTime?, DateTime?)"/>
    public static bool PeriodOverlaps(this DbFunctions _, object? entity, DateTime? from, DateTime? to) => throw Misuse();

    /// <summary>Whether the two periods have a moment in common.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, object?)"/>
    public static bool PeriodOverlaps(this DbFunctions _, object? entity, object? other) => throw Misuse();

    /// <summary>Whether the two periods are the same.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, DateTime?, DateTime?)"/>
    public static bool PeriodEquals(this DbFunctions _, object? entity, DateTime? from, DateTime? to) => throw Misuse();

    /// <summary>Whether the two periods are the same.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, object?)"/>
    public static bool PeriodEquals(this DbFunctions _, object? entity, object? other) => throw Misuse();

    /// <summary>Whether the period of the entity ends before the other one starts, or at that very moment.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, DateTime?, DateTime?)"/>
    public static bool PeriodPrecedes(this DbFunctions _, object? entity, DateTime? from, DateTime? to) => throw Misuse();

    /// <summary>Whether the period of the entity ends before the other one starts, or at that very moment.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, object?)"/>
    public static bool PeriodPrecedes(this DbFunctions _, object? entity, object? other) => throw Misuse();

    /// <summary>Whether the period of the entity starts after the other one ends, or at that very moment.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, DateTime?, DateTime?)"/>
    public static bool PeriodSucceeds(this DbFunctions _, object? entity, DateTime? from, DateTime? to) => throw Misuse();

    /// <summary>Whether the period of the entity starts after the other one ends, or at that very moment.</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, object?)"/>
    public static bool PeriodSucceeds(this DbFunctions _, object? entity, object? other) => throw Misuse();

    /// <summary>Whether the other period starts at the moment at which the period of the entity ends (SQL: IMMEDIATELY PRECEDES).</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, DateTime?, DateTime?)"/>
    public static bool PeriodMeets(this DbFunctions _, object? entity, DateTime? from, DateTime? to) => throw Misuse();

    /// <summary>Whether the other period starts at the moment at which the period of the entity ends (SQL: IMMEDIATELY PRECEDES).</summary>
    /// <inheritdoc cref="PeriodContains(DbFunctions, object?, object?)"/>
    public static bool PeriodMeets(this DbFunctions _, object? entity, object? other) => throw Misuse();

    private static InvalidOperationException Misuse([CallerMemberName] string name = "") =>
        new(CoreStrings.FunctionOnClient(name));
}
