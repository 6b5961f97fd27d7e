/* check_crypto.c - digests against the published vectors of FIPS 180-4. */
#include "unit.h"

#include "crypto/digest.h"

static const struct { const char *text, *hex; } vectors[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

START_TEST(sha256_is_that_of_the_standard)
{
    char hex[SHA256_HEX + 1];
    sha256_hex(slice_of(vectors[_i].text), hex);
    ck_assert_str_eq(hex, vectors[_i].hex);
}
END_TEST

START_TEST(adding_in_pieces_gives_the_same_digest)
{
    char hex[SHA256_HEX + 1];
    struct sha256 *h = sha256_new();
    slice rest = slice_of(vectors[_i].text);
    sha256_add(h, (slice){ 0 });
    for (size_t at = 0; at < rest.len; at += 3) sha256_add(h, slice_sub(rest, at, 3));
    sha256_finish(h, hex);
    ck_assert_str_eq(hex, vectors[_i].hex);
}
END_TEST

START_TEST(a_digest_can_be_given_up)
{
    struct sha256 *h = sha256_new();
    sha256_add(h, SLICE("abc"));
    sha256_free(h);
    sha256_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crypto");
    TCase *t = tcase_create("digest");
    tcase_add_loop_test(t, sha256_is_that_of_the_standard, 0, 3);
    tcase_add_loop_test(t, adding_in_pieces_gives_the_same_digest, 0, 3);
    tcase_add_test(t, a_digest_can_be_given_up);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
