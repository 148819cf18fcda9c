namespace Salesforce.Force.Resilience;

/// <summary>What may be done with a request that failed, and how long it may take.</summary>
internal enum RequestKind
{
    /// <summary>Token request: repeated freely, takes no slot since it runs inside other requests.</summary>
    Login,

    /// <summary>Has the same effect once or twice: GET, DELETE, PATCH of a state, upsert.</summary>
    Repeatable,

    /// <summary>Creates something each time: repeated only when the server certainly did nothing.</summary>
    Once,

    /// <summary>Result page or upload: long, may be repeated as a whole.</summary>
    Transfer,
}
