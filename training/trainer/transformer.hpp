// A small transformer of the Llama architecture, forward and backward, in single precision: RMS norm, interleaved rotary
// positions, causal attention, SwiGLU, tied embedding, no biases. Conversations of any length lie one behind the other in a
// batch without padding; attention never leaves its conversation. It knows no file and no optimiser.
//
// Sources: Touvron et al., "LLaMA", 2023 (arXiv 2302.13971); Su et al., "RoFormer", 2021 (arXiv 2104.09864); the names and
// layouts are those of llama.cpp, in which a weight's row belongs to one output.
#pragma once
#include <cblas.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

using Floats = std::vector<float>;

constexpr float EPSILON = 1e-5f;
constexpr float ROPE_BASE = 10000.0f;

struct Shape {
  int width, layers, heads, hidden, context, vocabulary;
  int head() const { return width / heads; }
};

// Where one weight lies in the flat array of all weights.
struct Tensor {
  std::string name;
  int rows, columns;  // rows is 0 for a norm
  size_t offset;
  size_t size() const { return static_cast<size_t>(std::max(rows, 1)) * columns; }
};

struct LayerOffsets {
  size_t attention_norm, qkv, out, ffn_norm, gate_up, down;
};

// All weights, in the order in which a weights file holds them. Query, key and value are neighbours, and so are gate and up, so
// that each group is one multiplication.
struct Layout {
  std::vector<Tensor> tensors;
  std::vector<LayerOffsets> layers;
  size_t embedding = 0, norm = 0, total = 0;

  explicit Layout(const Shape& shape) {
    embedding = add("token_embd", shape.vocabulary, shape.width);
    norm = add("output_norm", 0, shape.width);
    for (int i = 0; i < shape.layers; i++) {
      const std::string block = "blk." + std::to_string(i) + ".";
      LayerOffsets at{};
      at.attention_norm = add(block + "attn_norm", 0, shape.width);
      at.qkv = add(block + "attn_q", shape.width, shape.width);
      add(block + "attn_k", shape.width, shape.width);
      add(block + "attn_v", shape.width, shape.width);
      at.out = add(block + "attn_output", shape.width, shape.width);
      at.ffn_norm = add(block + "ffn_norm", 0, shape.width);
      at.gate_up = add(block + "ffn_gate", shape.hidden, shape.width);
      add(block + "ffn_up", shape.hidden, shape.width);
      at.down = add(block + "ffn_down", shape.width, shape.hidden);
      layers.push_back(at);
    }
  }

 private:
  size_t add(const std::string& name, int rows, int columns) {
    tensors.push_back({name, rows, columns, total});
    const size_t at = total;
    total += tensors.back().size();
    return at;
  }
};

// Random weights: small at the ends of each block, so that at the start a block changes little.
inline Floats initial_weights(const Shape& shape, const Layout& layout, uint64_t seed) {
  Floats weights(layout.total, 1.0f);
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal(0.0f, 1.0f);
  for (const Tensor& tensor : layout.tensors) {
    if (tensor.rows == 0) continue;
    const bool is_end = tensor.name.find("output") != std::string::npos || tensor.name.find("down") != std::string::npos;
    const float fan = 1.0f / std::sqrt(static_cast<float>(tensor.columns));
    const float deviation = tensor.name == "token_embd" ? 0.02f : is_end ? 0.3f * fan / std::sqrt(static_cast<float>(shape.layers)) : 0.6f * fan;
    for (size_t i = 0; i < tensor.size(); i++) weights[tensor.offset + i] = deviation * normal(random);
  }
  return weights;
}

// y[n, out] = x[n, in] times the transpose of w[out, in].
inline void linear(const float* x, const float* w, float* y, int n, int in, int out) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, out, in, 1, x, in, w, in, 0, y, out);
}

// Given the gradient of y, writes that of x and adds that of w.
inline void linear_backward(const float* x, const float* w, const float* dy, float* dx, float* dw, int n, int in, int out) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, in, out, 1, dy, out, w, in, 0, dx, in);
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, out, in, n, 1, dy, out, x, in, 1, dw, in);
}

inline void rms_norm(const float* x, const float* w, float* y, float* inverse, int n, int width) {
  for (int i = 0; i < n; i++) {
    const float* from = x + static_cast<size_t>(i) * width;
    float* to = y + static_cast<size_t>(i) * width;
    float sum = 0;
    for (int j = 0; j < width; j++) sum += from[j] * from[j];
    const float scale = inverse[i] = 1.0f / std::sqrt(sum / width + EPSILON);
    for (int j = 0; j < width; j++) to[j] = from[j] * scale * w[j];
  }
}

