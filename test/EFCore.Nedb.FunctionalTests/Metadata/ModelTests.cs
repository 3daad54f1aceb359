using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Metadata;

public class ModelTests
{
    private sealed class Policy
    {
        public int Id { get; set; }

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }

        public DateTime Until { get; set; }

        public byte[] Version { get; set; } = [];
    }

    private sealed class Blog
    {
        public int Id { get; set; }

        public List<Tag> Tags { get; } = [];
    }

    private sealed class Tag
    {
        public Guid Id { get; set; }

        public ulong Stamp { get; set; }

        public List<Blog> Blogs { get; } = [];
    }

    [Fact]
    public void A_row_version_is_the_seq_of_the_version()
    {
        var model = Build(builder => builder.Entity<Policy>().Property(policy => policy.Version).IsRowVersion());

        var property = model.FindEntityType(typeof(Policy))!.FindProperty(nameof(Policy.Version))!;

        Assert.Equal("_seq", property.GetColumnName());
        Assert.True(property.IsVersionToken());
        Assert.Same(property, model.FindEntityType(typeof(Policy))!.FindVersionToken());
    }

    [Fact]
    public void HasVersionToken_adds_a_shadow_property()
    {
        var model = Build(builder => builder.Entity<Blog>().HasVersionToken());

        Assert.True(model.FindEntityType(typeof(Blog))!.FindVersionToken()!.IsShadowProperty());
    }

    [Fact]
    public void HasVersionTokens_gives_one_to_every_entity_type_without_one_of_its_own()
    {
        var model = Build(builder =>
        {
            builder.HasVersionTokens();
            builder.Entity<Blog>();
            builder.Entity<Tag>().Property(tag => tag.Stamp).IsRowVersion();
        });

        Assert.Equal("_seq", model.FindEntityType(typeof(Blog))!.FindVersionToken()!.Name);
        Assert.Equal(nameof(Tag.Stamp), model.FindEntityType(typeof(Tag))!.FindVersionToken()!.Name);
        Assert.Null(model.GetEntityTypes().Single(type => type.IsPropertyBag).FindVersionToken());
    }

    [Fact]
    public void A_row_version_of_another_type_is_refused()
    {
        var failure = Assert.Throws<InvalidOperationException>(
            () => Build(builder => builder.Entity<Policy>().Property(policy => policy.Until).IsRowVersion()));

        Assert.Equal(NedbStrings.RowVersionTypeNotSupported(nameof(Policy), nameof(Policy.Until), typeof(DateTime)), failure.Message);
    }

    [Theory]
    [InlineData("_hash")]
    [InlineData("_kind")]
    [InlineData("_superseded_seq")]
    public void Metadata_cannot_be_written(string column)
    {
        var failure = Assert.Throws<InvalidOperationException>(
            () => Build(builder => builder.Entity<Blog>().Property<string>("Hash").HasColumnName(column)));

        Assert.Equal(NedbStrings.MetadataFieldMustBeRead(nameof(Blog), "Hash", column), failure.Message);
    }

    [Fact]
    public void Valid_time_is_two_properties_of_one_type()
    {
        var model = Build(builder => builder.Entity<Policy>().HasValidTime(policy => policy.From, policy => policy.To));
        var failure = Assert.Throws<InvalidOperationException>(
            () => Build(builder => builder.Entity<Policy>().HasValidTime(policy => policy.From, policy => policy.Until)));

        Assert.Equal(nameof(Policy.From), model.FindEntityType(typeof(Policy))!.FindValidFromProperty()!.Name);
        Assert.Equal(nameof(Policy.To), model.FindEntityType(typeof(Policy))!.FindValidToProperty()!.Name);
        Assert.Contains("Both must be of the same type", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_generated_integer_keys_are_numbered_by_the_engine()
    {
        var model = Build(builder => builder.Entity<Blog>());

        Assert.True(Column(model, nameof(Blog), "Id")[NedbAnnotationNames.Identity] is true);
        Assert.Null(Column(model, nameof(Tag), "Id")[NedbAnnotationNames.Identity]);
        Assert.Null(Column(model, "BlogTag", "BlogsId")[NedbAnnotationNames.Identity]);
    }

    [Fact]
    public void A_key_named_like_the_engines_own_has_a_field_of_its_own_where_it_is_numbered_or_referred_to()
    {
        var model = Build(builder =>
        {
            builder.Entity<Policy>().Property<int>("_id");
            builder.Entity<Policy>().HasKey("_id");
            builder.Entity<Tag>().Ignore(tag => tag.Blogs).Property<string>("_id");
            builder.Entity<Tag>().HasKey("_id");
            builder.Entity<Blog>().Ignore(blog => blog.Tags).Property<string>("_id");
            builder.Entity<Blog>().HasKey("_id");
            builder.Entity<Blog>().HasOne<Blog>().WithMany().HasForeignKey("ParentId");
        });

        // Names of fields tell case apart, so the property Id can have the field Id.
        Assert.True(Column(model, nameof(Policy), "id")[NedbAnnotationNames.Identity] is true);
        Assert.Equal("_id", model.FindEntityType(typeof(Tag))!.FindProperty("_id")!.GetColumnName());
        Assert.Equal("id", model.FindEntityType(typeof(Blog))!.FindProperty("_id")!.GetColumnName());
    }

    [Fact]
    public void One_name_in_two_schemas_is_refused() => Assert.Throws<InvalidOperationException>(() => Build(builder =>
    {
        builder.Entity<Policy>().ToTable("Things", "a");
        builder.Entity<Tag>().ToTable("Things", "b");
    }));

    private static IColumn Column(IModel model, string table, string column) =>
        model.GetRelationalModel().FindTable(table, null)!.FindColumn(column)!;

    private static IModel Build(Action<ModelBuilder> configure)
    {
        using var context = new ConfiguredContext(configure);
        return context.GetService<IDesignTimeModel>().Model;
    }
}
