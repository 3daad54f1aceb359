namespace Nedb.Storage.Values;

/// <summary>Order and equality of values by the rules of NQL.</summary>
public static class ValueComparer
{
    /// <summary>Null first, then by kind, numbers by value across their kinds and exactly, text ordinally, arrays and objects member by member.</summary>
    public static int Compare(in NedbValue left, in NedbValue right) => throw new NotImplementedException();

    /// <summary>Whether <see cref="Compare"/> gives 0.</summary>
    public static bool Equals(in NedbValue left, in NedbValue right) => throw new NotImplementedException();

    /// <summary>Equal values have equal hash codes, across number kinds too.</summary>
    public static int GetHashCode(in NedbValue value) => throw new NotImplementedException();
}
