/* libxml.h - the headers of libxml2, for this folder only; nobody else sees it. */
#ifndef XML_LIBXML_H
#define XML_LIBXML_H

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/xmlschemas.h>

#endif
