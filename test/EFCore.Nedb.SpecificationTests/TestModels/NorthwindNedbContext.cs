using Microsoft.EntityFrameworkCore.TestModels.Northwind;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestModels;

/// <summary>Northwind with the raw queries of its model in NQL, where brackets are arrays and double quotes are strings.</summary>
public class NorthwindNedbContext(DbContextOptions options) : NorthwindRelationalContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<CustomerQuery>().ToSqlQuery(
            "SELECT c.CustomerID, c.Address, c.City, c.CompanyName, c.ContactName, c.ContactTitle, c.Country, c.Fax, c.Phone, c.PostalCode, c.Region "
            + "FROM Customers AS c");
        modelBuilder.Entity<OrderQuery>().ToSqlQuery("select * from Orders");

        // EF's model leaves the query of this one to the provider.
        modelBuilder.Entity<CustomerQueryWithQueryFilter>().ToSqlQuery(
            "SELECT c.CompanyName, (SELECT COUNT(*) FROM Orders AS o WHERE o.CustomerID = c.CustomerID) AS OrderCount, \"A\" AS SearchTerm "
            + "FROM Customers AS c");

        // EF's sample database has a view of this name. Nedb has none, so its query stands in the model.
        modelBuilder.Entity<ProductView>().ToView(null).ToSqlQuery(
            """
            SELECT p.ProductID, p.ProductName, CASE p.CategoryID
                WHEN 1 THEN "Beverages" WHEN 2 THEN "Condiments" WHEN 3 THEN "Confections" WHEN 4 THEN "Dairy Products"
                WHEN 5 THEN "Grains/Cereals" WHEN 6 THEN "Meat/Poultry" WHEN 7 THEN "Produce" WHEN 8 THEN "Seafood" END AS CategoryName
            FROM Products AS p WHERE NOT p.Discontinued
            """);
    }
}
