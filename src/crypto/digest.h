/* digest.h - SHA-256, for names, provenance and the audit chain. */
#ifndef CRYPTO_DIGEST_H
#define CRYPTO_DIGEST_H

#include "base/slice.h"

enum { SHA256_HEX = 64 };

void sha256_hex(slice bytes, char out[SHA256_HEX + 1]);
struct sha256;
struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *h, slice bytes);
/* Writes the digest and frees. */
void sha256_finish(struct sha256 *h, char out[SHA256_HEX + 1]);
/* Give up without a digest; null is fine. */
void sha256_free(struct sha256 *h);

#endif
