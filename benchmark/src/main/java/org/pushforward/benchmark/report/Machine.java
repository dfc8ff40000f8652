package org.pushforward.benchmark.report;

/**
 * The machine and the virtual machine of a run.
 *
 * @param operatingSystem the name and version of the operating system
 * @param architecture the architecture of the processor, such as amd64
 * @param processors the number of processors that the virtual machine may use
 * @param heapBytes the maximum size of the heap of the virtual machine
 * @param java the version of Java
 * @param virtualMachine the name and version of the virtual machine
 */
public record Machine(
        String operatingSystem,
        String architecture,
        int processors,
        long heapBytes,
        String java,
        String virtualMachine) {

    /** Returns the current machine. */
    public static Machine current() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }
}
