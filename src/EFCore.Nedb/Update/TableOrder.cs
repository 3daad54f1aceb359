using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// The order in which the tables of a save are written, by the foreign keys that lead from rows that are added or deleted to others. Where
/// rows are only changed no key is new, and the order is EF's own: the failure that is told first is the one that EF would tell.
/// </summary>
internal sealed class TableOrder : IComparer<IReadOnlyModificationCommand>
{
    private readonly List<Place> _places = [];

    /// <summary>Adds the table of an entry with what happens to its row.</summary>
    /// <returns>Whether order among tables is enough: a value that no two rows may share is not given up for another row.</returns>
    public bool TryAdd(EntryWriter writer, IUpdateEntry entry)
    {
        var place = Find(writer.Table);
        if (place is null)
            _places.Add(place = new(writer.Table));
        switch (entry.EntityState)
        {
            case EntityState.Deleted:
                place.Deletes = true;
                break;
            case EntityState.Added:
                place.Adds = place.Puts = true;
                break;
            default:
                place.Puts = true;
                break;
        }

        place.AwaitsKeys = place.AwaitsKeys || writer.AwaitsKey(entry);
        return !(place.Deletes && place.Puts && writer.HasUniqueValues);
    }

    /// <summary>Ranks the tables.</summary>
    /// <returns>
    /// Whether they have an order: no foreign keys lead around in a circle, and none to a key that the database is yet to give. A caller
    /// may have copied the stand-in of such a key, so that nothing but its value tells that it is one.
    /// </returns>
    public bool TryRank()
    {
        if (_places.Count == 1)
            return true;
        foreach (var place in _places)
            if (!TryRank(place))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public int Compare(IReadOnlyModificationCommand? x, IReadOnlyModificationCommand? y) => Position(x!).CompareTo(Position(y!));

    // Deletions come after all else, and what refers is deleted before what it refers to.
    private int Position(IReadOnlyModificationCommand command)
    {
        var rank = _places.Count == 1 ? 0 : Find(command.Table!)!.Rank;
        return command.EntityState == EntityState.Deleted ? int.MaxValue - rank : rank;
    }

    private bool TryRank(Place place)
    {
        if (place.Rank != Place.Unknown)
            return place.Rank != Place.InProgress;
        place.Rank = Place.InProgress;
        var rank = 0;
        foreach (var constraint in place.Table.ForeignKeyConstraints)
            if (Find(constraint.PrincipalTable) is { } principal
                && ((principal.Adds && place.Puts) || (principal.Deletes && place.Deletes)))
            {
                if (!TryRank(principal) || (principal.AwaitsKeys && place.Puts))
                    return false;
                rank = Math.Max(rank, principal.Rank + 1);
            }

        place.Rank = rank;
        return true;
    }

    // A save concerns few tables, and entries of one come together.
    private Place? Find(ITable table)
    {
        foreach (var place in _places)
            if (place.Table == table)
                return place;
        return null;
    }

    private sealed class Place(ITable table)
    {
        public const int Unknown = -1;
        public const int InProgress = -2;

        public ITable Table { get; } = table;

        public int Rank { get; set; } = Unknown;

        public bool Puts { get; set; }

        public bool Adds { get; set; }

        public bool Deletes { get; set; }

        public bool AwaitsKeys { get; set; }
    }
}
