namespace Microsoft.EntityFrameworkCore;

/// <summary>What became of an entity between two states of the database.</summary>
public enum ChangeAction
{
    /// <summary>It came into being.</summary>
    Insert,

    /// <summary>It was there, and got another state or another provenance.</summary>
    Update,

    /// <summary>It was there, and is not any more.</summary>
    Delete,
}
