using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing.Io;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Schema;

/// <summary>What versions read as that were written before a field was added, whatever becomes of its default.</summary>
public sealed class MissingValueTests : IDisposable
{
    private const int Late = 2;

    private readonly Ground _ground = new();
    private readonly int _things;

    public MissingValueTests()
    {
        _things = _ground.Define("things", null, ("id", FieldKind.Int32));
        _ground.Commit(t => t.Put(_things, Int(1)));
        Change(definition => definition with
        {
            Fields = definition.Fields.Add(
                new() { Id = Late, Name = "late", Type = new(FieldKind.Int32), IsNullable = false, Default = Int(5) }),
            NextFieldId = 3,
            Indexes = [Index(1, false, Late)],
            NextIndexId = 2,
        });
    }

    private FieldDefinition Field => _ground.Now.Catalog.Find(_things)!.FindField(Late)!;

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData(9)]
    [InlineData(null)]
    public void It_stays_when_the_default_is_another_one_or_none(int? later)
    {
        SetDefault(later is { } number ? Int(number) : default);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(Int(5), Field.MissingValue);
            Assert.Equal(later is { } value ? Int(value) : default, Field.Default);
            Assert.Single(_ground.Now.ScanIndex(_things, 1, KeyRange.Prefix(Key(Int(5)))).Read());
            _ground.Reopen(round == 0 ? null : new Random(round));
        }
    }

    [Fact]
    public void A_caller_that_sets_another_default_of_a_field_leaves_it()
    {
        Change(definition => definition with { Fields = definition.Fields.SetItem(1, Field with { Default = Int(9) }) });
        Change(definition => definition with { Fields = definition.Fields.SetItem(1, Field with { Default = Int(11) }) });
        Assert.Equal(Int(5), Field.MissingValue);
        Assert.Equal(Int(11), Field.Default);
    }

    [Fact]
    public void A_default_that_is_what_it_was_changes_nothing()
    {
        var before = _ground.Store.Seq;
        SetDefault(Int(5));
        Assert.Equal(before, _ground.Store.Seq);
    }

    [Fact]
    public void A_new_version_of_a_document_carries_it()
    {
        SetDefault(Int(9));
        _ground.Commit(t => t.Update(t.Find(_things, Key(Int(1)))!, [], [], new() { Provenance = new([], "why", null) }));
        Assert.Equal(Int(5), _ground.Now.Find(_things, Key(Int(1)))!.GetValue(Late));
    }

    [Fact]
    public void A_unique_index_is_held_by_it()
    {
        Change(definition => definition with { Indexes = [Index(1, true, Late)] });
        SetDefault(Int(9));
        _ground.Commit(t => t.Put(_things, Int(2), Int(9)));
        var failure = Assert.Throws<StorageException>(() => _ground.Commit(t => t.Put(_things, Int(3), Int(5))));
        Assert.Equal(StorageErrorCode.UniqueViolation, failure.Code);
    }

    [Fact]
    public void It_need_not_fit_a_type_that_the_field_is_given_later()
    {
        _ground.Commit(t => t.Put(_things, Int(1), Int(6)));
        SetDefault(default);
        Change(definition => definition with { Fields = definition.Fields.SetItem(1, Field with { Type = new(FieldKind.Any) }) });
        _ground.Commit(t => t.Put(_things, Int(1), Text("six")));
        Change(definition => definition with { Fields = definition.Fields.SetItem(1, Field with { Type = new(FieldKind.String) }) });
        Assert.Equal(Int(5), Field.MissingValue);
    }

    [Fact]
    public void A_field_that_is_dropped_and_added_again_has_the_default_of_then()
    {
        SetDefault(Int(9));
        Change(definition => definition with { Fields = definition.Fields.RemoveAt(1), Indexes = [] });
        Change(definition => definition with
        {
            Fields = definition.Fields.Add(new() { Id = 3, Name = "late", Type = new(FieldKind.Int32), Default = Int(7) }),
            NextFieldId = 4,
        });
        Assert.Equal(Int(7), _ground.Now.Catalog.Find(_things)!.FindField("late")!.MissingValue);
    }

    [Fact]
    public void A_definition_says_it_in_the_log_only_where_it_is_not_the_default()
    {
        var plain = _ground.Now.Catalog.Find(_things)!;
        Assert.Equal(1, LayoutOf(plain));
        var other = plain with { Fields = plain.Fields.SetItem(1, Field.WithDefault(Int(9), null)) };
        Assert.Equal(3, LayoutOf(other));
        var back = other with { Fields = other.Fields.SetItem(1, other.Fields[1].WithDefault(Int(5), null)) };
        Assert.Equal(DefinitionCodec.Encode(plain), DefinitionCodec.Encode(back));
        foreach (var definition in (CollectionDefinition[])[plain, other, back])
            Assert.True(DefinitionRules.AreEqual(definition, DefinitionCodec.Decode(DefinitionCodec.Encode(definition))!));

        // Array head, then the layout.
        static int LayoutOf(CollectionDefinition definition) => DefinitionCodec.Encode(definition)[1];
    }

    [Fact]
    public void It_goes_along_with_an_export_of_the_history_and_of_a_state()
    {
        SetDefault(default);
        foreach (var asOf in (long?[])[null, _ground.Store.Seq])
        {
            using var folder = new TempFolder();
            using var stream = new MemoryStream();
            _ground.Store.Export(stream, asOf);
            stream.Position = 0;
            NedbStore.Import(folder["copy"], stream);
            using var copy = NedbStore.Open(folder["copy"]);
            Assert.Equal(Field, copy.OpenSnapshot().Catalog.Find(_things)!.FindField(Late));
        }
    }

    private void SetDefault(NedbValue value) =>
        Change(definition => definition with { Fields = definition.Fields.SetItem(1, Field.WithDefault(value, null)) });

    private void Change(Func<CollectionDefinition, CollectionDefinition> change) =>
        _ground.Commit(t => t.Define(change(t.Catalog.Find(_things)!)));
}
