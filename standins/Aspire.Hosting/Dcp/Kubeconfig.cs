namespace Aspire.Hosting.Dcp;

/// <summary>Where the orchestrator listens and how to be let in; it writes this file when it is ready.</summary>
internal sealed record Kubeconfig(Uri Server, byte[] CertificateAuthority, string Token)
{
    /// <summary>Null while the file is not there or not yet complete.</summary>
    public static Kubeconfig? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var values = File.ReadAllLines(path)
            .Select(line => line.Trim().TrimStart('-').Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0])
            .ToDictionary(g => g.Key, g => g.Last()[1].Trim('"'));

        return values.TryGetValue("server", out var server)
            && values.TryGetValue("certificate-authority-data", out var authority)
            && values.TryGetValue("token", out var token)
            ? new Kubeconfig(new Uri(server), Convert.FromBase64String(authority), token)
            : null;
    }
}
