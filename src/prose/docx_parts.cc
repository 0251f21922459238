// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>

#include <algorithm>
#include <climits>
#include <memory>
#include <utility>

#include "prose/internal/docx.h"

namespace mandat::internal {
namespace {

constexpr size_t kBlockBytes = size_t{64} << 10;
constexpr size_t kRatioFree = size_t{1} << 20;  // small parts may be packed as well as they like

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Reader = std::unique_ptr<xmlTextReader, decltype(&xmlFreeTextReader)>;

class Unpacker {
 public:
  Unpacker(std::string_view bytes, const ProseLimits& limits)
      : bytes_(bytes), limits_(limits), archive_(archive_read_new(), &archive_read_free) {}

  Result<DocxParts> Run() {
    MANDAT_TRY_STATUS(CheckEntries());
    archive_read_support_format_zip_seekable(archive_.get());
    if (archive_read_open_memory(archive_.get(), bytes_.data(), bytes_.size()) != ARCHIVE_OK) {
      return Fail(Broken());
    }
    DocxParts parts;
    size_t entries = 0;
    archive_entry* entry = nullptr;
    int state = ARCHIVE_OK;
    while ((state = archive_read_next_header(archive_.get(), &entry)) == ARCHIVE_OK) {
      if (++entries > limits_.entries) {
        return Fail(TooManyParts());
      }
      const char* name = archive_entry_pathname(entry);
      std::string* part = name == nullptr ? nullptr : PartOf(parts, name);
      if (part == nullptr) {
        continue;
      }
      if (archive_entry_is_encrypted(entry) == 1) {
        return Fail(Error::Invalid("the DOCX is locked with a password; save it without one"));
      }
      if (!part->empty()) {
        return Fail(Error::Invalid("the file has a part twice"));
      }
      if (archive_entry_size_is_set(entry) != 0 &&
          archive_entry_size(entry) > static_cast<la_int64_t>(limits_.unpacked_bytes)) {
        return Fail(TooLarge());
      }
      MANDAT_TRY(*part, Unpack());
    }
    if (state != ARCHIVE_EOF) {
      return Fail(Broken());
    }
    if (parts.document.empty()) {
      return Fail(Error::Invalid("the file is a ZIP, but no DOCX: it has no word/document.xml"));
    }
    return parts;
  }

 private:
  static std::string* PartOf(DocxParts& parts, std::string_view name) {
    return name == "word/document.xml"    ? &parts.document
           : name == "word/numbering.xml" ? &parts.numbering
           : name == "word/styles.xml"    ? &parts.styles
           : name == "word/footnotes.xml" ? &parts.footnotes
           : name == "word/endnotes.xml"  ? &parts.endnotes
                                          : nullptr;
  }

  Error TooManyParts() const {
    return Error::Exceeded("the file has more than " + std::to_string(limits_.entries) + " parts");
  }

  // By their marks in the list of parts (PKWARE APPNOTE 4.3.12), before a list of them is made.
  Status CheckEntries() const {
    constexpr std::string_view kMark = "PK\x01\x02";
    size_t entries = 0;
    for (size_t at = bytes_.find(kMark); at != std::string_view::npos;
         at = bytes_.find(kMark, at + kMark.size())) {
      if (++entries > limits_.entries) {
        return Fail(TooManyParts());
      }
    }
    return {};
  }

  static Error Broken() { return Error::Invalid("the DOCX is broken: it cannot be unpacked"); }
  Error TooLarge() const {
    return Error::Exceeded("the DOCX unpacks to more than " +
                           std::to_string(limits_.unpacked_bytes) + " bytes");
  }

  Result<std::string> Unpack() {
    std::string out;
    std::string block(kBlockBytes, '\0');
    for (;;) {
      const la_ssize_t got = archive_read_data(archive_.get(), block.data(), block.size());
      if (got < 0) {
        return Fail(Broken());
      }
      if (got == 0) {
        return out;
      }
      unpacked_ += static_cast<size_t>(got);
      if (unpacked_ > limits_.unpacked_bytes) {
        return Fail(TooLarge());
      }
      if (unpacked_ > kRatioFree && unpacked_ / limits_.unpacked_ratio > bytes_.size()) {
        return Fail(Error::Exceeded("the DOCX unpacks to more than " +
                                    std::to_string(limits_.unpacked_ratio) + " times its size"));
      }
      out.append(block, 0, static_cast<size_t>(got));
    }
  }