// Adds the gradient of x to dx and that of w to dw.
inline void rms_norm_backward(const float* x, const float* w, const float* inverse, const float* dy, float* dx, float* dw, int n, int width) {
  for (int i = 0; i < n; i++) {
    const size_t row = static_cast<size_t>(i) * width;
    const float scale = inverse[i];
    float dot = 0;
    for (int j = 0; j < width; j++) {
      dot += dy[row + j] * w[j] * x[row + j];
      dw[j] += dy[row + j] * x[row + j] * scale;
    }
    const float part = dot * scale * scale * scale / width;
    for (int j = 0; j < width; j++) dx[row + j] += dy[row + j] * w[j] * scale - x[row + j] * part;
  }
}

// Cosines and sines of the rotary positions.
struct Rotary {
  int half;
  Floats cosine, sine;
  explicit Rotary(const Shape& shape) : half(shape.head() / 2), cosine(static_cast<size_t>(shape.context) * half), sine(cosine.size()) {
    for (int position = 0; position < shape.context; position++)
      for (int j = 0; j < half; j++) {
        const double angle = position * std::pow(static_cast<double>(ROPE_BASE), -2.0 * j / shape.head());
        cosine[position * half + j] = static_cast<float>(std::cos(angle));
        sine[position * half + j] = static_cast<float>(std::sin(angle));
      }
  }
  // Turns one head of a token forward (direction 1) or back (-1).
  void turn(float* x, int position, float direction) const {
    for (int j = 0; j < half; j++) {
      const float c = cosine[position * half + j], s = direction * sine[position * half + j];
      const float even = x[2 * j], odd = x[2 * j + 1];
      x[2 * j] = even * c - odd * s;
      x[2 * j + 1] = even * s + odd * c;
    }
  }
};

// Some conversations: ids one behind the other, `starts` the beginning of each and the end of the last, `targets` the token that
// is to come after each position or -1, and how much each target weighs.
struct Batch {
  std::vector<int> ids, starts, targets;
  Floats target_weights;
};

// One thread's memory for a forward and backward pass over batches of at most `most` tokens.
class Pass {
 public:
  Pass(const Shape& shape, const Layout& layout, const Rotary& rotary, int most) : shape_(shape), layout_(layout), rotary_(rotary), saved_(shape.layers) {
    const size_t n = most, width = shape.width, hidden = shape.hidden;
    for (Saved& each : saved_) {
      for (Floats* rows : {&each.x, &each.normed, &each.mixed, &each.middle, &each.middle_normed}) rows->resize(n * width);
      each.qkv.resize(n * width * 3);
      each.gate_up.resize(n * hidden * 2);
      each.gated.resize(n * hidden);
      each.inverse.resize(n);
      each.middle_inverse.resize(n);
    }
    for (Floats* rows : {&last_, &final_, &dx_, &dnormed_, &dmixed_, &picked_, &dpicked_}) rows->resize(n * width);
    final_inverse_.resize(n);
    dqkv_.resize(n * width * 3);
    dgate_up_.resize(n * hidden * 2);
    dgated_.resize(n * hidden);
    logits_.resize(n * shape.vocabulary);
  }

  // Sum of the weighted losses of a batch; their gradients are added to `gradients`.
  double learn(const Floats& weights, const Batch& batch, Floats& gradients) {
    forward(weights.data(), batch);
    return backward(weights.data(), batch, gradients.data());
  }

 private:
  struct Saved {
    Floats x, inverse, normed, qkv, mixed, middle, middle_inverse, middle_normed, gate_up, gated;
  };

  void forward(const float* w, const Batch& batch) {
    const int n = static_cast<int>(batch.ids.size()), width = shape_.width, hidden = shape_.hidden;
    for (int i = 0; i < n; i++)
      std::memcpy(&saved_[0].x[static_cast<size_t>(i) * width], w + layout_.embedding + static_cast<size_t>(batch.ids[i]) * width, width * sizeof(float));
    for (int l = 0; l < shape_.layers; l++) {
      Saved& s = saved_[l];
      const LayerOffsets& at = layout_.layers[l];
      float* next = l + 1 < shape_.layers ? saved_[l + 1].x.data() : last_.data();
      rms_norm(s.x.data(), w + at.attention_norm, s.normed.data(), s.inverse.data(), n, width);
      linear(s.normed.data(), w + at.qkv, s.qkv.data(), n, width, 3 * width);
      turn_all(s.qkv.data(), batch, 1);
      for (size_t c = 0; c + 1 < batch.starts.size(); c++) attend(s, batch.starts[c], batch.starts[c + 1]);
      linear(s.mixed.data(), w + at.out, s.middle.data(), n, width, width);
      for (size_t i = 0; i < static_cast<size_t>(n) * width; i++) s.middle[i] += s.x[i];
      rms_norm(s.middle.data(), w + at.ffn_norm, s.middle_normed.data(), s.middle_inverse.data(), n, width);
      linear(s.middle_normed.data(), w + at.gate_up, s.gate_up.data(), n, width, 2 * hidden);
      for (int i = 0; i < n; i++) {
        const float* gate = &s.gate_up[static_cast<size_t>(i) * 2 * hidden];
        float* to = &s.gated[static_cast<size_t>(i) * hidden];
        for (int j = 0; j < hidden; j++) to[j] = gate[j] / (1.0f + std::exp(-gate[j])) * gate[hidden + j];
      }
      linear(s.gated.data(), w + at.down, next, n, hidden, width);
      for (size_t i = 0; i < static_cast<size_t>(n) * width; i++) next[i] += s.middle[i];
    }
    rms_norm(last_.data(), w + layout_.norm, final_.data(), final_inverse_.data(), n, width);
  }

