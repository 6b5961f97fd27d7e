/* trade_findings.h - what can be wrong with an item master or a cross-reference table.
 *
 * X(NAME, "CODE", severity, "message", "hint", "source").  Expanded twice by findings.h and findings.c, so there is no include guard.
 * In most ITEMS rows {0} is the column's name and {1} what stands there. */

X(ITEMS_HEADER, "ITEMS-HEADER", SEV_ERROR, "column {0} of the header is \"{1}\", expected \"{2}\"",
  "name the 17 columns in the first line, in this order: product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,"
  "case_pack,case_gtin,unit_price,currency,valid_from,valid_to",
  "")
X(ITEMS_CELLS, "ITEMS-CELLS", SEV_ERROR, "the number of cells in the row is {0}, in the header {1}",
  "put a text with commas in double quotes; check that no comma is missing or too many", "")
X(ITEMS_CSV, "ITEMS-CSV", SEV_ERROR, "the file cannot be read further: {0}", "export the file again as CSV (UTF-8, comma separated)", "")
X(ITEMS_NOT_UTF8, "ITEMS-NOT-UTF8", SEV_ERROR, "the file is not valid UTF-8",
  "export it as \"CSV UTF-8\"; plain CSV from a spreadsheet is in another character set", "")
X(ITEMS_EMPTY, "ITEMS-EMPTY", SEV_ERROR, "the file has no items", "export the items again; the master in use is kept, as an empty one would hold every order", "")
X(ITEMS_TOO_BIG, "ITEMS-TOO-BIG", SEV_ERROR, "the file has more than {0}",
  "split old items off; the limits protect the memory of this machine", "")
X(ITEMS_TOO_MANY, "ITEMS-TOO-MANY", SEV_ERROR, "reading stopped after {0} errors", "correct those above and load the file again", "")
X(ITEMS_PRODUCT_MISSING, "ITEMS-PRODUCT-MISSING", SEV_ERROR, "the product is empty", "fill in Prima's product code", "")
X(ITEMS_STATUS, "ITEMS-STATUS", SEV_ERROR, "status is \"{0}\", expected active or inactive",
  "write active for what may be ordered, inactive for what may not", "")
X(ITEMS_SPREADSHEET, "ITEMS-SPREADSHEET", SEV_ERROR, "{0} \"{1}\" was changed by a spreadsheet ({2})",
  "format the column as text before the numbers are put in, then export again; digits that were lost cannot be guessed", "")
X(ITEMS_BARCODE, "ITEMS-BARCODE", SEV_ERROR, "{0} \"{1}\" is no bar code number of 8, 12, 13 or 14 digits",
  "give the digits without blanks or hyphens", "GS1 General Specifications 3.3")
X(ITEMS_CHECK_DIGIT, "ITEMS-CHECK-DIGIT", SEV_ERROR, "{0} \"{1}\" ends in the wrong check digit, {2} would be right",
  "compare with the printed bar code: usually two digits changed places", "GS1 General Specifications 7.9")
X(ITEMS_ASIN, "ITEMS-ASIN", SEV_ERROR, "asin \"{0}\" is not ten letters and digits", "copy it from Vendor Central", "")
X(ITEMS_DATE, "ITEMS-DATE", SEV_ERROR, "{0} \"{1}\" is no date of the form YYYY-MM-DD",
  "format the column as text: spreadsheets like to rewrite dates", "ISO 8601")
X(ITEMS_PERIOD, "ITEMS-PERIOD", SEV_ERROR, "valid_to {1} is before valid_from {0}", "correct one of them; valid_to is the last day on which the row counts", "")
X(ITEMS_CASE_PACK, "ITEMS-CASE-PACK", SEV_ERROR, "case_pack \"{0}\" is no whole number from 1 to 1000000",
  "give the number of eaches in a case, or leave it empty when there are no cases", "")
X(ITEMS_PRICE, "ITEMS-PRICE", SEV_ERROR, "unit_price \"{0}\" is no amount such as 12.50",
  "use a decimal point, no thousands separator and no currency sign; leave it empty when the price is unknown", "")
X(ITEMS_CURRENCY, "ITEMS-CURRENCY", SEV_ERROR, "currency \"{0}\" is not three capital letters", "use the ISO code, such as GBP", "ISO 4217")
X(ITEMS_DUPLICATE_KEY, "ITEMS-DUPLICATE-KEY", SEV_ERROR,
  "{0} \"{1}\" of line {2} stands in line {3} already, for days that overlap",
  "end the older row with valid_to, or remove the identifier from one of them: it can mean only one item on one day", "")
X(ITEMS_NO_KEY, "ITEMS-NO-KEY", SEV_NOTE, "the row has no identifier, so no order can mention it",
  "give it an ean, upc, asin, vendor_sku or case_gtin", "")

X(TABLE_CSV, "TABLE-CSV", SEV_ERROR, "table {0} cannot be read further: {1}", "save it as CSV (UTF-8, comma separated)", "")
X(TABLE_NOT_UTF8, "TABLE-NOT-UTF8", SEV_ERROR, "table {0} is not valid UTF-8", "save it as \"CSV UTF-8\"", "")
X(TABLE_EMPTY, "TABLE-EMPTY", SEV_ERROR, "table {0} has no header row", "name the columns in the first line", "")
X(TABLE_TOO_BIG, "TABLE-TOO-BIG", SEV_ERROR, "table {0} has more than {1} rows",
  "keep tables for cross-references; large data belongs in the item master", "")
X(TABLE_CELLS, "TABLE-CELLS", SEV_ERROR, "the number of cells in the row is {0}, in the header {1}", "put a text with commas in double quotes", "")
X(TABLE_COLUMN_EMPTY, "TABLE-COLUMN-EMPTY", SEV_ERROR, "column {0} of table {1} has no name",
  "name it in the header row, or remove it", "")
X(TABLE_COLUMN_DUPLICATE, "TABLE-COLUMN-DUPLICATE", SEV_ERROR, "column \"{0}\" stands twice in the header of table {1}",
  "rename one of the two", "")
X(TABLE_KEY_DUPLICATE, "TABLE-KEY-DUPLICATE", SEV_ERROR, "{0} \"{1}\" stands in line {2} already",
  "remove or correct one of the rows: a key column has each value once", "")
X(TABLE_KEY_EMPTY, "TABLE-KEY-EMPTY", SEV_ERROR, "{0} is empty, and it is the key", "fill it in or remove the row", "")
X(TABLE_SPREADSHEET, "TABLE-SPREADSHEET", SEV_WARN, "{0} \"{1}\" looks changed by a spreadsheet (a number in scientific notation)",
  "format the column as text before the numbers are put in", "")
