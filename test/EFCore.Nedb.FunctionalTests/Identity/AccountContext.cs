using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Identity;

/// <summary>The model of ASP.NET Core Identity as it comes, with passkeys where its options ask for them.</summary>
public sealed class AccountContext(DbContextOptions<AccountContext> options) : IdentityDbContext<IdentityUser>(options);
