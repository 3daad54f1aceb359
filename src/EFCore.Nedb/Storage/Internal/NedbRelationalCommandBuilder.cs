using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage.Internal;

/// <summary>Gathers the text and the parameters of a command.</summary>
internal sealed class NedbRelationalCommandBuilder(RelationalCommandBuilderDependencies dependencies) : RelationalCommandBuilder(dependencies);
