/* codes999.h - what a 999 calls a finding about the partner's guide, where a 997 has to use a code of the standard.
 *
 * Rows GUIDE(finding code, says, LEVEL, code, words): `says` is argument 1 of the finding, or 0 for any.  ELEMENT is IK403 (621), SEGMENT
 * IK304 (620).  The row's severity is that of codes.h.  A set with such a fault has I5 where a 997 says 5.  Expanded by codes.c; no include
 * guard, on purpose. */
GUIDE("GUIDE-CODE", 0, ELEMENT, "I6", "code value not used in implementation")
GUIDE("GUIDE-LENGTH", 0, ELEMENT, "I12", "implementation pattern match failure")
GUIDE("GUIDE-USAGE", "is not used", ELEMENT, "I10", "implementation \"not used\" data element present")
GUIDE("GUIDE-USAGE", 0, ELEMENT, "I9", "implementation dependent data element missing")
GUIDE("GUIDE-CHECK-DIGIT", 0, ELEMENT, "I12", "implementation pattern match failure")
GUIDE("HL-STRUCTURE", 0, ELEMENT, "I6", "code value not used in implementation")
GUIDE("HL-LEVEL", 0, ELEMENT, "I6", "code value not used in implementation")
GUIDE("GUIDE-REPEAT", 0, ELEMENT, "12", "too many repetitions")
GUIDE("GUIDE-USAGE", "is not used", SEGMENT, "I4", "implementation \"not used\" segment present")
GUIDE("GUIDE-USAGE", 0, SEGMENT, "I6", "implementation dependent segment missing")
GUIDE("GUIDE-REPEAT", 0, SEGMENT, "5", "segment exceeds maximum use")
GUIDE("GUIDE-REQUIRE", "0", SEGMENT, "I6", "implementation dependent segment missing")
GUIDE("GUIDE-REQUIRE", 0, SEGMENT, "I8", "implementation segment below minimum use")
GUIDE("HL-CONTENT", 0, SEGMENT, "I6", "implementation dependent segment missing")
GUIDE("HL-LEVEL", 0, SEGMENT, "I7", "implementation loop occurs under minimum times")
