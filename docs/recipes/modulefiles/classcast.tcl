#%Module1.0
# Modulefile of Classcast for Environment Modules. In a distribution it is share/modulefiles/classcast/VERSION and finds the rest by
# its own place:
#     module use /path/classcast-VERSION/share/modulefiles
# In any other place it needs the path of the distribution here.
set root [file dirname [file dirname [file dirname [file dirname $ModulesCurrentModulefile]]]]

proc ModulesHelp { } {
    puts stderr "Start-up acceleration for Java: rank 0 alone reads the class path and broadcasts it over the job's own MPI."
    puts stderr "    mpirun -n 64 bcastjar run -- java -cp 'app.jar:lib/*' Main"
    puts stderr "Needs a JDK 17 or later; native MPI needs JDK 22 or later. See man bcastjar-run."
}
module-whatis "Start-up acceleration for Java on HPC clusters"

if {![file exists $root/lib/classcast-agent.jar]} {
    puts stderr "classcast: this modulefile was copied; set root in it to the path of the distribution"
    exit 1
}

# Where the site has modules for JDKs: prereq java
prepend-path PATH $root/bin
# An empty element stands for the system's own man pages, which a MANPATH of one element would hide.
set alone [expr {![info exists env(MANPATH)] || $env(MANPATH) eq ""}]
prepend-path MANPATH $root/share/man
if {[module-info mode load] && $alone} {
    append-path MANPATH ""
}
# For java -javaagent:$CLASSCAST_AGENT
setenv CLASSCAST_AGENT $root/lib/classcast-agent.jar
