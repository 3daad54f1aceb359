using System.Collections.ObjectModel;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using Nedb.EntityFrameworkCore.Design;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

public sealed class NedbLiteralsTests : IDisposable
{
    private static readonly Order Seed = new()
    {
        Id = 1,
        Tags = ["a", "b \"quoted\" \\ \n", ""],
        Optional = ["x", null],
        Numbers = [1, -2, int.MaxValue],
        Large = [0, ulong.MaxValue],
        Amounts = new([1.50m, -0.1m]),
        Rates = [0.1, 1e300, double.PositiveInfinity],
        Flags = [true, false],
        Days = [new(2024, 2, 29)],
        Times = [new(23, 59, 58, 7)],
        Moments = [new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTime(2024, 1, 2).AddTicks(1)],
        Instants = [new(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3))],
        Spans = [TimeSpan.FromMinutes(-1.5)],
        Ids = [new("0f8fad5b-d9cb-469f-a165-70867728950e")],
        Contents = [[1, 2, 255], []],
        States = [OrderState.Open, OrderState.Sent],
        Raw = new([NedbValue.FromInt64(1), NedbValue.Null, NedbValue.FromArray(NedbArray.Empty)]),
        Extra = new([KeyValuePair.Create("name", NedbValue.FromString("x")), KeyValuePair.Create("size", NedbValue.FromDecimal(1.5m))]),
    };

    private readonly TestDatabase _database = new();

    public enum OrderState
    {
        Open,
        Sent,
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_migration_with_seeded_collections_compiles_and_stores_them()
    {
        var assembly = Compile(Scaffold());

        using (var db = Open(assembly))
        {
            var snapshot = db.GetService<IModelRuntimeInitializer>().Initialize(db.GetService<IMigrationsAssembly>().ModelSnapshot!.Model);
            var differences = db.GetService<IMigrationsModelDiffer>().GetDifferences(
                snapshot.GetRelationalModel(), db.GetService<IDesignTimeModel>().Model.GetRelationalModel());
            Assert.Empty(differences);
            db.Database.Migrate();
        }

        using var other = Open(assembly);
        var stored = other.Orders.OrderBy(order => order.Id).ToList();
        Assert.Equivalent(Seed, stored[0], strict: true);
        Assert.Equal(NedbValue.FromArray(Seed.Raw), NedbValue.FromArray(stored[0].Raw));
        Assert.Equal(NedbValue.FromObject(Seed.Extra), NedbValue.FromObject(stored[0].Extra));
        Assert.Equal(TimeSpan.FromHours(-3), stored[0].Instants[0].Offset);
        Assert.Equal(DateTimeKind.Utc, stored[0].Moments[0].Kind);
        Assert.Equivalent(new Order { Id = 2 }, stored[1], strict: true);
        Assert.Equal(1, other.Orders.Count(order => order.Tags.Contains("a")));
    }

    private static ScaffoldedMigration Scaffold()
    {
        using var db = new SeedContext(new DbContextOptionsBuilder<SeedContext>().UseNedb("Data Source=:memory:").Options);
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
        new NedbDesignTimeServices().ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>().ScaffoldMigration("Initial", "Seeded");
    }

    // Without the usings that a project may add by itself.
    private static Assembly Compile(ScaffoldedMigration migration)
    {
        var trees = new[] { migration.MigrationCode, migration.MetadataCode, migration.SnapshotCode }
            .Select(code => CSharpSyntaxTree.ParseText(code));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "seeded", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(
            result.Success,
            string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)) + migration.MigrationCode);
        return Assembly.Load(stream.ToArray());
    }

    private SeedContext Open(Assembly migrations) =>
        new(_database.OptionsFor<SeedContext>(nedb => nedb.MigrationsAssembly(migrations)));

    public sealed class SeedContext(DbContextOptions<SeedContext> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Order>().HasData(Seed, new Order { Id = 2 });
    }

    public sealed class Order
    {
        public int Id { get; set; }

        public string[] Tags { get; set; } = [];

        public string?[] Optional { get; set; } = [];

        public List<int> Numbers { get; set; } = [];

        public ulong[] Large { get; set; } = [];

        public ReadOnlyCollection<decimal> Amounts { get; set; } = new([]);

        public double[] Rates { get; set; } = [];

        public bool[] Flags { get; set; } = [];

        public DateOnly[] Days { get; set; } = [];

        public TimeOnly[] Times { get; set; } = [];

        public DateTime[] Moments { get; set; } = [];

        public DateTimeOffset[] Instants { get; set; } = [];

        public TimeSpan[] Spans { get; set; } = [];

        public Guid[] Ids { get; set; } = [];

        public byte[][] Contents { get; set; } = [];

        public List<OrderState> States { get; set; } = [];

        public NedbArray Raw { get; set; } = NedbArray.Empty;

        public NedbObject Extra { get; set; } = NedbObject.Empty;
    }
}
