using Microsoft.EntityFrameworkCore.TestModels.Northwind;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestModels;

/// <summary>The model with the fields that EF's model leaves out: EF's sample database has them, and texts of queries name them.</summary>
public class WholeNorthwindNedbContext(DbContextOptions options) : NorthwindNedbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Employee>(employee =>
        {
            employee.Property(e => e.Address);
            employee.Property(e => e.BirthDate);
            employee.Property(e => e.Extension);
            employee.Property(e => e.HireDate);
            employee.Property(e => e.HomePhone);
            employee.Property(e => e.LastName);
            employee.Property(e => e.Notes);
            employee.Property(e => e.Photo);
            employee.Property(e => e.PhotoPath);
            employee.Property(e => e.PostalCode);
            employee.Property(e => e.Region);
            employee.Property(e => e.TitleOfCourtesy);
        });
        modelBuilder.Entity<Product>(product =>
        {
            product.Property(p => p.CategoryID);
            product.Property(p => p.QuantityPerUnit);
            product.Property(p => p.ReorderLevel);
            product.Property(p => p.UnitsOnOrder);
        });
        modelBuilder.Entity<Order>(order =>
        {
            order.Property(o => o.Freight);
            order.Property(o => o.RequiredDate);
            order.Property(o => o.ShipAddress);
            order.Property(o => o.ShipCity);
            order.Property(o => o.ShipCountry);
            order.Property(o => o.ShipName);
            order.Property(o => o.ShipPostalCode);
            order.Property(o => o.ShipRegion);
            order.Property(o => o.ShipVia);
            order.Property(o => o.ShippedDate);
        });
    }
}
