using System.Globalization;
using Spectre.Console;

namespace DataMigrator.Cli.Terminal;

/// <summary>
/// Progress from one immutable snapshot per stage: a bar with rate and remaining time where a person watches, a plain line every few seconds elsewhere.
/// Reports by time, never by count.
/// </summary>
internal sealed class ProgressDisplay(Output output, TimeProvider time) : IProgress<StageProgress>
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Dictionary<string, StageClock> stages = new(StringComparer.Ordinal);
    private readonly RateColumn rates = new();
    private ProgressContext? live;

    /// <summary>Runs the work under a live display, or without one.</summary>
    public async Task<T> WhileAsync<T>(Func<Task<T>> work)
    {
        if (!output.IsLive)
        {
            return await work().ConfigureAwait(false);
        }

        return await output.Terminal.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), rates)
            .StartAsync(async context =>
            {
                live = context;
                try
                {
                    return await work().ConfigureAwait(false);
                }
                finally
                {
                    live = null;
                }
            }).ConfigureAwait(false);
    }

    public void Report(StageProgress value)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (!stages.TryGetValue(value.Stage, out var stage))
            {
                stages[value.Stage] = stage = new StageClock(now, value.Done);
                stage.Bar = live?.AddTask(Markup.Escape(Capitalize(value.Stage)), autoStart: true, maxValue: 1);
            }

            var line = Describe(value, stage, now);
            if (stage.Bar is { } bar)
            {
                bar.MaxValue = Math.Max(1, value.Total ?? Math.Max(value.Done, 1));
                bar.Value = value.Done;
                bar.IsIndeterminate = value.Total is null;
                rates.Set(bar.Id, line);
                return;
            }

            if (!output.Quiet && live is null && (now - stage.LastLine >= LineInterval || (value.Done == value.Total && stage.LastDone != value.Done)))
            {
                stage.LastLine = now;
                stage.LastDone = value.Done;
                output.Say($"{Capitalize(value.Stage)}: {line}");
            }
        }
    }

    private static string Describe(StageProgress value, StageClock stage, DateTimeOffset now)
    {
        var culture = CultureInfo.InvariantCulture;
        var seconds = (now - stage.Started).TotalSeconds;
        var rate = seconds > 0.2 ? (value.Done - stage.First) / seconds : 0;
        var text = value.Total is { } total ? string.Create(culture, $"{value.Done:N0}/{total:N0}") : string.Create(culture, $"{value.Done:N0}");
        if (rate >= 1)
        {
            text += string.Create(culture, $"  {rate:N0}/s");
            if (value.Total is { } end && end > value.Done)
            {
                text += $"  {Remaining(TimeSpan.FromSeconds((end - value.Done) / rate))} left";
            }
        }

        return value.Note is null ? text : $"{text}  {value.Note}";
    }

    internal static string Remaining(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min")
        : span.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s") : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, span.Seconds)} s");

    private static string Capitalize(string stage) => char.ToUpperInvariant(stage[0]) + stage[1..];

    private sealed class StageClock(DateTimeOffset started, long first)
    {
        public DateTimeOffset Started { get; } = started;

        public long First { get; } = first;

        public DateTimeOffset LastLine { get; set; } = started;

        public long LastDone { get; set; } = -1;

        public ProgressTask? Bar { get; set; }
    }
}
