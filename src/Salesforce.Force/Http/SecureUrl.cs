using Salesforce.Force.Errors;

namespace Salesforce.Force.Http;

/// <summary>Tokens travel over https only; plain http is for loopback.</summary>
internal static class SecureUrl
{
    public static Uri Require(Uri url, string what)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            throw new ForceException(
                $"{what} must be an absolute https URL (plain http is accepted for loopback only).", ForceErrorCodes.InsecureUrl);
        }

        return new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }
}
