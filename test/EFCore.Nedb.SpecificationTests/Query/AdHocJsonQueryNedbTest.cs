using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

/// <summary>
/// The seeds are documents that EF itself would not write. What no document can be (a name twice or none at all) is left out with its tests.
/// Documents are written as NQL's objects and arrays, which read like JSON.
/// </summary>
public class AdHocJsonQueryNedbTest(NonSharedFixture fixture) : AdHocJsonQueryRelationalTestBase(fixture)
{
    private const string NamesMustBeUniqueStrings = "A document has each of its names once, and a name is a string: the engine refuses the seed.";

    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    [ConditionalTheory(Skip = NamesMustBeUniqueStrings)]
    public override Task Bad_json_properties_duplicated_navigations(bool noTracking) =>
        base.Bad_json_properties_duplicated_navigations(noTracking);

    [ConditionalTheory(Skip = NamesMustBeUniqueStrings)]
    public override Task Bad_json_properties_duplicated_scalars(bool noTracking) => base.Bad_json_properties_duplicated_scalars(noTracking);

    [ConditionalTheory(Skip = NamesMustBeUniqueStrings)]
    public override Task Bad_json_properties_empty_navigations(bool noTracking) => base.Bad_json_properties_empty_navigations(noTracking);

    [ConditionalTheory(Skip = NamesMustBeUniqueStrings)]
    public override Task Bad_json_properties_null_navigations(bool noTracking) => base.Bad_json_properties_null_navigations(noTracking);

    [ConditionalTheory(Skip = NamesMustBeUniqueStrings)]
    public override Task Bad_json_properties_null_scalars(bool noTracking) => base.Bad_json_properties_null_scalars(noTracking);

