/* json.h - writing JSON.  Keys and values in order of calls; commas are put by the writer.  Invalid UTF-8 is written as U+FFFD. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

struct json {
    struct buf *out;
    unsigned depth;             /* at most 63 */
    uint64_t used;              /* bit per depth: something was written there */
    bool after_key;
};

struct json json_begin(struct buf *out);
void json_object(struct json *j);
void json_object_end(struct json *j);
void json_array(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_text(struct json *j, slice value);
void json_cstr(struct json *j, const char *value);      /* null pointer writes null */
void json_int(struct json *j, int64_t value);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);
/* A value that is JSON already, written by this writer earlier. */
void json_raw(struct json *j, slice value);

#endif
