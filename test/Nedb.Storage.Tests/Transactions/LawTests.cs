using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>
/// The laws of the house that the engine alone can keep; the ones about indexes and about the past are in the bitemporal model.
/// </summary>
public sealed class LawTests : IDisposable
{
    private readonly Ground _ground = new();
    private readonly int _things;

    public LawTests()
    {
        _things = _ground.Define(
            "things",
            definition => definition with { Indexes = [Index(1, true, 2)], NextIndexId = 2, PeriodFromFieldId = 4, PeriodToFieldId = 5 },
            ("id", FieldKind.Int32),
            ("code", FieldKind.String),
            ("data", FieldKind.Bytes),
            ("from", FieldKind.Date),
            ("to", FieldKind.Date));
        _ground.Commit(t => t.Put(_things, Int(1), Text("one"), NedbValue.FromBytes([1, 2, 3])));
    }

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Reading_never_moves_seq_or_head()
    {
        var before = _ground.Store.Checkpoint;
        var view = _ground.Now;
        view.All(_things);
        view.AsOf(1).All(_things);
        view.ScanIndex(_things, 1, KeyRange.All).Read();
        view.ScanHistory(_things, KeyRange.All).Read();
        view.FindEffects(1);
        view.FindLinks(_things, Key(Int(1)), null);
        using (var transaction = _ground.Store.BeginTransaction(IsolationMode.Serializable))
        {
            transaction.View.All(_things);
            var result = transaction.Commit();
            Assert.Equal((0, before.Seq, before.Head), (result.Count, result.LastSeq, result.Head));
        }

        using (var transaction = _ground.Store.BeginTransaction())
            transaction.Put(_things, Int(2), Text("given up"));
        _ground.Store.Prove(1);
        _ground.Store.Verify();
        _ground.Reopen();
        Assert.Equal(before, _ground.Store.Checkpoint);
    }

    [Fact]
    public void A_row_handed_out_is_the_callers_and_changing_it_changes_nothing_in_the_store()
    {
        var given = new byte[] { 9, 9, 9 };
        _ground.Commit(t => t.Put(_things, Int(2), Text("two"), NedbValue.FromBytes(given)));
        given[0] = 0;
        _ground.Now.Find(_things, Key(Int(1)))!.GetValue(3).AsBytes()[0] = 0xFF;
        Assert.Equal([1, 2, 3], _ground.Now.Find(_things, Key(Int(1)))!.GetValue(3).AsBytes());
        Assert.Equal([9, 9, 9], _ground.Now.Find(_things, Key(Int(2)))!.GetValue(3).AsBytes());
        Assert.True(_ground.Store.Verify().IsIntact);
    }

