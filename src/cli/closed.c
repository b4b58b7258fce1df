/* A closed standard output must stay an error. Rust opens /dev/null in the place of a closed stdin, stdout or stderr
   before `main`, and what is then written is lost in silence. This runs earlier and opens it for reading alone: a write
   fails, and is told. Safe Rust has no way to run before Rust. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void keep_closed(void)
{
    if (fcntl(STDOUT_FILENO, F_GETFD) != -1 || errno != EBADF)
        return;
    int null = open("/dev/null", O_RDONLY);
    if (null == -1 || null == STDOUT_FILENO)
        return;
    dup2(null, STDOUT_FILENO);
    close(null);
}
