package org.pushforward.benchmark.report;

/**
 * The machine and the virtual machine of a run.
 *
 * @param operatingSystem its name and version
 * @param architecture the processor's architecture, such as amd64
 * @param processors how many processors the virtual machine may use
 * @param heapBytes the most memory that the virtual machine's heap may take
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

    /** Returns the machine that this is called on. */
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
