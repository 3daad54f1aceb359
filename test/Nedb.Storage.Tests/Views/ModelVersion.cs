using System.Collections.Immutable;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

/// <summary>A version as the naive model keeps it.</summary>
internal sealed record ModelVersion(
    long Seq, long Key, bool IsTombstone, long? Number, string? Text, Period Period, ImmutableArray<long> Causes);
