using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>When a vendor's code inserts the Task.</summary>
internal enum Insertion
{
    AtRing,
    AtAnswer,
    AtEnd,
}

/// <summary>How one vendor's code logs a call.</summary>
internal abstract class Vendor
{
    public abstract string Profile { get; }

    public virtual Insertion Insertion => Insertion.AtEnd;

    /// <summary>True if the Task itself has no place for the customer's number, so that only calls of known people tell it.</summary>
    public virtual bool NumberThroughWho => false;

    /// <summary>Writes subject, type, times, numbers and ids; who, what, owner and audit fields are there already.</summary>
    public abstract void Log(TaskCanvas task, CallFacts call, ref Dice dice);

    /// <summary>Every vendor of a profile; all of them for <c>mixed</c>.</summary>
    public static Vendor[] Of(string profile) => profile == Org.Schema.PackageFields.Mixed ? All : [All.First(v => v.Profile == profile)];

    private static readonly Vendor[] All =
    [
        new OpenCtiAdapter(), new CtiToolkit(), new Five9(), new RingCentral(), new Vonage(), new Aircall(), new AmazonConnect(), new GenesysCloud(), new GenesysEngage(),
        new NiceCxone(), new TwilioFlex(), new Cisco(), new Avaya(), new Salesloft(), new RingDna(), new Generic(),
    ];
}
