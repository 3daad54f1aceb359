namespace Nedb.Storage.Schema;

/// <summary>What happens to referring documents when the document they refer to is deleted.</summary>
public enum DeleteAction : byte
{
    /// <summary>The delete is refused.</summary>
    Restrict = 0,

    /// <summary>The referring documents are deleted too.</summary>
    Cascade = 1,

    /// <summary>The referring fields become null.</summary>
    SetNull = 2,

    /// <summary>The referring fields get their default.</summary>
    SetDefault = 3,
}