    protected override async Task Seed21006(Context21006 context)
    {
        const string Date = @"""DoB"": ""2000-01-01T00:00:00"", ";
        await base.Seed21006(context);
        await Put(2, "", Date, Nested(Date));
        await Put(3, @"""Number"": 7, ", "", Nested(""));
        await Put(4, @"""Number"": null, ", "", Nested(""));
        await Put(5, @"""Number"": 7, ", Date, "");
        await Put(6, @"""Number"": 7, ", Date, @", ""NestedRequiredReference"": null");

        static string Nested(string date) => $@", ""NestedRequiredReference"": {{{date}""Text"": ""? nrr""}}";

        Task Put(int id, string number, string date, string required) => RunAsync(
            context,
            $"""
            INSERT INTO Entities (Id, Name, Collection, OptionalReference, RequiredReference)
            VALUES ({id}, "e{id}", [{Document("c1")}, {Document("c2")}], {Document("or")}, {Document("rr")})
            """
                .Replace("NUMBER", number).Replace("DATE", date).Replace("REQUIRED", required.Replace("?", $"e{id} rr")).Replace("ID", $"e{id}"));

        static string Document(string name) =>
            $$"""
            {NUMBER"Text": "ID {{name}}", "NestedCollection": [{DATE"Text": "ID {{name}} c1"}, {DATE"Text": "ID {{name}} c2"}],
             "NestedOptionalReference": {DATE"Text": "ID {{name}} nor"}REQUIRED}
            """;
    }

    protected override async Task Seed29219(DbContext ctx)
    {
        await base.Seed29219(ctx);
        await RunAsync(
            ctx, """INSERT INTO Entities (Id, Reference, Collection) VALUES (3, {"NonNullableScalar": 30}, [{"NonNullableScalar": 10001}])""");
    }

    protected override async Task Seed30028(DbContext ctx)
    {
        string[] missing = ["", "Collection", "OptionalReference", "RequiredReference"];
        for (var id = 1; id <= missing.Length; id++)
        {
            string[] parts =
            [
                Named("Collection", $"[{Branch("c1")}, {Branch("c2")}]"),
                Named("OptionalReference", Branch("or")),
                Named("RequiredReference", Branch("rr")),
            ];
            await RunAsync(ctx, $"INSERT INTO Entities (Id, Json) VALUES ({id}, {{\"RootName\": \"e{id}\"{string.Concat(parts)}}})");

            string Named(string name, string value) => name == missing[id - 1] ? "" : $@", ""{name}"": {value}";

            string Branch(string name) => $$$"""{"BranchName": "e{{{id}}} {{{name}}}", "Nested": {"LeafName": "e{{{id}}} {{{name}}} l"}}""";
        }
    }

    protected override Task Seed33046(DbContext ctx) => RunAsync(
        ctx,
        """
        INSERT INTO Reviews (Id, Rounds)
        VALUES (1, [{"RoundNumber": 11, "SubRounds": [{"SubRoundNumber": 111}, {"SubRoundNumber": 112}]}])
        """);

    protected override async Task Seed34960(Context34960 ctx)
    {
        await base.Seed34960(ctx);
        await RunAsync(ctx, """INSERT INTO Entities (Id, Collection, Reference) VALUES (4, null, null)""");
        await RunAsync(
            ctx, """INSERT INTO Junk (Id, Collection, Reference) VALUES (1, {"DoB": "2000-01-01T00:00:00", "Text": "junk"}, null)""");
        await RunAsync(
            ctx, """INSERT INTO Junk (Id, Collection, Reference) VALUES (2, null, [{"DoB": "2000-01-01T00:00:00", "Text": "junk"}])""");
    }

    protected override Task SeedJunkInJson(DbContext ctx) => RunAsync(
        ctx,
        """
        INSERT INTO Entities (Id, Collection, CollectionWithCtor, Reference, ReferenceWithCtor) VALUES (1,
        [{"JunkReference": {"Something": "SomeValue"}, "Name": "c11", "JunkProperty1": 50, "Number": 11.5, "JunkCollection1": [],
          "JunkCollection2": [{"Foo": "junk value"}],
          "NestedCollection": [{"DoB": "2002-04-01T00:00:00", "DummyProp": "Dummy value"}, {"DoB": "2002-04-02T00:00:00", "DummyReference": {"Foo": 5}}],
          "NestedReference": {"DoB": "2002-03-01T00:00:00"}},
         {"Name": "c12", "Number": 12.5, "NestedCollection": [{"DoB": "2002-06-01T00:00:00"}, {"DoB": "2002-06-02T00:00:00"}], "NestedDummy": 59,
          "NestedReference": {"DoB": "2002-05-01T00:00:00"}}],
        [{"MyBool": true, "Name": "c11 ctor", "JunkReference": {"Something": "SomeValue", "JunkCollection": [{"Foo": "junk value"}]},
          "NestedCollection": [{"DoB": "2002-08-01T00:00:00"}, {"DoB": "2002-08-02T00:00:00"}], "NestedReference": {"DoB": "2002-07-01T00:00:00"}},
         {"MyBool": false, "Name": "c12 ctor", "NestedCollection": [{"DoB": "2002-10-01T00:00:00"}, {"DoB": "2002-10-02T00:00:00"}],
          "JunkCollection": [{"Foo": "junk value"}], "NestedReference": {"DoB": "2002-09-01T00:00:00"}}],
        {"Name": "r1", "JunkCollection": [{"Foo": "junk value"}], "JunkReference": {"Something": "SomeValue"}, "Number": 1.5,
         "NestedCollection": [{"DoB": "2000-02-01T00:00:00", "JunkReference": {"Something": "SomeValue"}}, {"DoB": "2000-02-02T00:00:00"}],
         "NestedReference": {"DoB": "2000-01-01T00:00:00"}},
        {"MyBool": true, "JunkCollection": [{"Foo": "junk value"}], "Name": "r1 ctor", "JunkReference": {"Something": "SomeValue"},
         "NestedCollection": [{"DoB": "2001-02-01T00:00:00"}, {"DoB": "2001-02-02T00:00:00"}],
         "NestedReference": {"JunkCollection": [{"Foo": "junk value"}], "DoB": "2001-01-01T00:00:00"}})
        """);

    protected override Task SeedTrickyBuffering(DbContext ctx) => RunAsync(
        ctx,
        """
        INSERT INTO Entities (Id, Reference) VALUES (1,
        {"Name": "r1", "Number": 7, "JunkReference": {"Something": "SomeValue"}, "JunkCollection": [{"Foo": "junk value"}],
         "NestedReference": {"DoB": "2000-01-01T00:00:00"},
         "NestedCollection": [{"DoB": "2000-02-01T00:00:00", "JunkReference": {"Something": "SomeValue"}}, {"DoB": "2000-02-02T00:00:00"}]})
        """);

    protected override Task SeedShadowProperties(DbContext ctx) => RunAsync(
        ctx,
        """
        INSERT INTO Entities (Id, Name, Collection, CollectionWithCtor, Reference, ReferenceWithCtor) VALUES (1, "e1",
        [{"Name": "e1_c1", "ShadowDouble": 5.5}, {"ShadowDouble": 20.5, "Name": "e1_c2"}],
        [{"Name": "e1_c1 ctor", "ShadowNullableByte": 6}, {"ShadowNullableByte": null, "Name": "e1_c2 ctor"}],
        {"Name": "e1_r", "ShadowString": "Foo"},
        {"ShadowInt": 143, "Name": "e1_r ctor"})
        """);

    protected override async Task SeedNotICollection(DbContext ctx)
    {
        await RunAsync(
            ctx,
            """
            INSERT INTO Entities (Id, Json)
            VALUES (1, {"Collection": [{"Bar": 11, "Foo": "c11"}, {"Bar": 12, "Foo": "c12"}, {"Bar": 13, "Foo": "c13"}]})
            """);
        await RunAsync(
            ctx, """INSERT INTO Entities (Id, Json) VALUES (2, {"Collection": [{"Bar": 21, "Foo": "c21"}, {"Bar": 22, "Foo": "c22"}]})""");
    }

    protected override async Task SeedBadJsonProperties(ContextBadJsonProperties ctx)
    {
        await Put(1, "baseline", "Text");
        await Put(5, "empty scalar property names", "");

        Task Put(int id, string scenario, string scalar) => RunAsync(
            ctx,
            $"""
            INSERT INTO Entities (Id, Scenario, OptionalReference, RequiredReference, Collection)
            VALUES ({id}, "{scenario}", {Document(scalar, "or")}, {Document(scalar, "rr")}, [{Document(scalar, "c 1")}, {Document(scalar, "c 2")}])
            """);

        static string Document(string scalar, string name) =>
            $$"""
            {"NestedOptional": {"{{scalar}}": "{{name}} no"}, "NestedRequired": {"{{scalar}}": "{{name}} nr"},
             "NestedCollection": [{"{{scalar}}": "{{name}} nc 1"}, {"{{scalar}}": "{{name}} nc 2"}]}
            """;
    }

    // EF would read the braces of a document as places for parameters.
    private static Task RunAsync(DbContext context, string nql) =>
        context.Database.ExecuteSqlRawAsync(nql.Replace("{", "{{").Replace("}", "}}"));
}
