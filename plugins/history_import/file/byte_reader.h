#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace griot::history_import {

// The bytes of a file, in pieces: as they lie there, or unpacked where its name ends in .zst.
// Bounded memory, however large the file is. One thread.
class ByteReader {
 public:
  // Throws SourceError when the file cannot be read.
  static std::unique_ptr<ByteReader> Open(const std::string& path);
  virtual ~ByteReader() = default;

  // The next piece, valid until the next call; empty at the end. Throws SourceError.
  virtual std::string_view Next() = 0;
  // Goes on at this offset of the (unpacked) bytes. Called before the first Next.
  virtual void Skip(uint64_t bytes) = 0;
  // Bytes read of the file itself.
  virtual uint64_t position() const = 0;
};

}  // namespace griot::history_import
