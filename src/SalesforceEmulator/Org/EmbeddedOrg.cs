using System.Text;
using System.Text.Json;
using SalesforceEmulator.Org.Describe;
using SalesforceEmulator.Org.Saving;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Population;
using SalesforceEmulator.Soql;

namespace SalesforceEmulator.Org;

/// <summary>One org in a folder: a record log, the schema of its profile, and the rules of both.</summary>
internal sealed class EmbeddedOrg : IOrg
{
    private const long MaxTasks = 50_000_000;
    private readonly OrgData data;
    private readonly OrgManifest manifest;
    private readonly ValidationRules rules = new();
    private readonly byte[] runningUser;

    private EmbeddedOrg(OrgData data, OrgManifest manifest)
    {
        (this.data, this.manifest) = (data, manifest);
        var user = data["User"].Get(0);
        runningUser = user[0].ToArray();
        IntegrationUserId = Encoding.ASCII.GetString(runningUser);
        IntegrationUsername = Encoding.UTF8.GetString(user[data.Schema["User"].SlotOf("Username")]);
        OrganizationId = Encoding.ASCII.GetString(data["Organization"].Get(0)[0]);
    }

    public string OrganizationId { get; }

    public string IntegrationUserId { get; }

    public string IntegrationUsername { get; }

    public long Records => data.Records;

    public DateTimeOffset DescribeLastModified => manifest.CreatedAt;

    /// <summary>Reopens the org of a folder, or makes it.</summary>
    /// <exception cref="EmulatorException">No such profile, too many Tasks, or the folder holds another org than the options ask for.</exception>
    public static EmbeddedOrg Open(EmulatorOptions options, string directory)
    {
        if (!PackageFields.Profiles.Contains(options.Profile, StringComparer.Ordinal))
        {
            throw new EmulatorException($"Unknown profile '{options.Profile}'. There are: {string.Join(", ", PackageFields.Profiles)}.");
        }

        if (options.Tasks is < 0 or > MaxTasks)
        {
            throw new EmulatorException($"Tasks must be between 0 and {MaxTasks}; {options.Tasks} was asked for.");
        }

        Directory.CreateDirectory(directory);
        var schema = new OrgSchema(options.Profile);
        var existing = options.Reset ? null : OrgManifest.Read(directory);
        existing?.Demand(options, schema, directory);
        if (existing is null)
        {
            OrgManifest.Clear(directory);
        }

        var log = new RecordLog(directory);
        try
        {
            var opened = new OrgData(schema, log, OrgManifest.InstanceOf(options.Seed), options.TimeProvider)
            {
                MostRecords = options.Limits.DataStorageMB * EmulatorLimits.RecordsPerMegabyte,
            };
            if (existing is not null)
            {
                log.Recover((row, address) => opened.TableAt(row.ObjectIndex).Publish(row, address));
                log.ReleaseAll();
                return new EmbeddedOrg(opened, existing);
            }

            var made = OrgManifest.For(options, schema);
            new Populator(opened, options, made.CreatedAt).Fill();
            log.ReleaseAll();
            made.Write(directory);
            return new EmbeddedOrg(opened, made);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public bool TryWriteDescribe(string sobject, string apiVersion, Utf8JsonWriter writer)
    {
        var schema = data.Schema.Find(sobject);
        if (schema is null || schema.ToolingOnly)
        {
            return false;
        }

        new DescribeWriter(data.Schema, apiVersion, writer).WriteObject(schema);
        return true;
    }

    public void WriteDescribeGlobal(string apiVersion, Utf8JsonWriter writer) => new DescribeWriter(data.Schema, apiVersion, writer).WriteGlobal();

    public IQueryResult Query(string soql, QueryScope scope)
    {
        ObjectDisposedException.ThrowIf(data.Log.IsDisposed, this);
        try
        {
            return new QueryPlanner(data, soql, scope).Run();
        }
        catch (SoqlException refused)
        {
            throw new OrgRequestException(400, refused.Code, refused.Message);
        }
    }

    public ISaveBinding Bind(string sobject, SaveOperation operation, string? externalIdFieldName, IReadOnlyList<string> columns)
    {
        var schema = data.Schema.Find(sobject);
        if (schema is null || schema.ToolingOnly)
        {
            throw new OrgRequestException(400, "INVALIDENTITY", $"InvalidJob : Entity '{sobject}' is unavailable") { RestMessage = $"sObject type '{sobject}' is not supported." };
        }

        if (!schema.Writable || (operation is SaveOperation.Delete or SaveOperation.HardDelete && !schema.Deletable))
        {
            throw new OrgRequestException(400, "INVALIDENTITY", $"InvalidJob : Entity '{schema.Name}' does not support {operation.ToString().ToLowerInvariant()}")
            {
                RestErrorCode = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
                RestMessage = $"entity type {schema.Name} does not support {operation.ToString().ToLowerInvariant()}",
            };
        }

        if (operation is SaveOperation.Delete or SaveOperation.HardDelete)
        {
            return columns is [var only] && only.Equals("Id", StringComparison.OrdinalIgnoreCase)
                ? new DeleteBinding(data, data[schema], operation == SaveOperation.HardDelete)
                : throw new OrgRequestException(400, "INVALID_FIELD", "InvalidBatch : Field name not found : " + (columns.FirstOrDefault(c => !c.Equals("Id", StringComparison.OrdinalIgnoreCase)) ?? "Id"));
        }

        var key = operation == SaveOperation.Upsert ? KeyOf(schema, externalIdFieldName) : null;
        var plans = new ColumnBinder(data, schema).Bind(columns);
        var needed = operation == SaveOperation.Insert ? null : key?.Name ?? "Id";
        if (needed is not null && !plans.Any(p => p.Parent is null && p.Field.Name == needed))
        {
            throw new OrgRequestException(400, "INVALID_FIELD", $"InvalidBatch : Field name not found : {needed}");
        }

        return new SaveBinding(data, schema, operation, key, plans, rules, runningUser);
    }

    public Rollback BeginTransaction(Rollback? outer = null) => new(data, outer);

    public (string SObject, string Field)? FindChild(string sobject, string relationship) =>
        data.Schema.Find(sobject) is { } parent && ChildRelationships.Find(data.Schema, parent, relationship) is { } found ? (found.Child.Name, found.Field.Name) : null;

    public void SetValidationRule(string name, bool active)
    {
        rules.Set(name, active);
        MetadataRows.SetValidationRule(data, name, active);
    }

    public void Dispose()
    {
        lock (data.WriteLock)
        {
            if (!data.Log.IsDisposed)
            {
                data.Log.Dispose();
            }
        }
    }

    private static FieldSchema KeyOf(ObjectSchema schema, string? name)
    {
        var field = name is null ? null : schema.Find(name);
        return field is { ExternalId: true } or { IdLookup: true }
            ? field
            : throw new OrgRequestException(400, "INVALIDJOB", $"InvalidJob : Field name provided, {name} does not match an External ID, Salesforce Id, or indexed field for {schema.Name}")
            {
                RestMessage = $"Field name provided, {name} does not match an External ID, Salesforce Id, or indexed field for {schema.Name}",
            };
    }
}
