using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// The certificate with which the orchestrator serves this one session. Left to itself it makes an RSA key first, and that takes
/// seconds; an elliptic curve's key takes a millisecond.
/// </summary>
internal sealed record ServerCertificate(string CertificatePath, string KeyPath)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Writes both files into a directory that only this user can read.</summary>
    public static ServerCertificate Create(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now + Lifetime);

        var files = new ServerCertificate(Path.Combine(directory, "server.crt"), Path.Combine(directory, "server.key"));
        File.WriteAllText(files.CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyPath, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
