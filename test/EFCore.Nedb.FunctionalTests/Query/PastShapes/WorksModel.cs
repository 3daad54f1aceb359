namespace Nedb.EntityFrameworkCore.Query.PastShapes;

/// <summary>The entities of <see cref="WorksContext"/>.</summary>
public static class WorksModel
{
    public class Company
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public Place Seat { get; set; } = new();

        public List<Office> Offices { get; set; } = [];

        public Profile Profile { get; set; } = new();

        public Money Capital { get; set; } = new(0, "");

        public List<string> Tags { get; set; } = [];

        public List<Employee> Employees { get; set; } = [];

        public List<Paper> Papers { get; set; } = [];
    }

    public class Place
    {
        public string Street { get; set; } = "";

        public string City { get; set; } = "";

        public Area? Area { get; set; }
    }

    public class Area
    {
        public string Code { get; set; } = "";
    }

    public class Office
    {
        public int Number { get; set; }

        public string Floor { get; set; } = "";
    }

    public class Profile
    {
        public string Motto { get; set; } = "";

        public List<Award> Awards { get; set; } = [];
    }

    public class Award
    {
        public string Title { get; set; } = "";

        public int Year { get; set; }
    }

    public record Money(decimal Amount, string Currency);

    /// <summary>All kinds in one collection.</summary>
    public class Employee
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public int? CompanyId { get; set; }

        public Company? Company { get; set; }

        public int? LeaderId { get; set; }

        public Employee? Leader { get; set; }

        public List<Employee> Team { get; set; } = [];

        public List<Project> Projects { get; set; } = [];

        public bool IsGone { get; set; }
    }

    public class Engineer : Employee
    {
        public string Language { get; set; } = "";
    }

    public class Clerk : Employee
    {
        public int Desk { get; set; }
    }

    public class Project
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";

        public ProjectPlan? Plan { get; set; }

        public List<Employee> Staff { get; set; } = [];

        public List<Vehicle> Vehicles { get; set; } = [];
    }

    /// <summary>Shares the collection of its project.</summary>
    public class ProjectPlan
    {
        public int Id { get; set; }

        public string Goal { get; set; } = "";

        public int Budget { get; set; }
    }

    /// <summary>A collection for each type.</summary>
    public class Vehicle
    {
        public int Id { get; set; }

        public string Plate { get; set; } = "";

        public int? ProjectId { get; set; }

        public Project? Project { get; set; }
    }

    public class Car : Vehicle
    {
        public int Seats { get; set; }
    }

    public class Truck : Vehicle
    {
        public int Load { get; set; }
    }

    /// <summary>A collection for each kind, with all of its fields.</summary>
    public class Paper
    {
        public int Id { get; set; }

        public string Subject { get; set; } = "";

        public int? CompanyId { get; set; }

        public Company? Company { get; set; }

        public Seal? Seal { get; set; }

        public List<Note> Notes { get; set; } = [];
    }

    /// <summary>Owned by papers of every kind, in a collection of its own.</summary>
    public class Seal
    {
        public string Color { get; set; } = "";

        public int? Size { get; set; }
    }

    /// <summary>Owned by papers of every kind, any number.</summary>
    public class Note
    {
        public int Number { get; set; }

        public string? Remark { get; set; }
    }

    public class Invoice : Paper
    {
        public decimal Total { get; set; }
    }

    public class Letter : Paper
    {
        public string Text { get; set; } = "";
    }
}
