namespace Nedb.Data;

/// <summary>How a connection opens its database.</summary>
public enum NedbOpenMode
{
    /// <summary>For reading and writing; the database is made where there is none. The parent of its folder must exist.</summary>
    ReadWriteCreate = 0,

    /// <summary>For reading and writing; the database must exist.</summary>
    ReadWrite = 1,

    /// <summary>For reading only; the database must exist. Another process may be writing it.</summary>
    ReadOnly = 2,

    /// <summary>In memory, shared by name while a connection or a data source of that name is open.</summary>
    Memory = 3,
}
