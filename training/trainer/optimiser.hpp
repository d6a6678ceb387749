// One step of learning: Muon for the matrices of the blocks, AdamW for the embedding and the norms. It knows no model, only
// where the weights lie. Sources: Keller Jordan, "Muon: an optimizer for hidden layers in neural networks", 2024
// (kellerjordan.github.io/posts/muon); Loshchilov and Hutter, "Decoupled weight decay regularization", 2019 (arXiv 1711.05101).
#pragma once
#include "transformer.hpp"

constexpr float MUON_MOMENTUM = 0.95f, MUON_DECAY = 0.02f;
constexpr float ADAM_MEAN = 0.9f, ADAM_SQUARE = 0.95f, ADAM_RATE = 0.003f;

// What the optimiser remembers: the momentum of every weight, and for AdamW the mean square.
struct Memory {
  Floats momentum, square;
  explicit Memory(size_t count) : momentum(count, 0.0f), square(count, 0.0f) {}
};

// The nearest matrix whose singular values are near 1, in place, by five Newton-Schulz steps with the author's coefficients.
inline void orthogonalise(Floats& x, int rows, int columns) {
  const float a = 3.4445f, b = -4.7750f, c = 2.0315f;
  if (rows > columns) {
    Floats turned(x.size());
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++) turned[static_cast<size_t>(j) * rows + i] = x[static_cast<size_t>(i) * columns + j];
    orthogonalise(turned, columns, rows);
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++) x[static_cast<size_t>(i) * columns + j] = turned[static_cast<size_t>(j) * rows + i];
    return;
  }
  const float norm = cblas_snrm2(static_cast<int>(x.size()), x.data(), 1) + 1e-7f;
  for (float& each : x) each /= norm;
  const size_t square_size = static_cast<size_t>(rows) * rows;
  Floats square(square_size), fourth(square_size), next(x.size());
  for (int step = 0; step < 5; step++) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, rows, columns, 1, x.data(), columns, x.data(), columns, 0, square.data(), rows);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, rows, rows, c, square.data(), rows, square.data(), rows, 0, fourth.data(), rows);
    for (size_t i = 0; i < square_size; i++) fourth[i] += b * square[i];
    std::copy(x.begin(), x.end(), next.begin());
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, columns, rows, 1, fourth.data(), rows, x.data(), columns, a, next.data(), columns);
    x.swap(next);
  }
}

// One weight matrix or vector. `rate` is Muon's; `share` is where the plan of the learning rate stands, 0 to 1; `step` counts from 1.
inline void update(const Tensor& tensor, Floats& weights, const Floats& gradients, Memory& memory, float rate, float share, int step) {
  const size_t from = tensor.offset, to = from + tensor.size();
  if (tensor.rows == 0 || tensor.name == "token_embd") {
    const float mean_scale = 1 / (1 - std::pow(ADAM_MEAN, static_cast<float>(step))), square_scale = 1 / (1 - std::pow(ADAM_SQUARE, static_cast<float>(step)));
    for (size_t i = from; i < to; i++) {
      memory.momentum[i] += (1 - ADAM_MEAN) * (gradients[i] - memory.momentum[i]);
      memory.square[i] += (1 - ADAM_SQUARE) * (gradients[i] * gradients[i] - memory.square[i]);
      weights[i] -= ADAM_RATE * share * memory.momentum[i] * mean_scale / (std::sqrt(memory.square[i] * square_scale) + 1e-8f);
    }
    return;
  }
  Floats direction(tensor.size());
  for (size_t i = from; i < to; i++) {
    memory.momentum[i] += (1 - MUON_MOMENTUM) * (gradients[i] - memory.momentum[i]);
    direction[i - from] = gradients[i] + MUON_MOMENTUM * (memory.momentum[i] - gradients[i]);
  }
  orthogonalise(direction, tensor.rows, tensor.columns);
  const float scale = rate * share * std::sqrt(std::max(1.0f, static_cast<float>(tensor.rows) / tensor.columns));
  const float keep = 1 - rate * share * MUON_DECAY;
  for (size_t i = from; i < to; i++) weights[i] = weights[i] * keep - scale * direction[i - from];
}
