using System.Data.Common;

namespace Nedb.Data.Tests;

public class NedbParameterCollectionTests
{
    [Theory]
    [InlineData("id")]
    [InlineData("@id")]
    [InlineData("@ID")]
    public void A_parameter_is_found_with_and_without_the_sign(string name)
    {
        var parameters = new NedbCommand().Parameters;
        parameters.AddWithValue("@id", 1);

        Assert.Equal(0, parameters.IndexOf(name));
        Assert.True(parameters.Contains(name));
        Assert.Equal(1, parameters[name].Value);
    }

    [Fact]
    public void Positions_follow_adding_inserting_and_removing()
    {
        var parameters = new NedbCommand().Parameters;
        var a = parameters.AddWithValue("a", 1);
        var b = parameters.Add("b", NedbDbType.Int64, 2L);
        parameters.Insert(0, new NedbParameter("c", 3));
        parameters.AddRange(new[] { new NedbParameter("d", 4) });

        Assert.Equal(["c", "a", "b", "d"], parameters.Cast<DbParameter>().Select(parameter => parameter.ParameterName));
        parameters.RemoveAt("@a");
        parameters.Remove(b);
        Assert.Equal(2, parameters.Count);
        Assert.False(parameters.Contains(a));
        parameters["c"] = new NedbParameter("e", 5);
        Assert.Equal("e", parameters[0].ParameterName);
        parameters.Clear();
        Assert.Empty(parameters);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_says_it()
    {
        var error = Assert.Throws<ArgumentException>(() => new NedbCommand().Parameters["nope"]);

        Assert.Contains("nope", error.Message);
    }

    [Fact]
    public void Only_own_parameters_are_taken() =>
        Assert.Throws<InvalidCastException>(() => new NedbCommand().Parameters.Add("a text"));
}
