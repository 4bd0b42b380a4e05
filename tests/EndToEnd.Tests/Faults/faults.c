// Preloaded into a service, it takes the machine's troubles from a file that the test writes while the service runs:
// what the disk answers to those who write the files of the store, who may open them for writing, and what time it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

// Shared with the test byte by byte. An error number is 0 while all is well; the files concerned have the suffix in FAULTS_STORE in them.
struct control {
    volatile int32_t write_error;
    volatile int32_t open_error;
    volatile int64_t clock_shift_seconds;
};

static struct control calm;
static const struct control *control = &calm;
static const char *store = "";

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

__attribute__((constructor)) static void attach(void) {
    const char *path = getenv("FAULTS_CONTROL");
    if (path == NULL) return;
    int file = REAL(open)(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (shared != MAP_FAILED) control = shared;
    if (getenv("FAULTS_STORE") != NULL) store = getenv("FAULTS_STORE");
}

static int is_store(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, store) != NULL;
}

static int fails(int file) {
    int error = control->write_error;
    if (error == 0 || !is_store(file)) return 0;
    errno = error;
    return 1;
}

#define WRITING(result, name, parameters, arguments) \
    result name parameters { return fails(file) ? -1 : REAL(name) arguments; }

WRITING(ssize_t, write, (int file, const void *data, size_t count), (file, data, count))
WRITING(ssize_t, pwrite, (int file, const void *data, size_t count, off_t at), (file, data, count, at))
WRITING(ssize_t, pwrite64, (int file, const void *data, size_t count, off64_t at), (file, data, count, at))
WRITING(int, ftruncate, (int file, off_t length), (file, length))
WRITING(int, ftruncate64, (int file, off64_t length), (file, length))
WRITING(int, fallocate, (int file, int mode, off_t at, off_t length), (file, mode, at, length))
WRITING(int, fallocate64, (int file, int mode, off64_t at, off64_t length), (file, mode, at, length))
WRITING(int, fsync, (int file), (file))
WRITING(int, fdatasync, (int file), (file))

int posix_fallocate(int file, off_t at, off_t length) {
    return fails(file) ? errno : REAL(posix_fallocate)(file, at, length);
}

static int forbids(const char *path, int flags) {
    int error = control->open_error;
    if (error == 0 || (flags & (O_WRONLY | O_RDWR)) == 0 || strstr(path, store) == NULL) return 0;
    errno = error;
    return 1;
}

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        return forbids(path, flags) ? -1 : REAL(name)(path, flags, mode); \
    }

OPENING(open)
OPENING(open64)

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = REAL(clock_gettime)(clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += control->clock_shift_seconds;
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int result = REAL(gettimeofday)(now, zone);
    now->tv_sec += control->clock_shift_seconds;
    return result;
}

time_t time(time_t *result) {
    time_t now = REAL(time)(NULL) + control->clock_shift_seconds;
    if (result != NULL) *result = now;
    return now;
}
