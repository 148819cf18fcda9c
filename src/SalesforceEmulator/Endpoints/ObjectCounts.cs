using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

internal static class ObjectCounts
{
    /// <summary>Records of an object with the archived and the deleted; null when it cannot be queried.</summary>
    public static long? Count(IOrg org, string sobject)
    {
        try
        {
            return org.Query($"SELECT COUNT() FROM {sobject}", QueryScope.RestAll).Count;
        }
        catch (OrgRequestException)
        {
            return null;
        }
    }
}
