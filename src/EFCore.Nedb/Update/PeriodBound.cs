namespace Nedb.EntityFrameworkCore.Update;

/// <summary>A bound of valid time as the value of a property.</summary>
internal static class PeriodBound
{
    /// <summary>The value of one of the types that a period can have.</summary>
    /// <param name="type">The type of the property, nullable or not.</param>
    /// <param name="moment">The bound; in UTC where it matters.</param>
    public static object Of(Type type, DateTime moment)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        // No conditional expression: it would make a DateTimeOffset of a DateTime.
        if (type == typeof(DateOnly))
            return DateOnly.FromDateTime(moment);
        if (type == typeof(DateTime))
            return moment;
        return new DateTimeOffset(moment.Ticks, TimeSpan.Zero);
    }
}
