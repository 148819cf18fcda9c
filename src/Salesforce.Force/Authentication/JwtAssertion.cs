using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Authentication;

/// <summary>The signed assertion of the JWT bearer flow.</summary>
internal static class JwtAssertion
{
    /// <summary>Salesforce advises at most three minutes; two leave one for a clock that is off.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static string Create(JwtBearer jwt, DateTimeOffset now)
    {
        using var key = ReadKey(jwt.PrivateKeyPem);
        var claims = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("iss", jwt.ClientId);
            json.WriteString("sub", jwt.Username);
            json.WriteString("aud", jwt.Audience ?? jwt.LoginUrl.GetLeftPart(UriPartial.Path).TrimEnd('/'));
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        var signed = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8) + "." + Base64Url.EncodeToString(claims.WrittenSpan);
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return signed + "." + Base64Url.EncodeToString(signature);
    }

    private static RSA ReadKey(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();

            // Not as inner exception: its text may quote the input.
            throw new ForceAuthenticationException(
                "The private key is not an unencrypted RSA key in PEM form (-----BEGIN PRIVATE KEY-----). Give the key file that belongs to the certificate uploaded to the app.",
                "INVALID_PRIVATE_KEY");
        }
    }
}
