using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Identity;

/// <summary>ASP.NET Core Identity on a database of Nedb, through its own managers.</summary>
public sealed class IdentityTests : IDisposable
{
    private const string Password = "Correct-horse-7";

    private readonly TestDatabase _database = new();
    private readonly ServiceProvider _provider;
    private readonly AsyncServiceScope _scope;

    public IdentityTests()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddNedb<AccountContext>(_database.ConnectionString);
        services.AddIdentityCore<IdentityUser>(options => options.User.RequireUniqueEmail = true)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<AccountContext>();
        _provider = services.BuildServiceProvider();
        _scope = _provider.CreateAsyncScope();
        Context.Database.EnsureCreated();
    }

    private AccountContext Context => _scope.ServiceProvider.GetRequiredService<AccountContext>();

    private UserManager<IdentityUser> Users => _scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();

    private RoleManager<IdentityRole> Roles => _scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();

    public void Dispose()
    {
        _scope.Dispose();
        _provider.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task A_user_is_made_and_found_by_name_by_address_and_by_password()
    {
        var made = await MakeUserAsync("ada");

        Context.ChangeTracker.Clear();
        var byName = await Users.FindByNameAsync("ADA");
        var byAddress = await Users.FindByEmailAsync("Ada@example.org");

        Assert.Equal(made.Id, byName!.Id);
        Assert.Equal(made.Id, byAddress!.Id);
        Assert.True(await Users.CheckPasswordAsync(byName, Password));
        Assert.False(await Users.CheckPasswordAsync(byName, Password + "!"));
        Assert.Null(await Users.FindByNameAsync("bob"));
    }

    [Fact]
    public async Task A_name_and_an_address_belong_to_one_user()
    {
        await MakeUserAsync("ada");

        var sameName = await Users.CreateAsync(new IdentityUser("Ada") { Email = "other@example.org" }, Password);
        var sameAddress = await Users.CreateAsync(new IdentityUser("other") { Email = "ADA@example.org" }, Password);

        Assert.Equal("DuplicateUserName", Assert.Single(sameName.Errors).Code);
        Assert.Equal("DuplicateEmail", Assert.Single(sameAddress.Errors).Code);
        // What the managers look up before, the database holds to as well.
        Context.Add(new IdentityUser("x") { NormalizedUserName = "ADA" });
        await Assert.ThrowsAsync<DbUpdateException>(() => Context.SaveChangesAsync());
    }

    [Fact]
    public async Task A_user_has_roles_and_they_are_found_from_both_ends()
    {
        var ada = await MakeUserAsync("ada");
        var bob = await MakeUserAsync("bob");
        Succeeded(await Roles.CreateAsync(new IdentityRole("admin")));
        Succeeded(await Roles.CreateAsync(new IdentityRole("reader")));
        Succeeded(await Users.AddToRolesAsync(ada, ["admin", "reader"]));
        Succeeded(await Users.AddToRoleAsync(bob, "reader"));

        Assert.Equal(["admin", "reader"], (await Users.GetRolesAsync(ada)).Order());
        Assert.Equal(["ada", "bob"], (await Users.GetUsersInRoleAsync("reader")).Select(user => user.UserName!).Order());
        Assert.True(await Users.IsInRoleAsync(ada, "Admin"));
        Succeeded(await Users.RemoveFromRoleAsync(ada, "admin"));
        Assert.False(await Users.IsInRoleAsync(ada, "admin"));

        // A role that goes takes its memberships along.
        Succeeded(await Roles.DeleteAsync((await Roles.FindByNameAsync("reader"))!));
        Assert.Empty(await Context.UserRoles.ToListAsync());
        Assert.Equal(2, await Users.Users.CountAsync());
    }

    [Fact]
    public async Task Claims_of_users_and_roles_are_kept_replaced_and_searched()
    {
        var ada = await MakeUserAsync("ada");
        Succeeded(await Users.AddClaimsAsync(ada, [new Claim("team", "blue"), new Claim("level", "3")]));
        Succeeded(await Users.ReplaceClaimAsync(ada, new Claim("team", "blue"), new Claim("team", "red")));
        var role = new IdentityRole("admin");
        Succeeded(await Roles.CreateAsync(role));
        Succeeded(await Roles.AddClaimAsync(role, new Claim("may", "delete")));

        Assert.Equal(["level 3", "team red"], (await Users.GetClaimsAsync(ada)).Select(claim => $"{claim.Type} {claim.Value}").Order());
        Assert.Equal("ada", Assert.Single(await Users.GetUsersForClaimAsync(new Claim("team", "red"))).UserName);
        Assert.Empty(await Users.GetUsersForClaimAsync(new Claim("team", "blue")));
        Assert.Equal("delete", Assert.Single(await Roles.GetClaimsAsync(role)).Value);
        Succeeded(await Users.RemoveClaimAsync(ada, new Claim("level", "3")));
        Assert.Single(await Users.GetClaimsAsync(ada));
    }

    [Fact]
    public async Task Logins_and_tokens_are_kept()
    {
        var ada = await MakeUserAsync("ada");
        Succeeded(await Users.AddLoginAsync(ada, new UserLoginInfo("github", "42", "GitHub")));
        Succeeded(await Users.SetAuthenticationTokenAsync(ada, "github", "access", "first"));
        Succeeded(await Users.SetAuthenticationTokenAsync(ada, "github", "access", "second"));

        Assert.Equal(ada.Id, (await Users.FindByLoginAsync("github", "42"))!.Id);
        Assert.Equal("second", await Users.GetAuthenticationTokenAsync(ada, "github", "access"));
        Succeeded(await Users.RemoveLoginAsync(ada, "github", "42"));
        Assert.Null(await Users.FindByLoginAsync("github", "42"));
    }

    [Fact]
    public async Task A_change_of_what_others_changed_is_a_failure_and_not_an_exception()
    {
        var ada = await MakeUserAsync("ada");
        await using var other = _provider.CreateAsyncScope();
        var theirs = other.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        Succeeded(await theirs.SetPhoneNumberAsync((await theirs.FindByIdAsync(ada.Id))!, "1"));

        var result = await Users.SetPhoneNumberAsync(ada, "2");

        Assert.Equal("ConcurrencyFailure", Assert.Single(result.Errors).Code);
    }

    [Fact]
    public async Task Who_had_a_role_when_is_a_query()
    {
        var ada = await MakeUserAsync("ada");
        Succeeded(await Roles.CreateAsync(new IdentityRole("admin")));
        Succeeded(await Users.AddToRoleAsync(ada, "admin"));
        var then = Context.Database.Nedb().Seq;
        Succeeded(await Users.RemoveFromRoleAsync(ada, "admin"));

        var admins =
            from user in Context.Users
            join membership in Context.UserRoles on user.Id equals membership.UserId
            join role in Context.Roles on membership.RoleId equals role.Id
            where role.Name == "admin"
            select user.UserName;

        Assert.Empty(await admins.ToListAsync());
        using (Context.AsOf(then))
            Assert.Equal(["ada"], await admins.ToListAsync());
    }

    private async Task<IdentityUser> MakeUserAsync(string name)
    {
        var user = new IdentityUser(name) { Email = name + "@example.org" };
        Succeeded(await Users.CreateAsync(user, Password));
        return user;
    }

    private static void Succeeded(IdentityResult result) =>
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(error => error.Description)));
}
