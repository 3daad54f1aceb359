using Nedb.Storage.Transactions;

namespace Nedb.Storage.Tests.Transactions;

public sealed class GroupCompanyTests
{
    [Fact]
    public void A_lone_writer_waits_for_nobody()
    {
        var company = new GroupCompany();
        for (var i = 0; i < 10; i++)
        {
            company.Arrive(1);
            company.Expect(1);
            Assert.Equal(0, company.Awaited);
            company.Wait();
            company.Take(1);
        }
    }

    [Fact]
    public void Those_of_the_last_group_are_waited_for_until_they_are_there()
    {
        var company = new GroupCompany();
        company.Take(3);
        company.Arrive(1);
        company.Expect(1);
        Assert.Equal(3, company.Awaited);
        company.Arrive(2);
        company.Arrive(3);
        company.Wait(); // which would fail by hanging, were it not for its patience: the next line tells that they had come
        company.Take(3);
        company.Expect(2);
        Assert.Equal(3, company.Awaited); // nobody was missing, so the next group waits as well
    }

    [Fact]
    public void A_group_that_is_large_enough_goes_at_once()
    {
        var company = new GroupCompany();
        company.Take(3);
        company.Expect(3);
        Assert.Equal(0, company.Awaited);
    }

    [Fact]
    public void Where_they_do_not_come_again_fewer_and_fewer_groups_wait()
    {
        var company = new GroupCompany();
        var waits = 0;
        for (var i = 0; i < 400; i++)
        {
            company.Take(5); // as if five came whenever nobody waits for them
            company.Expect(1);
            if (company.Awaited == 0)
                continue;
            waits++;
            company.Wait();
            company.Take(1);
        }

        Assert.InRange(waits, 5, 12); // after pauses of 1, 2, 4 … 64 groups, and then of 64
    }
}
