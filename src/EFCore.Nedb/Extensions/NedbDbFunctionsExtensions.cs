using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Microsoft.EntityFrameworkCore;

/// <summary>What queries on Nedb can ask of an entity or of text beyond what .NET has a method for. None of them can be called outside of a
/// query.</summary>
public static class NedbDbFunctionsExtensions
{
    /// <summary>The seq of the version of an entity that the query reads.</summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="entity">An entity of the query.</param>
    public static long Seq(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The key of an entity as text, also of one that is deleted in the version that the query reads; the parts of a composite key
    /// as a JSON array.</summary>
    /// <inheritdoc cref="Seq"/>
    public static string Key(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The seq of the version that replaced the one that the query reads; null while that is current.</summary>
    /// <inheritdoc cref="Seq"/>
    public static long? SupersededSeq(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The time of the commit that replaced the version that the query reads, in UTC; null while that is current.</summary>
    /// <inheritdoc cref="Seq"/>
    public static DateTimeOffset? SupersededAt(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The time of the commit that wrote the version of an entity that the query reads, in UTC.</summary>
    /// <inheritdoc cref="Seq"/>
    public static DateTimeOffset CommittedAt(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The hash of the version of an entity that the query reads, in hexadecimal digits.</summary>
    /// <inheritdoc cref="Seq"/>
    public static string? Hash(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The seqs of the versions that caused the version of an entity that the query reads, ascending.</summary>
    /// <inheritdoc cref="Seq"/>
    public static long[] CausedBy(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>What the write of the version of an entity that the query reads rested on; null where nothing was said.</summary>
    /// <inheritdoc cref="Seq"/>
    public static string? Evidence(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>How sure the writer of the version of an entity that the query reads was, 0 to 1; null where nothing was said.</summary>
    /// <inheritdoc cref="Seq"/>
    public static double? Confidence(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The first moment of the valid time of the version of an entity that the query reads; null where it has no
    /// beginning.</summary>
    /// <inheritdoc cref="Seq"/>
    public static DateTime? ValidFrom(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The first moment after the valid time of the version of an entity that the query reads; null where it has no end.</summary>
    /// <inheritdoc cref="Seq"/>
    public static DateTime? ValidTo(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>Whether the version of an entity that a query of a history reads is the end of the entity.</summary>
    /// <inheritdoc cref="Seq"/>
    public static bool IsDeleted(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>The seq of the act that erased the version that the query reads, or a part of it; null for none.</summary>
    /// <inheritdoc cref="Seq"/>
    public static long? ErasedSeq(this DbFunctions _, object? entity) => throw Misuse();

    /// <summary>Whether text matches a pattern, with the case of letters ignored.</summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="matchExpression">The text.</param>
    /// <param name="pattern">The pattern: <c>%</c> stands for any letters, <c>_</c> for any one.</param>
    /// <returns>Whether it matches; false of null.</returns>
    public static bool ILike(this DbFunctions _, string? matchExpression, string? pattern) => throw Misuse();

    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="matchExpression">The text.</param>
    /// <param name="pattern">The pattern: <c>%</c> stands for any letters, <c>_</c> for any one.</param>
    /// <param name="escapeCharacter">The character before which <c>%</c> and <c>_</c> are themselves.</param>
    /// <inheritdoc cref="ILike(DbFunctions, string?, string?)"/>
    public static bool ILike(this DbFunctions _, string? matchExpression, string? pattern, string escapeCharacter) => throw Misuse();

    /// <summary>
    /// Whether text contains every one of some words, wherever they stand. Words are runs of letters and digits; case and accents make no
    /// difference.
    /// </summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="words">The words.</param>
    /// <returns>Whether all are found; false of null.</returns>
    public static bool Search(this DbFunctions _, string? text, string? words) => throw Misuse();

    /// <summary>
    /// How well text answers to words that it contains: more for words that stand there often, and for short texts. It depends on nothing
    /// but the two, so that it is the same with and without an index, and for every state of the past.
    /// </summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="words">The words, as for <see cref="Search"/>.</param>
    /// <returns>0 where <see cref="Search"/> is false, or nothing is looked for; otherwise more than 0 and less than 2.2 for each
    /// word.</returns>
    public static double SearchScore(this DbFunctions _, string? text, string? words) => throw Misuse();

    /// <summary>The text backwards, UTF-16 code unit by code unit.</summary>
    /// <param name="_">The <see cref="EF.Functions"/>.</param>
    /// <param name="value">The text.</param>
    public static string Reverse(this DbFunctions _, string value) => throw Misuse();

    private static InvalidOperationException Misuse([CallerMemberName] string name = "") =>
        new(CoreStrings.FunctionOnClient(name));
}