  std::string_view bytes_;
  const ProseLimits& limits_;
  Archive archive_;
  size_t unpacked_ = 0;
};

std::string_view View(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

Error NotWellFormed() { return Error::Invalid("a part of the DOCX is not well-formed XML"); }

Error TooDeep(const ProseLimits& limits) {
  return Error::Exceeded("the DOCX has elements deeper than " + std::to_string(limits.depth));
}

// False at the end.
Result<bool> Step(xmlTextReader* reader, const ProseLimits& limits) {
  const int state = xmlTextReaderRead(reader);
  if (state < 0) {
    // The library has a depth of its own, which it may meet first.
    const xmlError* trouble = xmlGetLastError();
    const std::string_view said =
        trouble == nullptr || trouble->message == nullptr ? "" : trouble->message;
    return Fail(said.starts_with("Excessive depth") ? TooDeep(limits) : NotWellFormed());
  }
  const int type = xmlTextReaderNodeType(reader);
  if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
    return Fail(Error::Invalid("a part of the DOCX has a document type or entities"));
  }
  if (xmlTextReaderDepth(reader) > static_cast<int>(limits.depth)) {
    return Fail(TooDeep(limits));
  }
  return state == 1;
}

XmlEvent EventOf(xmlTextReader* reader, XmlEvent::Kind kind) {
  XmlEvent event{.kind = kind};
  if (kind == XmlEvent::Kind::kText) {
    event.text = View(xmlTextReaderConstValue(reader));
    return event;
  }
  event.name = View(xmlTextReaderConstLocalName(reader));
  event.is_word = View(xmlTextReaderConstNamespaceUri(reader)).find("wordprocessingml") !=
                  std::string_view::npos;
  event.attribute = [reader](std::string_view name) -> std::optional<std::string> {
    std::optional<std::string> value;
    for (int more = xmlTextReaderMoveToFirstAttribute(reader); more == 1 && !value;
         more = xmlTextReaderMoveToNextAttribute(reader)) {
      if (View(xmlTextReaderConstLocalName(reader)) == name) {
        value = View(xmlTextReaderConstValue(reader));
      }
    }
    xmlTextReaderMoveToElement(reader);
    return value;
  };
  return event;
}

}  // namespace

Result<DocxParts> UnpackDocx(std::string_view bytes, const ProseLimits& limits) {
  return Unpacker(bytes, limits).Run();
}

Status WalkXml(std::string_view xml, const ProseLimits& limits,
               const std::function<void(const XmlEvent&)>& visit) {
  if (xml.size() > INT_MAX || xml.find("<!DOCTYPE") != std::string_view::npos ||
      xml.find("<!ENTITY") != std::string_view::npos) {
    return Fail(Error::Invalid("a part of the DOCX has a document type or entities"));
  }
  xmlResetLastError();
  const Reader reader(xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
                      &xmlFreeTextReader);
  if (reader == nullptr) {
    return Fail(NotWellFormed());
  }
  for (;;) {
    MANDAT_TRY(const bool is_more, Step(reader.get(), limits));
    if (!is_more) {
      return {};
    }
    switch (xmlTextReaderNodeType(reader.get())) {
      case XML_READER_TYPE_ELEMENT: {
        const bool is_empty = xmlTextReaderIsEmptyElement(reader.get()) == 1;
        visit(EventOf(reader.get(), XmlEvent::Kind::kStart));
        if (is_empty) {
          visit(EventOf(reader.get(), XmlEvent::Kind::kEnd));
        }
        break;
      }
      case XML_READER_TYPE_END_ELEMENT:
        visit(EventOf(reader.get(), XmlEvent::Kind::kEnd));
        break;
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        visit(EventOf(reader.get(), XmlEvent::Kind::kText));
        break;
      default:
        break;
    }
  }
}

}  // namespace mandat::internal
