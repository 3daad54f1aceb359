namespace Nedb.Storage.Transactions;

/// <summary>A mark in an open transaction, to which its writes can be taken back.</summary>
public abstract class Savepoint;