  // Queries and keys of every token by its place in its conversation.
  void turn_all(float* qkv, const Batch& batch, float direction) const {
    for (size_t c = 0; c + 1 < batch.starts.size(); c++)
      for (int i = batch.starts[c]; i < batch.starts[c + 1]; i++)
        for (int h = 0; h < 2 * shape_.heads; h++) rotary_.turn(qkv + static_cast<size_t>(i) * 3 * shape_.width + h * shape_.head(), i - batch.starts[c], direction);
  }

  // Shares of attention of one head over one conversation, row by row, zero for what lies ahead.
  void shares(const float* q, const float* k, int length) {
    scores_.resize(static_cast<size_t>(length) * length);
    const int stride = 3 * shape_.width;
    const float scale = 1.0f / std::sqrt(static_cast<float>(shape_.head()));
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, length, length, shape_.head(), scale, q, stride, k, stride, 0, scores_.data(), length);
    for (int i = 0; i < length; i++) {
      float* row = &scores_[static_cast<size_t>(i) * length];
      const float top = *std::max_element(row, row + i + 1);
      float sum = 0;
      for (int j = 0; j <= i; j++) sum += row[j] = std::exp(row[j] - top);
      const float inverse = 1.0f / sum;
      for (int j = 0; j <= i; j++) row[j] *= inverse;
      std::fill(row + i + 1, row + length, 0.0f);
    }
  }

  void attend(Saved& s, int start, int stop) {
    const int length = stop - start, width = shape_.width, head = shape_.head(), stride = 3 * width;
    for (int h = 0; h < shape_.heads; h++) {
      const float* q = &s.qkv[static_cast<size_t>(start) * stride + h * head];
      shares(q, q + width, length);
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, length, head, length, 1, scores_.data(), length, q + 2 * width, stride, 0, &s.mixed[static_cast<size_t>(start) * width + h * head], width);
    }
  }

  void attend_backward(const Saved& s, int start, int stop) {
    const int length = stop - start, width = shape_.width, head = shape_.head(), stride = 3 * width;
    const float scale = 1.0f / std::sqrt(static_cast<float>(head));
    dscores_.resize(static_cast<size_t>(length) * length);
    for (int h = 0; h < shape_.heads; h++) {
      const float* q = &s.qkv[static_cast<size_t>(start) * stride + h * head];
      const float *k = q + width, *v = q + 2 * width, *dy = &dmixed_[static_cast<size_t>(start) * width + h * head];
      float* dq = &dqkv_[static_cast<size_t>(start) * stride + h * head];
      shares(q, k, length);
      cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, length, head, length, 1, scores_.data(), length, dy, width, 0, dq + 2 * width, stride);
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, length, length, head, 1, dy, width, v, stride, 0, dscores_.data(), length);
      for (int i = 0; i < length; i++) {
        const float* p = &scores_[static_cast<size_t>(i) * length];
        float* d = &dscores_[static_cast<size_t>(i) * length];
        float dot = 0;
        for (int j = 0; j <= i; j++) dot += p[j] * d[j];
        for (int j = 0; j <= i; j++) d[j] = p[j] * (d[j] - dot) * scale;
        std::fill(d + i + 1, d + length, 0.0f);
      }
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, length, head, length, 1, dscores_.data(), length, k, stride, 0, dq, stride);
      cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, length, head, length, 1, dscores_.data(), length, q, stride, 0, dq + width, stride);
    }
  }

  // Loss and gradient of the targets; fills dx_ with the gradient of the final states.
  double targets_backward(const float* w, const Batch& batch, float* g) {
    const int width = shape_.width, vocabulary = shape_.vocabulary;
    std::vector<int> places;
    for (size_t i = 0; i < batch.ids.size(); i++)
      if (batch.targets[i] >= 0) places.push_back(static_cast<int>(i));
    const int count = static_cast<int>(places.size());
    for (int i = 0; i < count; i++) std::memcpy(&picked_[static_cast<size_t>(i) * width], &final_[static_cast<size_t>(places[i]) * width], width * sizeof(float));
    linear(picked_.data(), w + layout_.embedding, logits_.data(), count, width, vocabulary);
    double loss = 0;
    for (int i = 0; i < count; i++) {
      float* row = &logits_[static_cast<size_t>(i) * vocabulary];
      const int target = batch.targets[places[i]];
      const float weight = batch.target_weights[places[i]], top = *std::max_element(row, row + vocabulary), at_target = row[target];
      float sum = 0;
      for (int j = 0; j < vocabulary; j++) sum += row[j] = std::exp(row[j] - top);
      loss += weight * (std::log(sum) + top - at_target);
      const float scale = weight / sum;
      for (int j = 0; j < vocabulary; j++) row[j] *= scale;
      row[target] -= weight;
    }
    linear_backward(picked_.data(), w + layout_.embedding, logits_.data(), dpicked_.data(), g + layout_.embedding, count, width, vocabulary);
    std::fill(dx_.begin(), dx_.begin() + batch.ids.size() * width, 0.0f);
    for (int i = 0; i < count; i++) std::memcpy(&dx_[static_cast<size_t>(places[i]) * width], &dpicked_[static_cast<size_t>(i) * width], width * sizeof(float));
    return loss;
  }

  double backward(const float* w, const Batch& batch, float* g) {
    const int n = static_cast<int>(batch.ids.size()), width = shape_.width, hidden = shape_.hidden;
    const size_t flat = static_cast<size_t>(n) * width;
    const double loss = targets_backward(w, batch, g);
    std::memcpy(dnormed_.data(), dx_.data(), flat * sizeof(float));
    std::fill(dx_.begin(), dx_.begin() + flat, 0.0f);
    rms_norm_backward(last_.data(), w + layout_.norm, final_inverse_.data(), dnormed_.data(), dx_.data(), g + layout_.norm, n, width);
    for (int l = shape_.layers - 1; l >= 0; l--) {
      const Saved& s = saved_[l];
      const LayerOffsets& at = layout_.layers[l];
      linear_backward(s.gated.data(), w + at.down, dx_.data(), dgated_.data(), g + at.down, n, hidden, width);
      for (int i = 0; i < n; i++) {
        const float *gate = &s.gate_up[static_cast<size_t>(i) * 2 * hidden], *d = &dgated_[static_cast<size_t>(i) * hidden];
        float* to = &dgate_up_[static_cast<size_t>(i) * 2 * hidden];
        for (int j = 0; j < hidden; j++) {
          const float sigmoid = 1.0f / (1.0f + std::exp(-gate[j])), silu = gate[j] * sigmoid;
          to[j] = d[j] * gate[hidden + j] * (sigmoid + silu * (1.0f - sigmoid));
          to[hidden + j] = d[j] * silu;
        }
      }
      linear_backward(s.middle_normed.data(), w + at.gate_up, dgate_up_.data(), dnormed_.data(), g + at.gate_up, n, width, 2 * hidden);
      rms_norm_backward(s.middle.data(), w + at.ffn_norm, s.middle_inverse.data(), dnormed_.data(), dx_.data(), g + at.ffn_norm, n, width);
      linear_backward(s.mixed.data(), w + at.out, dx_.data(), dmixed_.data(), g + at.out, n, width, width);
      for (size_t c = 0; c + 1 < batch.starts.size(); c++) attend_backward(s, batch.starts[c], batch.starts[c + 1]);
      turn_all(dqkv_.data(), batch, -1);
      linear_backward(s.normed.data(), w + at.qkv, dqkv_.data(), dnormed_.data(), g + at.qkv, n, width, 3 * width);
      rms_norm_backward(s.x.data(), w + at.attention_norm, s.inverse.data(), dnormed_.data(), dx_.data(), g + at.attention_norm, n, width);
    }
    for (int i = 0; i < n; i++)
      for (int j = 0; j < width; j++) g[layout_.embedding + static_cast<size_t>(batch.ids[i]) * width + j] += dx_[static_cast<size_t>(i) * width + j];
    return loss;
  }

  const Shape& shape_;
  const Layout& layout_;
  const Rotary& rotary_;
  std::vector<Saved> saved_;
  Floats last_, final_, final_inverse_, dx_, dnormed_, dmixed_, dqkv_, dgate_up_, dgated_, picked_, dpicked_, logits_, scores_, dscores_;
};
