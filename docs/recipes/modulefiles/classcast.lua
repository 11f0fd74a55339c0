-- Lmod modulefile of Classcast. In a distribution it is share/modulefiles/classcast/VERSION.lua and finds the rest by its own place:
--     module use /path/classcast-VERSION/share/modulefiles
-- In any other place it needs the path of the distribution here.
local root = myFileName():match("^(.*)/share/modulefiles/classcast/[^/]+$")

help([[Start-up acceleration for Java: rank 0 alone reads the class path and broadcasts it over the job's own MPI.

    mpirun -n 64 bcastjar run -- java -cp 'app.jar:lib/*' Main

Needs a JDK 17 or later; native MPI needs JDK 22 or later. See man bcastjar-run.]])
whatis("Name: Classcast")
whatis("Version: " .. myModuleVersion())
whatis("Description: Start-up acceleration for Java on HPC clusters")

if root == nil then
    LmodError("classcast: this modulefile was copied; set root in it to the path of the distribution")
end

-- Where the site has modules for JDKs: depends_on("java")
prepend_path("PATH", pathJoin(root, "bin"))
-- An empty element stands for the system's own man pages, which a MANPATH of one element would hide.
local alone = (os.getenv("MANPATH") or "") == ""
prepend_path("MANPATH", pathJoin(root, "share/man"))
if mode() == "load" and alone then
    append_path("MANPATH", "")
end
-- For java -javaagent:$CLASSCAST_AGENT
setenv("CLASSCAST_AGENT", pathJoin(root, "lib/classcast-agent.jar"))
