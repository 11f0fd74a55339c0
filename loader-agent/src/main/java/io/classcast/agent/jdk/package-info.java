/**
 * The one place where a JDK's differences are known. The rest of the agent sees capabilities; each has doors, tried in order, each probed by its shape before anything
 * is changed, and none left half done:
 *
 * <table>
 * <caption>Capabilities</caption>
 * <tr><th>what</th><th>doors, the quickest first</th></tr>
 * <tr><td>the application's class path: {@link io.classcast.agent.jdk.ApplicationPath}</td><td>{@link io.classcast.agent.jdk.StandIns};
 * {@link io.classcast.agent.jdk.ChangedPath}; plain class loading, and a line</td></tr>
 * <tr><td>another system class loader: {@link io.classcast.agent.jdk.SystemLoader}</td><td>one beside the JDK's own; the JDK's own</td></tr>
 * <tr><td>packages that are closed: {@code JdkPackages}</td><td>a nest mate of {@code Module}; {@code Instrumentation.redefineModule}</td></tr>
 * <tr><td>files that are opened: {@link io.classcast.agent.jdk.FileDoors}</td><td>a prefix while the class is loaded; ASM; read from where they are, and a line</td></tr>
 * <tr><td>files that are changed: {@link io.classcast.agent.jdk.ChangeDoors}</td><td>wrapped while the class is loaded, and a stand-in for {@code java.io.FileSystem};
 * ASM; not known, and a line</td></tr>
 * <tr><td>what a file is like: {@code StatOffsets}</td><td>fields of the JDK's attributes; its view</td></tr>
 * <tr><td>files that are mapped: {@link io.classcast.agent.jdk.ChannelMapping}</td><td>the JDK's inner method; memory segments; the public method</td></tr>
 * <tr><td>memory: {@link io.classcast.agent.jdk.MallocMemory}</td><td>malloc(3); direct buffers</td></tr>
 * <tr><td>calls of C: {@link io.classcast.agent.jdk.CallsOfC}</td><td>our own library; {@code java.lang.foreign}</td></tr>
 * <tr><td>numbers: {@link io.classcast.agent.jdk.JdkNumbers}</td><td>given back; left as they are</td></tr>
 * </table>
 *
 * Fields are found by their usual names, or by what they look like ({@code JdkFields}); methods by name and descriptor ({@code PathShape}, {@code Seams}).
 */
package io.classcast.agent.jdk;
