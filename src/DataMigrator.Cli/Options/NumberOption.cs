using System.CommandLine;
using System.Globalization;

namespace DataMigrator.Cli.Options;

/// <summary>An option that takes a whole number within bounds, and says so when it gets something else.</summary>
internal sealed class NumberOption : Option<long?>
{
    public NumberOption(string name, string description, string helpName, long least, long most = long.MaxValue)
        : base(name)
    {
        Description = description;
        HelpName = helpName;
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            argument.AddError(most == long.MaxValue
                ? $"{name} must be a whole number of at least {least}, not '{text}'."
                : $"{name} must be a whole number from {least} to {most}, not '{text}'.");
            return null;
        };
    }
}
