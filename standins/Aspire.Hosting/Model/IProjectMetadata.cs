using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project lies; generated for each project that an application host refers to.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }

    /// <summary>Whether the project is already built when the application host runs.</summary>
    bool SuppressBuild => false;
}
