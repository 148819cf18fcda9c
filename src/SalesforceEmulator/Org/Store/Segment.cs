using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace SalesforceEmulator.Org.Store;

/// <summary>One memory-mapped file of the record log.</summary>
internal sealed unsafe partial class Segment : IDisposable
{
    /// <summary>Size of every file; sparse where the file system allows.</summary>
    public const int Bytes = 64 * 1024 * 1024;

    private const int DontNeed = 4;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public Segment(string path)
    {
        Path = path;
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (stream.Length < Bytes)
        {
            stream.SetLength(Bytes);
        }

        file = MemoryMappedFile.CreateFromFile(stream, mapName: null, Bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, Bytes, MemoryMappedFileAccess.ReadWrite);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Base = pointer + view.PointerOffset;
    }

    public string Path { get; }

    public byte* Base { get; }

    /// <summary>Gives the pages back to the file cache, so that the process's own memory doesn't grow with the org; the data stays.</summary>
    public void Release()
    {
        if (OperatingSystem.IsLinux())
        {
            // A hint only: if the kernel refuses, the pages merely stay resident.
            _ = MemoryAdvise((nint)Base, Bytes, DontNeed);
        }
    }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nint address, nint length, int advice);
}
