using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Makes the transactions of contexts.</summary>
internal sealed class NedbRelationalTransactionFactory(RelationalTransactionFactoryDependencies dependencies)
    : IRelationalTransactionFactory
{
    /// <inheritdoc/>
    public RelationalTransaction Create(
        IRelationalConnection connection,
        DbTransaction transaction,
        Guid transactionId,
        IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger,
        bool transactionOwned)
    {
        var made = new NedbRelationalTransaction(
            connection, transaction, transactionId, logger, transactionOwned, dependencies.SqlGenerationHelper);
        made.SayOptionsEarly();
        return made;
    }
}
