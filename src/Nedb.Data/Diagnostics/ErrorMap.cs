using Nedb.Query.Diagnostics;
using Nedb.Storage.Diagnostics;

namespace Nedb.Data.Diagnostics;

/// <summary>Failures of the floors below as ADO.NET reports them.</summary>
internal static class ErrorMap
{
    /// <summary>The failure as a <see cref="NedbException"/>; null where it is not one of the engine's and passes as it is.</summary>
    public static NedbException? Translate(Exception exception) => exception switch
    {
        StorageException storage => new(CodeOf(storage.Code), storage.Message, storage)
        {
            Line = storage.Line,
            Column = storage.Column,
            Collection = storage.Collection,
            Constraint = storage.Constraint,
            Documents = storage.Documents,
        },
        NqlException nql => new(CodeOf(nql.Code), nql.Message, nql) { Line = nql.Line, Column = nql.Column },
        _ => null,
    };

    public static string? SqlStateOf(NedbErrorCode code) => code switch
    {
        NedbErrorCode.UniqueViolation or NedbErrorCode.DuplicateKey => "23505",
        NedbErrorCode.OverlapViolation => "23P01",
        NedbErrorCode.ForeignKeyViolation => "23503",
        NedbErrorCode.NotNullViolation => "23502",
        NedbErrorCode.CheckViolation => "23514",
        NedbErrorCode.WriteConflict => "40001",
        NedbErrorCode.TypeMismatch => "42804",
        NedbErrorCode.ValueInvalid => "22000",
        NedbErrorCode.ReadOnly or NedbErrorCode.ReadOnlyAfterError => "25006",
        NedbErrorCode.Closed => "08003",
        NedbErrorCode.PathInvalid => "08001",
        NedbErrorCode.Locked or NedbErrorCode.InUse => "55006",
        NedbErrorCode.KeyRequired or NedbErrorCode.KeyWrong or NedbErrorCode.KeyUnexpected or NedbErrorCode.KeyInvalid => "28000",
        NedbErrorCode.Corruption => "XX001",
        NedbErrorCode.Io => "58030",
        NedbErrorCode.Syntax => "42601",
        NedbErrorCode.UnknownName or NedbErrorCode.NotFound => "42704",
        NedbErrorCode.AmbiguousName => "42702",
        NedbErrorCode.MissingParameter => "07001",
        NedbErrorCode.MoreThanOneRow => "21000",
        NedbErrorCode.NotSupported => "0A000",
        NedbErrorCode.Timeout => "57014",
        _ => null,
    };

    private static NedbErrorCode CodeOf(StorageErrorCode code) => code switch
    {
        StorageErrorCode.PathInvalid => NedbErrorCode.PathInvalid,
        StorageErrorCode.Locked => NedbErrorCode.Locked,
        StorageErrorCode.UnknownFormat => NedbErrorCode.UnknownFormat,
        StorageErrorCode.Corruption => NedbErrorCode.Corruption,
        StorageErrorCode.Io => NedbErrorCode.Io,
        StorageErrorCode.KeyRequired => NedbErrorCode.KeyRequired,
        StorageErrorCode.KeyWrong => NedbErrorCode.KeyWrong,
        StorageErrorCode.KeyUnexpected => NedbErrorCode.KeyUnexpected,
        StorageErrorCode.KeyInvalid => NedbErrorCode.KeyInvalid,
        StorageErrorCode.ReadOnlyAfterError => NedbErrorCode.ReadOnlyAfterError,
        StorageErrorCode.ReadOnly => NedbErrorCode.ReadOnly,
        StorageErrorCode.Closed => NedbErrorCode.Closed,
        StorageErrorCode.SeqNotReached => NedbErrorCode.SeqNotReached,
        StorageErrorCode.WriteConflict => NedbErrorCode.WriteConflict,
        StorageErrorCode.PreconditionFailed => NedbErrorCode.PreconditionFailed,
        StorageErrorCode.DuplicateKey => NedbErrorCode.DuplicateKey,
        StorageErrorCode.UniqueViolation => NedbErrorCode.UniqueViolation,
        StorageErrorCode.OverlapViolation => NedbErrorCode.OverlapViolation,
        StorageErrorCode.ForeignKeyViolation => NedbErrorCode.ForeignKeyViolation,
        StorageErrorCode.NotNullViolation => NedbErrorCode.NotNullViolation,
        StorageErrorCode.CheckViolation => NedbErrorCode.CheckViolation,
        StorageErrorCode.TypeMismatch => NedbErrorCode.TypeMismatch,
        StorageErrorCode.ValueInvalid => NedbErrorCode.ValueInvalid,
        StorageErrorCode.Pruned => NedbErrorCode.Pruned,
        StorageErrorCode.Erased => NedbErrorCode.Erased,
        StorageErrorCode.CauseNotFound => NedbErrorCode.CauseNotFound,
        StorageErrorCode.PeriodInvalid => NedbErrorCode.PeriodInvalid,
        StorageErrorCode.NotFound => NedbErrorCode.NotFound,
        StorageErrorCode.DefinitionInvalid => NedbErrorCode.DefinitionInvalid,
        StorageErrorCode.ImportInvalid => NedbErrorCode.ImportInvalid,
        StorageErrorCode.ReplayMismatch => NedbErrorCode.ReplayMismatch,
        _ => NedbErrorCode.Unknown,
    };

    private static NedbErrorCode CodeOf(NqlErrorCode code) => code switch
    {
        NqlErrorCode.Syntax => NedbErrorCode.Syntax,
        NqlErrorCode.UnknownName => NedbErrorCode.UnknownName,
        NqlErrorCode.AmbiguousName => NedbErrorCode.AmbiguousName,
        NqlErrorCode.TypeMismatch => NedbErrorCode.TypeMismatch,
        NqlErrorCode.MissingParameter => NedbErrorCode.MissingParameter,
        NqlErrorCode.ValueInvalid => NedbErrorCode.ValueInvalid,
        NqlErrorCode.MoreThanOneRow => NedbErrorCode.MoreThanOneRow,
        NqlErrorCode.NotSupported => NedbErrorCode.NotSupported,
        NqlErrorCode.ReadOnly => NedbErrorCode.ReadOnly,
        _ => NedbErrorCode.Unknown,
    };
}
