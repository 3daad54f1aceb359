using System.Collections.Immutable;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Views;

/// <summary>
/// Strategy: random puts, corrections, deletes, re-creations with periods and causes, in transactions of one to five writes with savepoints
/// and rollbacks, on few keys, so that each has a long history; now and then the database is closed and opened again, and indexes come and
/// go. Invariants: at every seq asked, present or past, keys, ranges, both directions, every index, history, causes and effects are those
/// of the naive model.
/// </summary>
public sealed class BitemporalModelTests
{
    private const int Keys = 24;
    private static readonly string?[] Texts = [null, "", "a", "aa", "b", "ü", "\uFFFF"];
    private Random _random = new(0);
    private readonly BitemporalModel _model = new();
    private int _collection;

    [Theory]
    [InlineData(1, 16 * 1024 * 1024, 10_000)]
    [InlineData(2, 16 * 1024 * 1024, 10_000)]
    [InlineData(3, 4 * 1024, 2_000)]
    [InlineData(4, 30 * 1024, 3_000)]
    public void What_was_true_at_a_seq_stays_true_and_no_index_changes_an_answer_before_and_after_a_restart(
        int seed, int memtableBytes, int count)
    {
        _random = new(seed);
        using var ground = new Ground(new() { MemtableBytes = memtableBytes, CacheBytes = 64 * 1024 });
        _collection = ground.Define("facts", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        _model.Seq = ground.Store.Seq;
        var operations = 0;
        for (var round = 1; operations < count; round++)
        {
            operations += Transact(ground);
            if (round % 149 == 0)
                ChangeIndexes(ground);
            if (round % 400 == 0)
                ground.Reopen(_random.Next(3) == 0 ? _random : null);
            if (round % 25 == 0)
                CheckEverything(ground.Now);
            CheckSome(ground.Now);
        }

        var checkpoint = ground.Store.Checkpoint;
        Assert.True(ground.Store.Verify(checkpoint).IsIntact);
        ground.Reopen();
        Assert.Equal(checkpoint, ground.Store.Checkpoint);
        for (var seq = 0L; seq <= _model.Seq; seq += 97)
            CheckState(ground.Now.AsOf(seq), seq);
    }

    private int Transact(Ground ground)
    {
        using var transaction = ground.Store.BeginTransaction(_random.Next(2) == 0 ? IsolationMode.Snapshot : IsolationMode.Serializable);
        var (start, startCount) = (_model.Seq, _model.Versions.Count);
        var count = _random.Next(1, 6);
        var hasReadAll = false;
        for (var i = 0; i < count; i++)
        {
            if (_random.Next(10) == 0)
                WriteAndTakeBack(transaction);
            Write(transaction);
            if (_random.Next(20) != 0)
                continue;
            CheckState(transaction.View, _model.Seq);
            hasReadAll = true;
        }

        if (_random.Next(12) == 0)
        {
            _model.TakeBack(startCount, start);
            return count;
        }

        // Somebody else may come first; then the writes are moved, and so are the seqs of the model.
        if (_random.Next(6) == 0)
        {
            var mine = _model.TakeBack(startCount, start);
            CommitOther(ground);
            if (hasReadAll && transaction.Isolation == IsolationMode.Serializable && mine.Count > 0)
            {
                Assert.Equal(StorageErrorCode.WriteConflict, Assert.Throws<StorageException>(() => transaction.Commit()).Code);
                return count;
            }

            foreach (var version in mine)
                _model.Add(
                    version with
                    {
                        Seq = version.Seq + 1,
                        Causes = [.. version.Causes.Select(cause => cause > start ? cause + 1 : cause)]
                    });
        }

        transaction.Commit();
        Assert.Equal(_model.Seq, ground.Store.Seq);
        return count;
    }

    private void WriteAndTakeBack(WriteTransaction transaction)
    {
        var mark = transaction.CreateSavepoint();
        var (seq, versions) = (_model.Seq, _model.Versions.Count);
        for (var i = _random.Next(1, 4); i > 0; i--)
            Write(transaction);
        transaction.RollbackTo(mark);
        _model.TakeBack(versions, seq);
    }

    private void CommitOther(Ground ground)
    {
        var key = Keys + 1 + _random.Next(3);
        var number = _random.Next();
        ground.Commit(t => t.Put(_collection, Int(key), Int(number), Text("other")));
        // The same again would make no version; a random number is new.
        _model.Add(new(_model.Seq + 1, key, false, number, "other", Period.Always, []));
    }

    private void Write(WriteTransaction transaction)
    {
        var key = (long)_random.Next(Keys);
        var current = _model.Find(key, long.MaxValue);
        var causes = ImmutableArray<long>.Empty;
        if (_random.Next(3) == 0 && _model.Seq > 0)
            causes = [.. new[] { _random.NextInt64(1, _model.Seq + 1), _random.NextInt64(1, _model.Seq + 1) }.Distinct().Order()];
        var metadata = new WriteMetadata { Provenance = causes.IsEmpty ? null : new(causes) };
        if (_random.Next(4) == 0)
        {
            Assert.Equal(current is not null, transaction.Delete(_collection, Key(Int(key)), metadata));
            if (current is not null)
                _model.Add(new(_model.Seq + 1, key, true, null, null, default, causes));
            return;
        }

        var number = _random.Next(5) == 0 ? (long?)null : _random.Next(12) * (_random.Next(2) == 0 ? 1 : 100_000_000_000);
        var text = Texts[_random.Next(Texts.Length)];
        var from = _random.Next(4) == 0 ? long.MinValue : _random.Next(100);
        var to = _random.Next(4) == 0 ? long.MaxValue : 100 + _random.Next(100);
        var period = new Period(from, to);
        if (_random.Next(6) == 0 && current is not null)
            // The same again makes no version.
            (number, text, period, metadata) = (
                current.Number, current.Text, current.Period,
                new() { Provenance = current.Causes.IsEmpty ? null : new([.. current.Causes]) });
        var isSame = current is not null && current.Number == number && current.Text == text && current.Period == period
            && current.Causes.AsSpan().SequenceEqual((metadata.Provenance?.CausedBy ?? []).AsSpan());
        var written = transaction.Put(
            _collection, metadata with { Period = period }, Int(key), number is { } value ? Int(value) : NedbValue.Null, Text(text));
        if (!isSame)
            _model.Add(new(_model.Seq + 1, key, false, number, text, period, metadata.Provenance?.CausedBy ?? []));
        Assert.Equal(isSame ? current!.Seq : _model.Seq, written.Seq);
    }

    private void ChangeIndexes(Ground ground)
    {
        ground.Commit(t =>
        {
            var definition = t.View.Catalog.Find(_collection)!;
            var id = definition.NextIndexId;
            var index = new IndexDefinition
            {
                Id = id,
                Name = $"index {id}",
                Fields = _random.Next(3) switch
                {
                    0 => [new(2)],
                    1 => [new(3, true)],
                    _ => [new(3), new(2, true)],
                },
            };
            var kept = definition.Indexes.Length < 3 ? definition.Indexes : definition.Indexes.RemoveAt(_random.Next(3));
            t.Define(definition with { Indexes = kept.Add(index), NextIndexId = id + 1 });
        });
        _model.Seq++;
    }

    private void CheckSome(ReadView now)
    {
        var seq = _random.NextInt64(_model.Seq + 1);
        var view = now.AsOf(seq);
        for (var i = 0; i < 4; i++)
        {
            var key = (long)_random.Next(Keys);
            Assert.Equal(Describe(_model.Find(key, seq)), Describe(view.Find(_collection, Key(Int(key)))));
            Assert.Equal(Describe(_model.Find(key, _model.Seq)), Describe(now.Find(_collection, Key(Int(key)))));
        }
    }

    private void CheckEverything(ReadView now)
    {
        CheckState(now, _model.Seq);
        CheckState(now.AsOf(_random.NextInt64(_model.Seq + 1)), null);
        var byKey = _model.Versions.OrderBy(version => version.Key).ThenBy(version => version.Seq)
            .Select(version => (version.Seq, version.IsTombstone));
        AssertSame(byKey, now.ScanHistory(_collection, KeyRange.All).Read().Select(version => (version.Seq, version.IsTombstone)));
        var cause = _random.NextInt64(1, _model.Seq + 1);
        Assert.Equal(_model.Effects(cause, _model.Seq), now.FindEffects(cause));
        var node = _model.Versions[_random.Next(_model.Versions.Count)];
        Assert.Equal(
            node.IsTombstone ? null : Describe(node), Describe(now.FindNode(node.Seq) is { IsTombstone: false } version ? version : null));
    }

    private void CheckState(ReadView view, long? seq)
    {
        Assert.Equal(seq ?? view.Seq, view.Seq);
        var expected = _model.Visible(view.Seq);
        AssertSame(expected.Select(Describe), view.All(_collection).Select(Describe));
        AssertSame(expected.Select(Describe).Reverse(), view.Scan(_collection, KeyRange.All, isReverse: true).Read().Select(Describe));

        var low = _random.Next(Keys);
        var high = low + _random.Next(Keys);
        // Bounds inside and outside, once as the key itself and once as the least bytes behind it.
        var range = new KeyRange(
            _random.Next(2) == 0 ? Key(Int(low)) : [.. Key(Int(low - 1)), 0], _random.Next(2) == 0 ? Key(Int(high))
                : [.. Key(Int(high - 1)), 0]);
        var inside = expected.Where(version => version.Key >= low && version.Key < high).Select(Describe).ToList();
        AssertSame(inside, view.Scan(_collection, range).Read().Select(Describe));
        AssertSame(Enumerable.Reverse(inside), view.Scan(_collection, range, isReverse: true).Read().Select(Describe));
        foreach (var index in view.Catalog.Find(_collection)!.Indexes)
            CheckIndex(view, index, expected);

        var tick = _random.Next(-10, 220);
        AssertSame(
            expected.Where(version => BitemporalModel.IsValidAt(version.Period, tick)).Select(Describe),
            view.All(_collection).Where(version => version.Period.Contains(tick)).Select(Describe));
    }

    private void CheckIndex(ReadView view, IndexDefinition index, List<ModelVersion> visible)
    {
        var sorted = visible.Order(Comparer<ModelVersion>.Create((left, right) =>
        {
            foreach (var field in index.Fields)
            {
                var order = field.FieldId == 2 ? Nullable.Compare(left.Number, right.Number) : string.CompareOrdinal(left.Text, right.Text);
                if (order != 0)
                    return field.IsDescending ? -order : order;
            }

            return left.Key.CompareTo(right.Key);
        })).ToList();
        AssertSame(sorted.Select(Describe), view.ScanIndex(_collection, index.Id, KeyRange.All).Read().Select(Describe));
        AssertSame(
            sorted.Select(Describe).Reverse(),
            view.ScanIndex(_collection, index.Id, KeyRange.All, isReverse: true).Read().Select(Describe));
        if (index.Fields is not [{ FieldId: 2, IsDescending: false }])
            return;
        var number = _random.Next(12);
        var equal = KeyRange.Prefix(Key(Int(number)));
        AssertSame(
            sorted.Where(version => version.Number == number).Select(Describe),
            view.ScanIndex(_collection, index.Id, equal).Read().Select(Describe));
    }

    // The comparison of collections that explains differences is slow, so it is asked only for those.
    private static void AssertSame<T>(IEnumerable<T> expected, IEnumerable<T> found)
    {
        var expectedItems = expected.ToList();
        var foundItems = found.ToList();
        if (!expectedItems.SequenceEqual(foundItems))
            Assert.Equal(expectedItems, foundItems);
    }

    private static string? Describe(ModelVersion? version) =>
        version is null ? null
            : $"{version.Seq}: {version.Key} {version.Number} '{version.Text ?? "-"}' {version.Period} {string.Join(',', version.Causes)}";

    private static string? Describe(Document? version) => version is null
        ? null
        : $"{version.Seq}: {version.GetValue(1).AsInt64()} {(version.TryGetInt64(2, out var number) ? number : null)} "
            + $"'{(version.GetValue(3).IsNull ? "-" : version.GetValue(3).AsString())}' {version.Period} "
            + $"{string.Join(',', version.Provenance.CausedBy)}";
}
