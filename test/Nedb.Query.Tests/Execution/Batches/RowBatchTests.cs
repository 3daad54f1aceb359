using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Tests.Execution.Batches;

public class RowBatchTests
{
    [Fact]
    public void A_batch_that_was_full_gets_larger_even_where_few_of_its_rows_were_kept()
    {
        var batch = new RowBatch(1);
        batch.Reset([0]);
        while (batch.Capacity < RowBatch.Most)
        {
            var capacity = batch.Capacity;
            batch.Count = capacity;
            var marks = new bool[capacity];
            marks[1] = true;
            batch.Keep(marks);
            Assert.Equal(1, batch.Count);
            batch.Reset([0]);
            Assert.Equal(4 * capacity, batch.Capacity);
        }

        batch.Count = 5;
        batch.Reset([0]);
        Assert.Equal((RowBatch.Most, 0), (batch.Capacity, batch.Count));
    }

    [Fact]
    public void A_batch_that_was_not_full_stays_as_it_is()
    {
        var batch = new RowBatch(1);
        batch.Reset([0]);
        var capacity = batch.Capacity;
        batch.Count = capacity - 1;
        batch.Reset([0]);
        Assert.Equal(capacity, batch.Capacity);
    }
}
