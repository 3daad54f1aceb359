using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// A key of a collection in the place of another one, in one definition: where both are of the same fields nothing else happens, and where
/// they are not every document moves once.
/// </summary>
internal sealed class ChangePrimaryKeyOperation(AddPrimaryKeyOperation key) : MigrationOperation
{
    /// <summary>The key that is to be.</summary>
    public AddPrimaryKeyOperation Key { get; } = key;
}
