using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nedb.EntityFrameworkCore.SpecificationTests;

/// <summary>EF's suites format numbers and dates with the culture of the thread and expect en-US.</summary>
internal static class SpecificationCulture
{
    [ModuleInitializer]
    internal static void Set()
    {
        var culture = new CultureInfo("en-US");
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
    }
}
