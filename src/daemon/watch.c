/* watch.c - inotify on the inboxes.  It only says "look": which files are there is asked of the directory, so a lost event costs nothing but the
 * second until the next look. */
#include "daemon/daemon.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { ARRIVALS = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE };

static void watch_folders(int fd, const char *instance)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/inbox", instance);
    inotify_add_watch(fd, path, ARRIVALS | IN_ONLYDIR);
    DIR *inbox = opendir(path);
    if (inbox == NULL) return;
    struct dirent *entry;
    while ((entry = readdir(inbox)) != NULL) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/inbox/%s", instance, entry->d_name);
        inotify_add_watch(fd, path, ARRIVALS | IN_ONLYDIR);
    }
    closedir(inbox);
}

int watch_open(const char *instance)
{
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd >= 0) watch_folders(fd, instance);
    return fd;
}

bool watch_read(int fd, const char *instance)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool any = false, folder = false;
    ssize_t n;
    while ((n = read(fd, events, sizeof events)) > 0) {
        any = true;
        for (char *at = events; at < events + n;) {
            const struct inotify_event *event = (const struct inotify_event *)at;
            folder |= (event->mask & IN_ISDIR) != 0;
            at += sizeof *event + event->len;
        }
    }
    if (folder) watch_folders(fd, instance);
    return any;
}
