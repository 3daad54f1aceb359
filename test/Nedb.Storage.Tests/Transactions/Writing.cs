using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>Writes whose fields are those from 1 on.</summary>
internal static class Writing
{
    public static Document Put(this WriteTransaction transaction, int collectionId, params NedbValue[] values) =>
        transaction.Put(collectionId, default, Fields(values.Length), values, WriteMetadata.None);

    public static Document Put(this WriteTransaction transaction, int collectionId, WriteMetadata metadata, params NedbValue[] values) =>
        transaction.Put(collectionId, default, Fields(values.Length), values, metadata);

    public static Document Insert(this WriteTransaction transaction, int collectionId, params NedbValue[] values) =>
        transaction.Insert(collectionId, default, Fields(values.Length), values, WriteMetadata.None);

    public static bool Delete(this WriteTransaction transaction, int collectionId, params NedbValue[] key) =>
        transaction.Delete(collectionId, KeyEncoder.Encode(key), WriteMetadata.None);

    public static List<Document> Read(this DocumentCursor cursor)
    {
        using (cursor)
        {
            var documents = new List<Document>();
            while (cursor.MoveNext())
                documents.Add(cursor.Current);
            return documents;
        }
    }

    public static List<Document> All(this ReadView view, int collectionId) => view.Scan(collectionId, KeyRange.All).Read();

    private static int[] Fields(int count) => [.. Enumerable.Range(1, count)];
}
