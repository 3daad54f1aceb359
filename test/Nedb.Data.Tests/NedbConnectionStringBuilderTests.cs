using Nedb.Storage;

namespace Nedb.Data.Tests;

public class NedbConnectionStringBuilderTests
{
    [Fact]
    public void Every_value_survives_the_text()
    {
        var builder = new NedbConnectionStringBuilder
        {
            DataSource = "./a folder;with \"odd\" = signs",
            Mode = NedbOpenMode.ReadWrite,
            Synchronous = SynchronousMode.Normal,
            ReadAsOf = 200,
            Pooling = false,
            DefaultTimeout = 7,
        };

        var read = new NedbConnectionStringBuilder(builder.ConnectionString);

        Assert.Equal(builder.DataSource, read.DataSource);
        Assert.Equal(NedbOpenMode.ReadWrite, read.Mode);
        Assert.Equal(SynchronousMode.Normal, read.Synchronous);
        Assert.Equal(200, read.ReadAsOf);
        Assert.False(read.Pooling);
        Assert.Equal(7, read.DefaultTimeout);
        Assert.Equal(builder.ConnectionString, read.ConnectionString);
    }

    [Fact]
    public void A_text_without_an_equals_sign_is_the_data_source()
    {
        Assert.Equal("./data", new NedbConnectionStringBuilder("./data").DataSource);
        Assert.Equal(":memory:", new NedbConnectionStringBuilder(" :memory: ").DataSource);
        Assert.Equal("Data Source=./data", new NedbConnectionStringBuilder("./data").ConnectionString);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var builder = new NedbConnectionStringBuilder("Data Source=x");

        Assert.Equal(NedbOpenMode.ReadWriteCreate, builder.Mode);
        Assert.Null(builder.Synchronous);
        Assert.Null(builder.ReadAsOf);
        Assert.True(builder.Pooling);
        Assert.Equal(30, builder.DefaultTimeout);
    }

    [Theory]
    [InlineData("datasource=x;MODE=memory")]
    [InlineData("Filename=x;mode=Memory")]
    [InlineData("data source = x ; Mode = MEMORY")]
    public void Keywords_and_values_are_not_case_sensitive_and_have_synonyms(string text)
    {
        var builder = new NedbConnectionStringBuilder(text);

        Assert.Equal("x", builder.DataSource);
        Assert.Equal(NedbOpenMode.Memory, builder.Mode);
    }

    [Theory]
    [InlineData("Data Sorce=x", "Data Source")]
    [InlineData("Data Source=x;Pool=True", "Pooling")]
    [InlineData("Data Source=x;Sync=Full", "Synchronous")]
    [InlineData("Data Source=x;Timeout=4", "Default Timeout")]
    public void An_unknown_keyword_is_refused_and_the_nearest_one_named(string text, string nearest)
    {
        var error = Assert.Throws<ArgumentException>(() => new NedbConnectionStringBuilder(text));

        Assert.Contains($"did you mean '{nearest}'", error.Message);
        Assert.Throws<ArgumentException>(() => new NedbConnection(text));
    }

    [Theory]
    [InlineData("Bogus=1")]
    [InlineData("X=1")]
    [InlineData("Journal Mode=Wal")]
    public void A_keyword_that_is_near_no_other_is_refused_without_a_guess(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => new NedbConnectionStringBuilder(text));

        Assert.DoesNotContain("did you mean", error.Message);
        Assert.Contains("is not known. Known: Data Source", error.Message);
    }

    [Theory]
    [InlineData("Mode=Sometimes", "ReadWriteCreate, ReadWrite, ReadOnly, Memory")]
    [InlineData("Mode=1", "ReadWriteCreate")]
    [InlineData("Synchronous=Extra", "Full, Normal, Off")]
    [InlineData("Pooling=Perhaps", "True or False")]
    [InlineData("Read As Of=-1", "a seq")]
    [InlineData("Read As Of=yesterday", "a seq")]
    [InlineData("Default Timeout=-1", "seconds")]
    public void A_value_that_cannot_be_used_is_refused_with_what_was_expected(string text, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => new NedbConnectionStringBuilder(text));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Values_are_reached_by_keyword_and_removed()
    {
        var builder = new NedbConnectionStringBuilder("Data Source=x;Read As Of=5");

        Assert.Equal(5L, builder["ReadAsOf"]);
        Assert.True(builder.ContainsKey("Filename"));
        Assert.False(builder.ContainsKey("Color"));
        Assert.True(builder.TryGetValue("pooling", out var pooling));
        Assert.Equal(true, pooling);
        Assert.True(builder.Remove("Read As Of"));
        Assert.Null(builder.ReadAsOf);
        Assert.Equal("Data Source=x", builder.ConnectionString);
        Assert.Throws<ArgumentException>(() => builder["Color"]);
        Assert.Equal(builder.Keys.Count, builder.Values.Count);
    }

    [Fact]
    public void Memory_is_bounded_by_words_of_the_connection_string()
    {
        var builder = new NedbConnectionStringBuilder("Memtable Size=4096;CacheSize=0");
        Assert.Equal(4096, builder.MemtableSize);
        Assert.Equal(0, builder.CacheSize);
        Assert.Null(new NedbConnectionStringBuilder("").MemtableSize);
        Assert.Contains("4096", Assert.Throws<ArgumentException>(() => builder.MemtableSize = 4095).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NedbConnectionStringBuilder("Cache Size=much"));
    }

    [Fact]
    public void The_memory_of_a_query_is_said_in_megabytes()
    {
        Assert.Equal(64, new NedbConnectionStringBuilder("Query Memory=64").QueryMemory);
        Assert.Equal(1 << 20, new NedbConnectionStringBuilder("QueryMemory=1048576").QueryMemory);
        Assert.Null(new NedbConnectionStringBuilder("").QueryMemory);
        Assert.Contains(
            "1048576", Assert.Throws<ArgumentException>(() => new NedbConnectionStringBuilder("Query Memory=0")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_often_expired_documents_are_swept_is_said_in_seconds()
    {
        Assert.Equal(60, new NedbConnectionStringBuilder("Sweep Interval=60").SweepInterval);
        Assert.Null(new NedbConnectionStringBuilder("").SweepInterval);
        Assert.Contains(
            "86400", Assert.Throws<ArgumentException>(() => new NedbConnectionStringBuilder("SweepInterval=0")).Message, StringComparison.Ordinal);
    }
}
