using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SalesforceEmulator.Authentication;

/// <summary>
/// Keys that JWT assertions may be signed with: a pair of the emulator's own, made when first needed and kept in the data folder, and the
/// configured public key.
/// </summary>
internal sealed class SigningKeys(string privateKeyFile, string? publicKeyFile) : IDisposable
{
    private readonly Lock gate = new();
    private RSA? own;
    private RSA? configured;

    public string PrivateKeyFile
    {
        get
        {
            lock (gate)
            {
                Open();
                return privateKeyFile;
            }
        }
    }

    public string PrivateKeyPem => File.ReadAllText(PrivateKeyFile);

    public bool IsSignedByKnownKey(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        lock (gate)
        {
            Open();
            return own!.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                || (configured?.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? false);
        }
    }

    public void Dispose()
    {
        own?.Dispose();
        configured?.Dispose();
    }

    private void Open()
    {
        if (own is not null)
        {
            return;
        }

        var pair = RSA.Create(2048);
        if (File.Exists(privateKeyFile))
        {
            pair.ImportFromPem(File.ReadAllText(privateKeyFile));
        }
        else
        {
            PrivateFile.Replace(privateKeyFile, Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem() + "\n"));
        }

        if (publicKeyFile is not null)
        {
            configured = PublicKey(File.ReadAllText(publicKeyFile));
        }

        own = pair;
    }

    private static RSA? PublicKey(string pem)
    {
        if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey();
        }

        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }
}
