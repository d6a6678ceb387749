// Conversations as tokens, in files that training/corpus.py writes: of each, its length and then its tokens as 16-bit numbers, the
// highest bit set on those that the model itself is to say. Reads files one after the other, for ever; knows no model.
#pragma once
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "transformer.hpp"

constexpr uint16_t OWN = 0x8000;

inline std::vector<uint16_t> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<uint16_t> all(std::filesystem::file_size(path) / 2);
  file.read(reinterpret_cast<char*>(all.data()), static_cast<std::streamsize>(all.size() * 2));
  return all;
}

class Conversations {
 public:
  // `folder` holds 00000.bin, 00001.bin, ... and, once all are written, a file `complete`.
  explicit Conversations(std::string folder) : folder_(std::move(folder)) {}

  // Skips so many tokens: where an earlier run stopped.
  void skip(long tokens) {
    for (std::vector<uint16_t> one; tokens > 0; tokens -= static_cast<long>(one.size())) one = next();
  }

  // Batches of at most `most` tokens that together make a step of about `tokens`.
  std::vector<Batch> step(int tokens, int most) {
    std::vector<Batch> batches;
    for (int taken = 0; taken < tokens;) {
      const std::vector<uint16_t> one = next();
      if (static_cast<int>(one.size()) > most) continue;
      if (batches.empty() || static_cast<int>(batches.back().ids.size() + one.size()) > most) {
        batches.emplace_back();
        batches.back().starts.push_back(0);
      }
      add(batches.back(), one);
      taken += static_cast<int>(one.size());
    }
    return batches;
  }

 private:
  // A conversation weighs as the root of the length of what is learnt from it: a number of one digit is not drowned by an app.
  static void add(Batch& batch, const std::vector<uint16_t>& one) {
    int own = 0;
    for (size_t i = 1; i < one.size(); i++) own += (one[i] & OWN) != 0;
    const float weight = 1.0f / std::sqrt(static_cast<float>(std::max(1, own)));
    for (size_t i = 0; i < one.size(); i++) {
      const bool is_learnt = i + 1 < one.size() && (one[i + 1] & OWN);
      batch.ids.push_back(one[i] & ~OWN);
      batch.targets.push_back(is_learnt ? one[i + 1] & ~OWN : -1);
      batch.target_weights.push_back(is_learnt ? weight : 0.0f);
    }
    batch.starts.push_back(static_cast<int>(batch.ids.size()));
  }

  std::vector<uint16_t> next() {
    if (at_ >= tokens_.size()) open_next();
    const size_t length = tokens_[at_];
    std::vector<uint16_t> one(tokens_.begin() + static_cast<long>(at_) + 1, tokens_.begin() + static_cast<long>(at_ + 1 + length));
    at_ += 1 + length;
    return one;
  }

  // The next file; waits for it while the corpus is still being written, and begins anew after the last.
  void open_next() {
    char name[16];
    std::snprintf(name, sizeof name, "/%05d.bin", file_);
    while (!std::filesystem::exists(folder_ + name)) {
      if (std::filesystem::exists(folder_ + "/complete")) {
        if (file_ == 0) throw std::runtime_error("there is no corpus in " + folder_);
        file_ = 0;
        return open_next();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    tokens_ = read_file(folder_ + name);
    at_ = 0;
    file_++;
  }

  std::string folder_;
  std::vector<uint16_t> tokens_;
  size_t at_ = 0;
  int file_ = 0;
};
