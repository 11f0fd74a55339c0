/* An application's library, linked to MPI as JNI libraries are; loaded after Classcast has stepped in. */
int MPI_Init(int *argc, char ***argv);
int MPI_Initialized(int *flag);
int PMPI_Finalize(void);

__attribute__((visibility("default"))) int application_init(void) {
    return MPI_Init(0, 0);
}

__attribute__((visibility("default"))) int application_initialized(void) {
    int flag;
    return MPI_Initialized(&flag) == 0 ? flag : -1;
}

/* As a tool's wrapper does. */
__attribute__((visibility("default"))) int application_finalize(void) {
    return PMPI_Finalize();
}
