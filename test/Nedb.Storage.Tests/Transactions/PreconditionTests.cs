using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>What a write may ask of its key: that it exists, that it does not, or that its last version is a given one.</summary>
public sealed class PreconditionTests : IDisposable
{
    private readonly Ground _ground = new();
    private readonly int _things;

    public PreconditionTests() => _things = _ground.Define("things", null, ("id", FieldKind.Int32), ("value", FieldKind.Int32));

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Each_kind_holds_for_its_state_of_the_key_and_for_no_other()
    {
        var first = _ground.Commit(t => t.Put(_things, Int(1), Int(1))).LastSeq;
        var second = _ground.Commit(t => t.Put(_things, Int(1), Int(2))).LastSeq;
        _ground.Commit(t => t.Put(_things, Int(2), Int(1)));
        var end = _ground.Commit(t => t.Delete(_things, Key(Int(2)), WriteMetadata.None)).LastSeq;
        // Key 1 exists, key 2 was deleted, key 3 never was.
        (Precondition Asked, int Id, bool Holds)[] cases =
        [
            (new(PreconditionKind.Exists), 1, true), (new(PreconditionKind.Exists), 2, false), (new(PreconditionKind.Exists), 3, false),
            (new(PreconditionKind.Absent), 1, false), (new(PreconditionKind.Absent), 2, true), (new(PreconditionKind.Absent), 3, true),
            (new(PreconditionKind.LastSeqIs, second), 1, true), (new(PreconditionKind.LastSeqIs, first), 1, false),
            (new(PreconditionKind.LastSeqIs, end), 2, false), (new(PreconditionKind.LastSeqIs, 0), 3, false),
        ];
        foreach (var (asked, id, holds) in cases)
        {
            using var transaction = _ground.Store.BeginTransaction();
            var metadata = new WriteMetadata { Precondition = asked };
            if (holds)
            {
                transaction.Put(_things, metadata, Int(id), Int(9));
                continue;
            }

            var error = Assert.Throws<StorageException>(() => transaction.Put(_things, metadata, Int(id), Int(9)));
            Assert.Equal((StorageErrorCode.PreconditionFailed, "things"), (error.Code, error.Collection));
            Assert.True(transaction.IsEmpty);
            Assert.Throws<StorageException>(() => transaction.Delete(_things, Key(Int(id)), metadata));
            Assert.True(transaction.IsEmpty);
        }
    }

    [Fact]
    public void One_that_held_and_does_not_any_more_at_commit_is_a_conflict()
    {
        _ground.Commit(t => t.Put(_things, Int(1), Int(1)));
        foreach (var id in (int[])[1, 2])
        {
            using var transaction = _ground.Store.BeginTransaction();
            var asked = new Precondition(id == 1 ? PreconditionKind.Exists : PreconditionKind.Absent);
            transaction.Put(_things, new WriteMetadata { Precondition = asked }, Int(id), Int(2));
            _ground.Commit(t =>
            {
                if (id == 1)
                    t.Delete(_things, Key(Int(1)), WriteMetadata.None);
                else
                    t.Put(_things, Int(2), Int(3));
            });
            var before = _ground.Store.Checkpoint;
            Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => transaction.Commit()).Code);
            Assert.Equal(before, _ground.Store.Checkpoint);
        }
    }
}
