/* digest.c - SHA-256 by libcrypto.
 *
 * libcrypto can only fail here for want of memory or because its installation is broken; both abort. */
#include "crypto/digest.h"

#include "base/must.h"

#include <openssl/evp.h>
#include <stdlib.h>

enum { SHA256_BYTES = 32 };

struct sha256 {
    EVP_MD_CTX *context;
};

static void to_hex(const unsigned char digest[SHA256_BYTES], char out[SHA256_HEX + 1])
{
    static const char hex[] = "0123456789abcdef";
    for (unsigned i = 0; i < SHA256_BYTES; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[SHA256_HEX] = 0;
}

void sha256_hex(slice bytes, char out[SHA256_HEX + 1])
{
    unsigned char digest[SHA256_BYTES];
    must(EVP_Digest(bytes.len > 0 ? bytes.ptr : "", bytes.len, digest, NULL, EVP_sha256(), NULL) == 1);
    to_hex(digest, out);
}

struct sha256 *sha256_new(void)
{
    struct sha256 *h = must_memory(calloc(1, sizeof *h));
    h->context = must_memory(EVP_MD_CTX_new());
    must(EVP_DigestInit_ex(h->context, EVP_sha256(), NULL) == 1);
    return h;
}

void sha256_add(struct sha256 *h, slice bytes)
{
    if (bytes.len > 0) must(EVP_DigestUpdate(h->context, bytes.ptr, bytes.len) == 1);
}

void sha256_free(struct sha256 *h)
{
    if (!h) return;
    EVP_MD_CTX_free(h->context);
    free(h);
}

void sha256_finish(struct sha256 *h, char out[SHA256_HEX + 1])
{
    unsigned char digest[SHA256_BYTES];
    must(EVP_DigestFinal_ex(h->context, digest, NULL) == 1);
    sha256_free(h);
    to_hex(digest, out);
}
