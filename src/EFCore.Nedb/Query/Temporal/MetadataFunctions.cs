using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>The functions that ask for the metadata of an entity's version, and the names that NQL has for it.</summary>
internal static class MetadataFunctions
{
    /// <summary>The name of the key.</summary>
    public const string KeyField = "_id";

    private static readonly Dictionary<string, (string Field, bool IsNullable)> Fields = new()
    {
        [nameof(NedbDbFunctionsExtensions.Key)] = (KeyField, false),
        [nameof(NedbDbFunctionsExtensions.Seq)] = ("_seq", false),
        [nameof(NedbDbFunctionsExtensions.SupersededSeq)] = ("_superseded_seq", true),
        [nameof(NedbDbFunctionsExtensions.SupersededAt)] = ("_superseded_at", true),
        [nameof(NedbDbFunctionsExtensions.CommittedAt)] = ("_committed_at", false),
        [nameof(NedbDbFunctionsExtensions.Hash)] = ("_hash", true),
        [nameof(NedbDbFunctionsExtensions.CausedBy)] = ("_caused_by", false),
        [nameof(NedbDbFunctionsExtensions.Evidence)] = ("_evidence", true),
        [nameof(NedbDbFunctionsExtensions.Confidence)] = ("_confidence", true),
        [nameof(NedbDbFunctionsExtensions.ValidFrom)] = ("_valid_from", true),
        [nameof(NedbDbFunctionsExtensions.ValidTo)] = ("_valid_to", true),
        [nameof(NedbDbFunctionsExtensions.IsDeleted)] = ("_deleted", false),
        [nameof(NedbDbFunctionsExtensions.ErasedSeq)] = ("_erased_seq", true),
    };

    /// <summary>Finds what metadata a method asks for.</summary>
    public static bool TryFind(MethodInfo method, out string field, out bool isNullable)
    {
        (field, isNullable) = ("", false);
        if (method.DeclaringType != typeof(NedbDbFunctionsExtensions) || !Fields.TryGetValue(method.Name, out var found))
            return false;
        (field, isNullable) = found;
        return true;
    }

    /// <summary>A call that asks for metadata of an entity.</summary>
    public static MethodCallExpression Call(string name, Expression entity) => Expression.Call(
        typeof(NedbDbFunctionsExtensions).GetMethod(name)!,
        Expression.Constant(EF.Functions),
        Expression.Convert(entity, typeof(object)));
}
