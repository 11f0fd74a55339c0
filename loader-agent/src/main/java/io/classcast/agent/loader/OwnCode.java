package io.classcast.agent.loader;

import java.io.FilePermission;
import java.net.URL;
import java.security.Permission;
import java.security.PermissionCollection;
import java.security.Permissions;
import java.util.Enumeration;

/**
 * What a class may do because of where it is from, as the application class loader grants it: to read its own jar, or
 * all that is in its directory, and to end the JVM ({@code sun.security.util.LazyCodeSourcePermissionCollection} and
 * {@code ClassLoaders.AppClassLoader.getPermissions}, JDK 17). Looked at when somebody asks, which few programs do.
 */
final class OwnCode extends PermissionCollection {
    private static final long serialVersionUID = 1;

    /** What the loader grants to all. */
    private final transient PermissionCollection others;
    private final transient URL source;
    private transient Permissions own;

    OwnCode(PermissionCollection others, URL source) {
        this.others = others;
        this.source = source;
    }

    private synchronized Permissions own() {
        if (own == null) {
            Permissions all = new Permissions();
            Enumeration<Permission> granted = others.elements();
            while (granted.hasMoreElements()) {
                all.add(granted.nextElement());
            }
            String path = source == null ? null : io.classcast.classpath.UrlPath.decode(source.getFile());
            if (path != null && "file".equals(source.getProtocol())) {
                all.add(new FilePermission(path.endsWith("/") ? path.concat("-") : path, "read"));
            }
            all.add(new RuntimePermission("exitVM"));
            own = all;
        }
        return own;
    }

    @Override
    public void add(Permission permission) {
        if (isReadOnly()) {
            throw new SecurityException("attempt to add a Permission to a readonly PermissionCollection");
        }
        own().add(permission);
    }

    @Override
    public boolean implies(Permission permission) {
        return own().implies(permission);
    }

    @Override
    public Enumeration<Permission> elements() {
        return own().elements();
    }
}
