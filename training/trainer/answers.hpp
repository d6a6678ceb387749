// Greedy answers to many prompts at once, for checking a model while it is being made: each prompt has its own keys and values, and
// one token of every prompt is computed together. The product does not use this; it runs the GGUF file in its engine.
#pragma once
#include "transformer.hpp"

class Answers {
 public:
  Answers(const Shape& shape, const Layout& layout, const Rotary& rotary, const Floats& weights, int at_once)
      : shape_(shape), layout_(layout), rotary_(rotary), w_(weights.data()), seats_(at_once) {
    const size_t n = at_once, width = shape.width;
    for (Seat& seat : seats_) {
      seat.keys.resize(static_cast<size_t>(shape.layers) * shape.context * width);
      seat.values.resize(seat.keys.size());
    }
    for (Floats* rows : {&x_, &normed_, &mixed_, &added_}) rows->resize(n * width);
    inverse_.resize(n);
    qkv_.resize(n * width * 3);
    gate_up_.resize(n * shape.hidden * 2);
    gated_.resize(n * shape.hidden);
    logits_.resize(n * shape.vocabulary);
  }

  // What the model writes after each prompt, without `end`, at most `most` tokens.
  std::vector<std::vector<int>> all(const std::vector<std::vector<int>>& prompts, int end, int most) {
    std::vector<std::vector<int>> out(prompts.size());
    size_t next = 0;
    std::vector<int> busy;
    for (Seat& seat : seats_) seat.prompt = -1;
    while (true) {
      busy.clear();
      for (size_t i = 0; i < seats_.size(); i++) {
        Seat& seat = seats_[i];
        if (seat.prompt < 0 && next < prompts.size()) {
          seat.prompt = static_cast<int>(next++);
          seat.position = 0;
          seat.token = prompts[seat.prompt][0];
        }
        if (seat.prompt >= 0) busy.push_back(static_cast<int>(i));
      }
      if (busy.empty()) return out;
      advance(busy);
      for (size_t row = 0; row < busy.size(); row++) {
        Seat& seat = seats_[busy[row]];
        const std::vector<int>& prompt = prompts[seat.prompt];
        if (++seat.position < static_cast<int>(prompt.size())) {
          seat.token = prompt[seat.position];
          continue;
        }
        const float* logits = &logits_[row * shape_.vocabulary];
        seat.token = static_cast<int>(std::max_element(logits, logits + shape_.vocabulary) - logits);
        const bool is_over = seat.token == end || static_cast<int>(out[seat.prompt].size()) >= most || seat.position >= shape_.context;
        if (is_over) seat.prompt = -1;
        else out[seat.prompt].push_back(seat.token);
      }
    }
  }

 private:
  struct Seat {
    int prompt = -1, position = 0, token = 0;
    Floats keys, values;
  };

  // Computes the next token's logits for these seats.
  void advance(const std::vector<int>& busy) {
    const int n = static_cast<int>(busy.size()), width = shape_.width, hidden = shape_.hidden;
    for (int i = 0; i < n; i++) std::memcpy(&x_[static_cast<size_t>(i) * width], w_ + layout_.embedding + static_cast<size_t>(seats_[busy[i]].token) * width, width * sizeof(float));
    for (int l = 0; l < shape_.layers; l++) {
      const LayerOffsets& at = layout_.layers[l];
      rms_norm(x_.data(), w_ + at.attention_norm, normed_.data(), inverse_.data(), n, width);
      linear(normed_.data(), w_ + at.qkv, qkv_.data(), n, width, 3 * width);
      for (int i = 0; i < n; i++) attend(seats_[busy[i]], l, &qkv_[static_cast<size_t>(i) * 3 * width], &mixed_[static_cast<size_t>(i) * width]);
      linear(mixed_.data(), w_ + at.out, added_.data(), n, width, width);
      add(n);
      rms_norm(x_.data(), w_ + at.ffn_norm, normed_.data(), inverse_.data(), n, width);
      linear(normed_.data(), w_ + at.gate_up, gate_up_.data(), n, width, 2 * hidden);
      for (int i = 0; i < n; i++)
        for (int j = 0; j < hidden; j++) {
          const float gate = gate_up_[static_cast<size_t>(i) * 2 * hidden + j], up = gate_up_[static_cast<size_t>(i) * 2 * hidden + hidden + j];
          gated_[static_cast<size_t>(i) * hidden + j] = gate / (1.0f + std::exp(-gate)) * up;
        }
      linear(gated_.data(), w_ + at.down, added_.data(), n, hidden, width);
      add(n);
    }
    rms_norm(x_.data(), w_ + layout_.norm, normed_.data(), inverse_.data(), n, width);
    linear(normed_.data(), w_ + layout_.embedding, logits_.data(), n, width, shape_.vocabulary);
  }

  void add(int n) {
    for (size_t i = 0; i < static_cast<size_t>(n) * shape_.width; i++) x_[i] += added_[i];
  }

  void attend(Seat& seat, int layer, float* qkv, float* mixed) {
    const int width = shape_.width, head = shape_.head(), position = seat.position;
    for (int h = 0; h < 2 * shape_.heads; h++) rotary_.turn(qkv + h * head, position, 1);
    float* keys = &seat.keys[static_cast<size_t>(layer) * shape_.context * width];
    float* values = &seat.values[static_cast<size_t>(layer) * shape_.context * width];
    std::memcpy(keys + static_cast<size_t>(position) * width, qkv + width, width * sizeof(float));
    std::memcpy(values + static_cast<size_t>(position) * width, qkv + 2 * width, width * sizeof(float));
    shares_.resize(position + 1);
    const float scale = 1.0f / std::sqrt(static_cast<float>(head));
    for (int h = 0; h < shape_.heads; h++) {
      float top = -1e30f, sum = 0;
      for (int t = 0; t <= position; t++) {
        float dot = 0;
        for (int j = 0; j < head; j++) dot += qkv[h * head + j] * keys[static_cast<size_t>(t) * width + h * head + j];
        top = std::max(top, shares_[t] = dot * scale);
      }
      for (int t = 0; t <= position; t++) sum += shares_[t] = std::exp(shares_[t] - top);
      std::fill(mixed + h * head, mixed + (h + 1) * head, 0.0f);
      for (int t = 0; t <= position; t++)
        for (int j = 0; j < head; j++) mixed[h * head + j] += shares_[t] / sum * values[static_cast<size_t>(t) * width + h * head + j];
    }
  }

  const Shape& shape_;
  const Layout& layout_;
  const Rotary& rotary_;
  const float* w_;
  std::vector<Seat> seats_;
  Floats x_, normed_, mixed_, added_, inverse_, qkv_, gate_up_, gated_, logits_, shares_;
};