    public static TheoryData<string, StorageErrorCode> BadInputs => new()
    {
        { "text for a number", StorageErrorCode.TypeMismatch },
        { "a number out of range", StorageErrorCode.TypeMismatch },
        { "no key", StorageErrorCode.NotNullViolation },
        { "a key twice", StorageErrorCode.DuplicateKey },
        { "a unique value twice", StorageErrorCode.UniqueViolation },
        { "half a character", StorageErrorCode.ValueInvalid },
        { "an unknown field", StorageErrorCode.NotFound },
        { "an unknown collection", StorageErrorCode.NotFound },
        { "a cause that is not there yet", StorageErrorCode.CauseNotFound },
        { "a cause of nothing", StorageErrorCode.CauseNotFound },
        { "a confidence above one", StorageErrorCode.ValueInvalid },
        { "a period that ends before it starts", StorageErrorCode.PeriodInvalid },
        { "period fields that end before they start", StorageErrorCode.PeriodInvalid },
        { "an empty period", StorageErrorCode.PeriodInvalid },
        { "a document that should not exist", StorageErrorCode.PreconditionFailed },
        { "a version that is not current", StorageErrorCode.PreconditionFailed },
        { "a link from nowhere", StorageErrorCode.NotFound },
        { "a document that is too large", StorageErrorCode.ValueInvalid },
    };

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void Bad_input_is_a_typed_error_and_nothing_of_it_is_applied(string input, StorageErrorCode code)
    {
        var before = _ground.Store.Checkpoint;
        using var transaction = _ground.Store.BeginTransaction();
        transaction.Put(_things, Int(5), Text("good"));
        var refusal = Assert.Throws<StorageException>(() => Try(transaction, input));
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Message);
        Assert.Equal(before, _ground.Store.Checkpoint);
        // The transaction is as it was before the call, and goes on.
        Assert.Equal(2, transaction.View.All(_things).Count);
        transaction.Put(_things, Int(6), Text("better"));
        Assert.Equal(2, transaction.Commit().Count);
        Assert.Equal(3, _ground.Now.All(_things).Count);
    }

    [Fact]
    public void A_seq_or_time_that_is_not_reached_is_refused_and_seq_0_is_empty()
    {
        var now = _ground.Now;
        Assert.Empty(now.AsOf(0).All(_things));
        Assert.Equal(StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => now.AsOf(now.Seq + 1)).Code);
        Assert.Equal(StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => now.AsOf(-1)).Code);
        Assert.Equal(
            StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => now.FindSeq(DateTimeOffset.UtcNow.AddDays(1))).Code);
        Assert.Equal(0, now.FindSeq(DateTimeOffset.UnixEpoch));
        Assert.Equal(2, now.FindSeq(new DateTimeOffset(now.FindNode(2)!.CommittedAt)));
        Assert.Equal(1, now.FindSeq(new DateTimeOffset(now.FindNode(2)!.CommittedAt.AddTicks(-1))));
    }

    private void Try(WriteTransaction t, string input)
    {
        var day = NedbValue.FromDate(new(2024, 1, 31));
        switch (input)
        {
            case "text for a number":
                t.Put(_things, Text("1"), Text("x"));
                break;
            case "a number out of range":
                t.Put(_things, Int(int.MaxValue + 1L), Text("x"));
                break;
            case "no key":
                t.Put(_things, NedbValue.Null, Text("x"));
                break;
            case "a key twice":
                t.Insert(_things, Int(1), Text("x"));
                break;
            case "a unique value twice":
                t.Put(_things, Int(7), Text("one"));
                break;
            case "half a character":
                t.Put(_things, Int(7), Text("\uD800"));
                break;
            case "an unknown field":
                t.Put(_things, default, [1, 99], [Int(7), Int(7)], WriteMetadata.None);
                break;
            case "an unknown collection":
                t.Put(99, Int(7));
                break;
            case "a cause that is not there yet":
                t.Put(_things, new WriteMetadata { Provenance = new([t.View.Seq + 1]) }, Int(7));
                break;
            case "a cause of nothing":
                t.Delete(_things, Key(Int(1)), new WriteMetadata { Provenance = new([0]) });
                break;
            case "a confidence above one":
                t.Put(_things, new WriteMetadata { Provenance = new([], null, 1.5) }, Int(7));
                break;
            case "a period that ends before it starts":
                t.Put(_things, new WriteMetadata { Period = new(2, 1) }, Int(7));
                break;
            case "period fields that end before they start":
                t.Put(_things, Int(7), Text("x"), NedbValue.Null, day, NedbValue.FromDate(new(2023, 1, 1)));
                break;
            case "an empty period":
                t.Put(_things, Int(7), Text("x"), NedbValue.Null, day, day);
                break;
            case "a document that should not exist":
                t.Put(_things, new WriteMetadata { Precondition = new(PreconditionKind.Absent) }, Int(1), Text("x"));
                break;
            case "a version that is not current":
                t.Delete(_things, Key(Int(1)), new WriteMetadata { Precondition = new(PreconditionKind.LastSeqIs, 1) });
                break;
            case "a link from nowhere":
                t.Link(_things, Key(Int(77)), "knows", _things, Key(Int(1)), WriteMetadata.None);
                break;
            default:
                t.Put(_things, Int(7), Text("x"), NedbValue.FromBytes(new byte[(16 * 1024 * 1024) + 1]));
                break;
        }
    }
}
