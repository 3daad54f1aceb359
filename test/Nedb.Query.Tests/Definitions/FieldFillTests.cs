using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;

namespace Nedb.Query.Tests.Definitions;

/// <summary>A field that is computed is computed for the documents that are there as well, and their past stays.</summary>
public sealed class FieldFillTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly long _seq;

    public FieldFillTests()
    {
        _database.Run(
            """
            CREATE COLLECTION c (id int32 PRIMARY KEY, n int32, w int32);
            INSERT INTO c (id, n, w) VALUES (1, 1, 100);
            INSERT INTO c (id, n, w) VALUES (2, 2, 200), (3, 3, 300) EVIDENCE "a list" VALID FROM date "2026-01-01";
            """);
        _seq = _database.Store.Seq;
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_computed_field_that_is_added_is_computed_for_all_documents_in_one_commit()
    {
        _database.Run("ALTER COLLECTION c ADD FIELD twice int32 NOT NULL COMPUTED AS (id * 2)");

        Assert.Equal(["1 | 2", "2 | 4", "3 | 6"], _database.Texts("FROM c SELECT id, twice"));
        Assert.Equal(_seq + 1, _database.Session.LastCommit!.FirstSeq);
        Assert.Equal(["1 | null", "2 | null", "3 | null"], _database.Texts($"FROM c AS OF {_seq} SELECT id, twice"));
        Assert.Equal(["6"], _database.Texts("FROM HISTORY(c) SELECT count(*)"));
    }

    [Fact]
    public void What_documents_say_of_themselves_stays()
    {
        const string Query = "FROM c SELECT id, _evidence, _valid_from";
        var before = _database.Texts(Query);
        _database.Run("ALTER COLLECTION c ADD FIELD twice int32 COMPUTED AS (id * 2)");
        Assert.Equal(before, _database.Texts(Query));
    }

    [Fact]
    public void A_field_that_becomes_computed_and_one_that_is_computed_otherwise_are_computed_for_all_documents()
    {
        _database.Run("ALTER COLLECTION c ALTER FIELD w SET COMPUTED AS (n + 1)");
        Assert.Equal(["2", "3", "4"], _database.Texts("FROM c SELECT w"));
        _database.Run("ALTER COLLECTION c ALTER FIELD w SET COMPUTED AS (n + 2)");
        Assert.Equal(["3", "4", "5"], _database.Texts("FROM c SELECT w"));
        Assert.Equal(["100", "200", "300"], _database.Texts($"FROM c AS OF {_seq} SELECT w"));
    }

    [Fact]
    public void What_was_computed_stays_when_nothing_is_computed_any_more()
    {
        _database.Run("ALTER COLLECTION c ALTER FIELD w SET COMPUTED AS (n + 1)");
        var before = _database.Store.Seq;
        _database.Run("ALTER COLLECTION c ALTER FIELD w DROP COMPUTED");
        Assert.Equal(before + 1, _database.Store.Seq);
        Assert.Equal(["2", "3", "4"], _database.Texts("FROM c SELECT w"));
    }

    [Fact]
    public void Documents_that_have_the_value_already_get_no_new_version()
    {
        _database.Run("ALTER COLLECTION c ALTER FIELD w SET COMPUTED AS (n * 100)");
        Assert.Equal(["3"], _database.Texts("FROM HISTORY(c) SELECT count(*)"));
    }

    [Fact]
    public void An_expression_that_fails_for_a_document_refuses_the_whole()
    {
        var failure = Assert.Throws<NqlException>(
            () => _database.Run("ALTER COLLECTION c ADD FIELD x int32 COMPUTED AS (10 / (id - 2))"));
        Assert.Equal(NqlErrorCode.ValueInvalid, failure.Code);
        Assert.Equal(_seq, _database.Store.Seq);
    }

    [Theory]
    [InlineData("ADD FIELD x int32 NOT NULL COMPUTED AS (nullif(id, 2))", StorageErrorCode.NotNullViolation)]
    [InlineData("ADD FIELD x int32 NOT NULL DEFAULT (nullif(id, 2))", StorageErrorCode.NotNullViolation)]
    [InlineData("ADD FIELD x int8 COMPUTED AS (id * 100)", StorageErrorCode.TypeMismatch)]
    [InlineData("ADD FIELD x int32 COMPUTED AS (id % 2), ADD UNIQUE (x)", StorageErrorCode.UniqueViolation)]
    [InlineData("ADD FIELD x int32 COMPUTED AS (id % 2) CHECK (x > 0)", StorageErrorCode.CheckViolation)]
    public void Rules_hold_of_what_is_computed(string action, StorageErrorCode code)
    {
        var failure = Assert.Throws<StorageException>(() => _database.Run($"ALTER COLLECTION c {action}"));
        Assert.Equal(code, failure.Code);
        Assert.Equal(_seq, _database.Store.Seq);
        Assert.Equal(["1 | 1 | 100", "2 | 2 | 200", "3 | 3 | 300"], _database.Texts("FROM c SELECT *"));
    }

    [Fact]
    public void A_unique_field_may_be_computed_into_values_that_others_had()
    {
        _database.Run("CREATE UNIQUE INDEX by_w ON c (w); ALTER COLLECTION c ALTER FIELD w SET COMPUTED AS ((id + 1) * 100)");
        Assert.Equal(["200", "300", "400"], _database.Texts("FROM c SELECT w"));
        Assert.Equal(["2"], _database.Texts("FROM c WHERE w = 300 SELECT id"));
        Assert.Throws<StorageException>(() => _database.Run("ALTER COLLECTION c ALTER FIELD w SET COMPUTED AS (id % 2)"));
        Assert.Equal(["200", "300", "400"], _database.Texts("FROM c SELECT w"));
    }

    [Fact]
    public void A_field_may_get_another_type_in_the_statement_that_computes_it_otherwise()
    {
        _database.Run("ALTER COLLECTION c ALTER FIELD w TYPE string NOT NULL, ALTER FIELD w SET COMPUTED AS (\"no \" || CAST(id AS string))");
        Assert.Equal(["\"no 1\"", "\"no 2\"", "\"no 3\""], _database.Texts("FROM c SELECT w"));
    }

    [Fact]
    public void A_default_that_is_an_expression_is_computed_once_for_each_document()
    {
        _database.Run("ALTER COLLECTION c ADD FIELD g guid NOT NULL DEFAULT (new_guid()), ADD FIELD sum int32 DEFAULT (n + w)");
        Assert.Equal(["3"], _database.Texts("FROM c SELECT count(DISTINCT g)"));
        Assert.Equal(["101", "202", "303"], _database.Texts("FROM c SELECT sum"));
        _database.Run("UPDATE c SET n = 5; ALTER COLLECTION c ALTER FIELD sum SET DEFAULT (n - w)");
        Assert.Equal(["101", "202", "303"], _database.Texts("FROM c SELECT sum"));
    }

    [Fact]
    public void A_key_may_be_of_a_field_that_is_computed_in_the_same_statement()
    {
        _database.Run("ALTER COLLECTION c DROP PRIMARY KEY, ADD FIELD k int32 NOT NULL COMPUTED AS (10 - id), ADD PRIMARY KEY (k)");
        Assert.Equal(["7 | 3", "8 | 2", "9 | 1"], _database.Texts("FROM c SELECT k, id"));
    }
}
