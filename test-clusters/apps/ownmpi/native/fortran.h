/* The calls of start and end by their Fortran names, as a program in Fortran makes them (gfortran: lower case, one underscore; LOGICAL is an int). */
void mpi_init_(int *error);
void mpi_init_thread_(int *required, int *provided, int *error);
void mpi_initialized_(int *flag, int *error);
void mpi_finalize_(int *error);
void mpi_finalized_(int *flag, int *error);
void mpi_is_thread_main_(int *flag, int *error);
void mpi_query_thread_(int *provided, int *error);

static int fortran_error;

#define MPI_Init(argc, argv) mpi_init_(&fortran_error)
#define MPI_Init_thread(argc, argv, required, provided) mpi_init_thread_(&(int) {required}, provided, &fortran_error)
#define MPI_Initialized(flag) mpi_initialized_(flag, &fortran_error)
#define MPI_Finalize() mpi_finalize_(&fortran_error)
#define MPI_Finalized(flag) mpi_finalized_(flag, &fortran_error)
#define MPI_Is_thread_main(flag) mpi_is_thread_main_(flag, &fortran_error)
#define MPI_Query_thread(provided) mpi_query_thread_(provided, &fortran_error)
