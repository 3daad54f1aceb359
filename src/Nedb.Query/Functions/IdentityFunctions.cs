using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>GUIDs.</summary>
internal static class IdentityFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("new_guid", 0, 0, [], Returns.Guid, static (_, _) => NedbValue.FromGuid(System.Guid.NewGuid()))
        {
            Stability = FunctionStability.Volatile,
            Aliases = ["newid", "gen_random_uuid"],
        },
        new("new_guid_v7", 0, 0, [], Returns.Guid, static (_, context) => NedbValue.FromGuid(System.Guid.CreateVersion7(context.Now)))
        {
            Stability = FunctionStability.Volatile,
            Aliases = ["uuidv7"],
        },
        new("guid", 1, 1, [Text | Bytes | ArgumentKinds.Guid], Returns.Guid, static (a, _) =>
            Casts.Cast(in a[0], new FieldType(FieldKind.Guid))),
        new("guid_bytes", 1, 1, [ArgumentKinds.Guid], Returns.Bytes, static (a, _) => NedbValue.FromBytes(a[0].AsGuid().ToByteArray())),
    ];
}
