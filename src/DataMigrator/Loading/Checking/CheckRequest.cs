using DataMigrator.Mapping;
using Salesforce.Force;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>What <c>check</c> looks at.</summary>
/// <param name="Mapping">Null if it could not be compiled: its own checks are left out.</param>
/// <param name="ExpectedCalls">Calls the run may load, for quotas and storage; null = ask the source how many Tasks look like calls.</param>
internal sealed record CheckRequest(ForceClient Source, ForceClient Target, ICompiledMapping? Mapping, MigrationSettings Settings, long? ExpectedCalls)
{
    /// <summary>What was read of the source object already; null = Check reads it, and says so if it can't.</summary>
    public SObjectDescribe? SourceDescribe { get; init; }

    /// <summary>The same of VoiceCall.</summary>
    public SObjectDescribe? TargetDescribe { get; init; }
}
