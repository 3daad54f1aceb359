namespace Nedb.EntityFrameworkCore.Storage;

public class NedbSeqConverterTests
{
    [Fact]
    public void Generated_code_can_repeat_the_converter() => Assert.Empty(UnnamedParts.Of(new NedbSeqConverter()));

    [Fact]
    public void Bytes_of_a_seq_are_in_the_order_of_seqs()
    {
        var converter = new NedbSeqConverter();

        var bytes = Assert.IsType<byte[]>(converter.ConvertFromProvider(258L));

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 2], bytes);
        Assert.Equal(258L, converter.ConvertToProvider(bytes));
        Assert.Equal(0L, converter.ConvertToProvider(new byte[] { 1 }));
    }
}
