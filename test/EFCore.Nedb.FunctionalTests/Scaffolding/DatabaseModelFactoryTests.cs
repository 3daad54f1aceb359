using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Design;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Metadata;

namespace Nedb.EntityFrameworkCore.Scaffolding;

public sealed class DatabaseModelFactoryTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly ScaffoldingLog _log = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Definitions_are_read_as_tables()
    {
        using (var connection = new NedbConnection(_database.ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand(
                """
                CREATE COLLECTION people (id int32 NOT NULL IDENTITY, name string(40) NOT NULL, since date, until date, boss int32,
                    CONSTRAINT pk PRIMARY KEY (id), CONSTRAINT fk FOREIGN KEY (boss) REFERENCES people (id) ON DELETE SET NULL, PERIOD (since, until));
                CREATE UNIQUE INDEX by_name ON people (name DESC);
                CREATE INDEX words ON people (name) USING search
                """);
            command.ExecuteNonQuery();
        }

        var table = new NedbDatabaseModelFactory(_log.Logger).Create(_database.Folder, new DatabaseModelFactoryOptions()).Tables.Single();

        Assert.Equal("people", table.Name);
        Assert.Equal(["int32", "string(40)", "date", "date", "int32"], table.Columns.Select(column => column.StoreType));
        Assert.Equal(ValueGenerated.OnAdd, table.Columns[0].ValueGenerated);
        Assert.Equal([false, false, true, true, true], table.Columns.Select(column => column.IsNullable));
        Assert.Equal("id", table.PrimaryKey!.Columns.Single().Name);
        Assert.Equal("since", table[NedbAnnotationNames.ValidFrom]);
        var foreignKey = table.ForeignKeys.Single();
        Assert.Same(table, foreignKey.PrincipalTable);
        Assert.Equal(ReferentialAction.SetNull, foreignKey.OnDelete);
        var unique = table.Indexes.Single(index => index.Name == "by_name");
        Assert.True(unique.IsUnique);
        Assert.Equal([true], unique.IsDescending);
        Assert.True(table.Indexes.Single(index => index.Name == "words")[NedbAnnotationNames.SearchIndex] is true);
    }

    [Fact]
    public void A_default_is_read_as_a_value_of_the_type_of_its_field()
    {
        using (var connection = new NedbConnection(_database.ConnectionString))
        {
            connection.Open();
            connection.CreateCommand(
                """
                CREATE COLLECTION things (id int32 PRIMARY KEY, price decimal(18,2) DEFAULT 1.5m, rank int16 DEFAULT 7, name string DEFAULT "x",
                    born date DEFAULT date "2024-01-31", made timestamptz DEFAULT utc_now_offset(), plain bool, list array DEFAULT [1])
                """).ExecuteNonQuery();
        }

        var table = new NedbDatabaseModelFactory(_log.Logger).Create(_database.Folder, new DatabaseModelFactoryOptions()).Tables.Single();

        Assert.Equal(
            [null, 1.5m, (short)7, "x", new DateOnly(2024, 1, 31), null, null, null],
            table.Columns.Select(column => column.DefaultValue));
        Assert.Equal("utc_now_offset()", table.Columns[5].DefaultValueSql);
        Assert.Equal("[1]", table.Columns[7].DefaultValueSql);
    }

    [Fact]
    public void Looking_at_a_database_makes_none()
    {
        var refusal = Assert.Throws<InvalidOperationException>(
            () => new NedbDatabaseModelFactory(_log.Logger).Create(_database.Folder, new DatabaseModelFactoryOptions()));

        Assert.Equal(NedbStrings.NothingToScaffold(_database.Folder), refusal.Message);
        Assert.False(Directory.Exists(_database.Folder));
    }

    [Fact]
    public void Alternate_keys_are_told_from_unique_indexes_by_the_name_that_ef_gives_them()
    {
        using (var connection = new NedbConnection(_database.ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand(
                """
                CREATE COLLECTION people (id int32 NOT NULL PRIMARY KEY, number int32 NOT NULL, nick string, doubled int32 COMPUTED AS (number * 2),
                    CONSTRAINT AK_people_number UNIQUE (number));
                CREATE UNIQUE INDEX AK_people_nick ON people (nick);
                CREATE UNIQUE INDEX by_number ON people (number, nick)
                """);
            command.ExecuteNonQuery();
        }

        var table = new NedbDatabaseModelFactory(_log.Logger).Create(_database.Folder, new DatabaseModelFactoryOptions()).Tables.Single();

        var key = Assert.Single(table.UniqueConstraints);
        Assert.Equal("AK_people_number", key.Name);
        Assert.Equal(["number"], key.Columns.Select(column => column.Name));
        Assert.Equal(["AK_people_nick", "by_number"], table.Indexes.Select(index => index.Name));
        Assert.True(table.Columns.Single(column => column.Name == "doubled").IsStored);
        Assert.Null(table.Columns.Single(column => column.Name == "number").IsStored);
    }

    [Fact]
    public void Keys_over_periods_are_read_as_such_and_references_over_them_left_out()
    {
        using (var connection = new NedbConnection(_database.ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand(
                """
                CREATE COLLECTION rates (room int32, since date, until date, CONSTRAINT pk PRIMARY KEY (room, since WITHOUT OVERLAPS), PERIOD (since, until));
                CREATE COLLECTION stays (id int32 PRIMARY KEY, guest string NOT NULL, room int32, since date NOT NULL, until date,
                    CONSTRAINT one_room UNIQUE (guest, since WITHOUT OVERLAPS),
                    CONSTRAINT fk FOREIGN KEY (room, PERIOD since) REFERENCES rates (room, PERIOD since), PERIOD (since, until))
                """);
            command.ExecuteNonQuery();
        }

        var tables = new NedbDatabaseModelFactory(_log.Logger).Create(_database.Folder, new DatabaseModelFactoryOptions()).Tables;

        Assert.True(tables.Single(table => table.Name == "rates").PrimaryKey![NedbAnnotationNames.WithoutOverlaps] is true);
        var stays = tables.Single(table => table.Name == "stays");
        Assert.Null(stays.PrimaryKey![NedbAnnotationNames.WithoutOverlaps]);
        Assert.True(Assert.Single(stays.UniqueConstraints)[NedbAnnotationNames.WithoutOverlaps] is true);
        // Scaffolding would give it navigations, which it cannot have.
        Assert.Empty(stays.ForeignKeys);
    }

    [Fact]
    public void A_table_that_is_not_there_is_told()
    {
        CreateCustomers();

        var model = new NedbDatabaseModelFactory(_log.Logger).Create(
            _database.Folder, new DatabaseModelFactoryOptions(["Customers", "Nope"]));

        Assert.Equal("Customers", model.Tables.Single().Name);
        Assert.Contains(_log.Messages, message => message.StartsWith("There is no collection 'Nope'", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_is_read_as_its_text_and_told()
    {
        CreateCustomers();

        var column = new NedbDatabaseModelFactory(_log.Logger).Create(_database.Folder, new DatabaseModelFactoryOptions())
            .Tables.Single().Columns.Single(found => found.Name == "Address");

        using var context = new ConfiguredContext(_ => { });
        Assert.Equal(typeof(string), context.GetService<IRelationalTypeMappingSource>().FindMapping(column.StoreType!)!.ClrType);
        Assert.Equal("json", column.StoreType);
        Assert.Null(column.DefaultValueSql);
        Assert.Null(column.DefaultValue);
        Assert.Contains(_log.Messages, message => message.Contains("'Customers.Address' holds JSON", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_that_is_mapped_to_json_is_the_text_of_the_nested_value()
    {
        CreateCustomers();
        using var context = new ConfiguredContext(
            builder => builder.Entity<Scaffolded>(customer =>
            {
                customer.ToTable("Customers");
                customer.Property(c => c.Id).ValueGeneratedNever();
                customer.Property(c => c.Address).HasColumnType("json");
            }),
            _database.OptionsFor<ConfiguredContext>());

        var first = context.Set<Scaffolded>().Single();
        Assert.Equal("""{"City":"Ulm","Number":3}""", first.Address);
        first.Address = """{"City":"Bern"}""";
        context.Add(new Scaffolded { Id = 2, Address = "[1,2]" });
        context.SaveChanges();
        context.ChangeTracker.Clear();

        Assert.Equal(["""{"City":"Bern"}""", "[1,2]"], context.Set<Scaffolded>().OrderBy(c => c.Id).Select(c => c.Address));
        Assert.Equal(1, context.Set<Scaffolded>().Single(c => c.Address == """{"City":"Bern"}""").Id);
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT Address.City FROM Customers WHERE Id = 1";
        Assert.Equal("Bern", command.ExecuteScalar());
    }

    [Fact]
    public void Scaffolded_classes_have_text_for_json()
    {
        CreateCustomers();
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices();
        new NedbDesignTimeServices().ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();

        var scaffolded = scope.ServiceProvider.GetRequiredService<IReverseEngineerScaffolder>().ScaffoldModel(
            _database.Folder,
            new DatabaseModelFactoryOptions(),
            new ModelReverseEngineerOptions(),
            new ModelCodeGenerationOptions
            {
                ContextName = "Shop",
                ConnectionString = _database.Folder,
                ModelNamespace = "M",
                RootNamespace = "M",
                Language = "C#",
                UseNullableReferenceTypes = true,
            });

        Assert.Contains("public string Address { get; set; }", scaffolded.AdditionalFiles.Single().Code, StringComparison.Ordinal);
        Assert.Contains("HasColumnType(\"json\")", scaffolded.ContextFile.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("HasDefaultValue", scaffolded.ContextFile.Code, StringComparison.Ordinal);
    }

    private void CreateCustomers()
    {
        using var connection = new NedbConnection(_database.ConnectionString);
        connection.Open();
        connection.CreateCommand("CREATE COLLECTION Customers (Id int32 NOT NULL PRIMARY KEY, Address json NOT NULL DEFAULT {})").ExecuteNonQuery();
        connection.CreateCommand("INSERT INTO Customers (Id, Address) VALUES (1, {City: 'Ulm', Number: 3})").ExecuteNonQuery();
    }

    private sealed class Scaffolded
    {
        public int Id { get; set; }

        public string Address { get; set; } = "";
    }

    [Fact]
    public void The_tools_find_the_services_of_the_provider()
    {
        var attribute = typeof(NedbOptionsExtension).Assembly.GetCustomAttributes(typeof(DesignTimeProviderServicesAttribute), false)
            .Cast<DesignTimeProviderServicesAttribute>().Single();
        Assert.Equal(typeof(NedbDesignTimeServices).FullName, attribute.TypeName);
        var services = new ServiceCollection();
        // The tools bring their own.
        services.AddSingleton<IDiagnosticsLogger<DbLoggerCategory.Scaffolding>>(_log.Logger);
        new NedbDesignTimeServices().ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();

        var call = provider.GetRequiredService<IProviderConfigurationCodeGenerator>().GenerateUseProvider("./data", null);

        Assert.Equal("UseNedb", call.Method);
        Assert.IsType<NedbDatabaseModelFactory>(provider.GetRequiredService<IDatabaseModelFactory>());
    }

    [Fact]
    public void What_a_model_says_is_written_as_the_calls_that_said_it()
    {
        var services = new ServiceCollection();
        new NedbDesignTimeServices().ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();
        using var context = new ConfiguredContext(builder =>
        {
            builder.HasVersionTokens();
            builder.Entity<Era>().HasValidTime(era => era.From, era => era.To);
            builder.Entity<Era>().HasAlternateKey(era => new { era.Ruler, era.From }).WithoutOverlaps();
            builder.Entity<Era>().HasOne<Era>().WithMany().HasForeignKey(era => new { era.Heir, era.From })
                .HasPrincipalKey(era => new { era.Ruler, era.From }).WithPeriod();
        });
        var model = context.GetService<IDesignTimeModel>().Model;
        var era = model.FindEntityType(typeof(Era))!;
        var generator = provider.GetRequiredService<IAnnotationCodeGenerator>();

        var ofModel = generator.GenerateFluentApiCalls(model, model.GetAnnotations().ToDictionary(annotation => annotation.Name));
        var ofEra = generator.GenerateFluentApiCalls(era, era.GetAnnotations().ToDictionary(annotation => annotation.Name));

        Assert.Contains(ofModel, call => call.Method == "HasVersionTokens");
        Assert.Equal(["From", "To"], ofEra.Single(call => call.Method == "HasValidTime").Arguments);
        var key = era.GetKeys().Single(found => !found.IsPrimaryKey());
        Assert.Contains(
            generator.GenerateFluentApiCalls(key, key.GetAnnotations().ToDictionary(annotation => annotation.Name)),
            call => call.Method == "WithoutOverlaps");
        var foreignKey = era.GetForeignKeys().Single();
        Assert.Contains(
            generator.GenerateFluentApiCalls(foreignKey, foreignKey.GetAnnotations().ToDictionary(annotation => annotation.Name)),
            call => call.Method == "WithPeriod");
    }

    private sealed class Era
    {
        public int Id { get; set; }

        public string Ruler { get; set; } = "";

        public string Heir { get; set; } = "";

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }
    }
}
