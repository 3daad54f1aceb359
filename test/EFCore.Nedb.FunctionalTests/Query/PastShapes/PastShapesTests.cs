using System.Reflection;
using Microsoft.EntityFrameworkCore;
using static Nedb.EntityFrameworkCore.Query.PastShapes.WorksModel;

namespace Nedb.EntityFrameworkCore.Query.PastShapes;

/// <summary>
/// Whatever was asked while the data was present is answered the same as of then, after everything was changed, deleted and replaced: with
/// AsOf by seq and by time on each set, and with the whole context in the past.
/// </summary>
public sealed class PastShapesTests(WorksFixture works) : IClassFixture<WorksFixture>
{
    private static readonly MethodInfo AsOfSeq = Find(typeof(long));

    private static readonly MethodInfo AsOfTime = Find(typeof(DateTimeOffset));

    public static TheoryData<string> Names { get; } = [.. WorksQueries.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_question_is_answered_as_of_a_seq_as_it_was_then(string name)
    {
        using var context = works.Create();
        Assert.Equal(works.Recorded[name], WorksQueries.Ask(name, new(context, set => At(AsOfSeq, set, works.Seq))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_question_is_answered_as_of_a_time_as_it_was_then(string name)
    {
        using var context = works.Create();
        Assert.Equal(works.Recorded[name], WorksQueries.Ask(name, new(context, set => At(AsOfTime, set, works.Time))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_question_is_answered_by_a_context_in_the_past_as_it_was_then(string name)
    {
        using var context = works.Create();
        using (context.AsOf(works.Seq))
            Assert.Equal(works.Recorded[name], WorksQueries.Ask(name, new(context, null)));
    }

    [Fact]
    public void The_present_answers_otherwise()
    {
        using var context = works.Create();
        var same = WorksQueries.All.Keys.Where(name => works.Recorded[name] == WorksQueries.Ask(name, new(context, null)));
        Assert.Equal(["any", "except", "missing"], same.Order());
    }

    [Fact]
    public void A_version_of_a_hierarchy_in_collections_of_its_own_owns_what_it_owned_then()
    {
        using var context = works.Create();
        var versions = context.Set<Paper>().History().Where(v => !v.IsDeleted && v.Entity!.Id == 2).OrderBy(v => v.Seq)
            .Select(v => new { v.Entity!.Subject, v.Entity.Seal!.Color, Notes = v.Entity.Notes.Count }).ToList();

        Assert.Equal(["Subject 2 color 2 2", "changed  3"], versions.Select(v => $"{v.Subject} {v.Color} {v.Notes}"));
        var entities = context.Set<Paper>().History().Where(v => !v.IsDeleted && v.Entity!.Id == 2).OrderBy(v => v.Seq).ToList();
        Assert.Equal(["color 2", null], entities.Select(v => v.Entity!.Seal?.Color));
        Assert.Equal([2, 3], entities.Select(v => v.Entity!.Notes.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_question_had_an_answer(string name) => Assert.False(works.Recorded[name].StartsWith('!'), works.Recorded[name]);

    private static IQueryable At(MethodInfo method, IQueryable set, object point) =>
        (IQueryable)method.MakeGenericMethod(set.ElementType).Invoke(null, [set, point])!;

    private static MethodInfo Find(Type point) => typeof(NedbTemporalQueryableExtensions).GetMethods()
        .Single(method => method.Name == nameof(NedbTemporalQueryableExtensions.AsOf) && method.GetParameters()[1].ParameterType == point);
}
