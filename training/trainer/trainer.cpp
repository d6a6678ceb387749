// Trains a pocket model on the processor, or answers prompts with one.
//
//   trainer train --shape WIDTH,LAYERS,HEADS,HIDDEN --vocabulary N --corpus DIR --out FILE --tokens N
//                 [--from FILE | --grow FILE] [--rate 0.01] [--step-tokens 8192] [--level 0.4] [--threads 2] [--seed 1] [--minutes M]
//   trainer answer --weights FILE --prompts FILE --out FILE --end ID [--most 700] [--threads 2]
//   trainer loss --weights FILE --corpus DIR --tokens N [--threads 2]     mean loss of the model's own tokens, without learning
//   trainer check --shape ... --vocabulary N --corpus DIR        compares gradients with finite differences
//
// `--tokens` sets the plan of the learning rate: level for the share `--level` of the training, then down to almost nothing. FILE
// holds the shape, the optimiser's memory and how far the run is; `--from` goes on from it, with the same plan if the run was not
// over; `--grow` starts with what a smaller model learnt. Beside FILE stands FILE.csv with the losses. `--minutes` stops early by the clock, keeping FILE.
#include <atomic>
#include <iostream>
#include <map>
#include <sstream>

#include "answers.hpp"
#include "conversations.hpp"
#include "optimiser.hpp"

extern "C" void openblas_set_num_threads(int);

constexpr int MOST_TOKENS = 1024;  // of a batch, and of a conversation
constexpr int WARM_UP_STEPS = 100;
constexpr uint32_t MAGIC = 0x4b434f50;

using Words = std::map<std::string, std::string>;
using Clock = std::chrono::steady_clock;

struct Model {
  Shape shape;
  Layout layout;
  Floats weights;
  Memory memory;
  double tokens = 0, steps = 0, seconds = 0;
  explicit Model(const Shape& shape) : shape(shape), layout(shape), memory(layout.total) {}
};

// The file: magic, six numbers of the shape, tokens, steps and seconds so far, then weights, momentum and mean square, all 32 bit but
// the three. Written beside and moved into place.
void save(const Model& model, const std::string& path) {
  std::ofstream file(path + ".part", std::ios::binary);
  const int32_t head[] = {model.shape.width, model.shape.layers, model.shape.heads, model.shape.hidden, model.shape.context, model.shape.vocabulary};
  const double far[] = {model.tokens, model.steps, model.seconds};
  file.write(reinterpret_cast<const char*>(&MAGIC), sizeof MAGIC);
  file.write(reinterpret_cast<const char*>(head), sizeof head);
  file.write(reinterpret_cast<const char*>(far), sizeof far);
  for (const Floats* each : {&model.weights, &model.memory.momentum, &model.memory.square}) file.write(reinterpret_cast<const char*>(each->data()), static_cast<std::streamsize>(each->size() * sizeof(float)));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
  std::filesystem::rename(path + ".part", path);
}

Model load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  uint32_t magic = 0;
  int32_t head[6];
  double far[3];
  file.read(reinterpret_cast<char*>(&magic), sizeof magic);
  file.read(reinterpret_cast<char*>(head), sizeof head);
  file.read(reinterpret_cast<char*>(far), sizeof far);
  if (!file || magic != MAGIC) throw std::runtime_error(path + " is no weights file of this trainer");
  Model model({head[0], head[1], head[2], head[3], head[4], head[5]});
  model.weights.resize(model.layout.total);
  model.tokens = far[0], model.steps = far[1], model.seconds = far[2];
  for (Floats* each : {&model.weights, &model.memory.momentum, &model.memory.square}) file.read(reinterpret_cast<char*>(each->data()), static_cast<std::streamsize>(each->size() * sizeof(float)));
  if (!file) throw std::runtime_error(path + " is cut short");
  return model;
}

// A larger model that does nearly what a smaller one does: the smaller one's weights fill a corner of each matrix, what is new around
// them is small. A norm divides by the mean over more numbers, of which the new ones are near 0, so its weights shrink.
void grow(const Model& small, Model& large) {
  if (small.shape.layers != large.shape.layers || small.shape.head() != large.shape.head() || small.shape.vocabulary != large.shape.vocabulary)
    throw std::runtime_error("--grow takes a model of the same layers, size of heads and vocabulary");
  const float shrink = std::sqrt(static_cast<float>(small.shape.width) / large.shape.width);
  for (size_t i = 0; i < large.layout.tensors.size(); i++) {
    const Tensor &from = small.layout.tensors[i], &to = large.layout.tensors[i];
    for (size_t j = to.offset; j < to.offset + to.size(); j++) large.weights[j] *= to.rows ? 0.5f : shrink;
    for (int row = 0; row < std::max(1, from.rows); row++)
      for (int column = 0; column < from.columns; column++)
        large.weights[to.offset + static_cast<size_t>(row) * to.columns + column] = small.weights[from.offset + static_cast<size_t>(row) * from.columns + column] * (to.rows ? 1 : shrink);
  }
}

std::string wanted(const Words& words, const std::string& name) {
  const auto found = words.find(name);
  if (found == words.end()) throw std::runtime_error("give --" + name);
  return found->second;
}

double number(const Words& words, const std::string& name, double usual) {
  const auto found = words.find(name);
  return found == words.end() ? usual : std::stod(found->second);
}

Shape shape_of(const Words& words) {
  Shape shape{};
  char comma;
  std::istringstream text(wanted(words, "shape"));
  text >> shape.width >> comma >> shape.layers >> comma >> shape.heads >> comma >> shape.hidden;
  if (!text || shape.width % shape.heads) throw std::runtime_error("--shape takes WIDTH,LAYERS,HEADS,HIDDEN, the width a multiple of the heads");
  shape.context = MOST_TOKENS;
  shape.vocabulary = std::stoi(wanted(words, "vocabulary"));
  return shape;
}

// Runs `work(thread, item)` for every item on so many threads.
template <typename Work>
void share_out(int threads, size_t items, Work work) {
  std::atomic<size_t> next{0};
  std::vector<std::thread> crew;
  for (int t = 0; t < threads; t++)
    crew.emplace_back([&, t] {
      for (size_t item; (item = next++) < items;) work(t, item);
    });
  for (std::thread& each : crew) each.join();
}

// One step: every batch, then every weight. Gives the mean loss.
struct Learner {
  Model& model;
  Rotary rotary;
  int threads;
  std::vector<Pass> passes;
  std::vector<Floats> gradients;

  Learner(Model& model, int threads) : model(model), rotary(model.shape), threads(threads), gradients(threads, Floats(model.layout.total)) {
    for (int t = 0; t < threads; t++) passes.emplace_back(model.shape, model.layout, rotary, MOST_TOKENS);
  }

  double gradient(const std::vector<Batch>& batches) {
    std::vector<double> losses(threads, 0);
    double weight = 0;
    for (const Batch& batch : batches)
      for (float each : batch.target_weights) weight += each;
    for (Floats& each : gradients) std::fill(each.begin(), each.end(), 0.0f);
    share_out(threads, batches.size(), [&](int t, size_t i) { losses[t] += passes[t].learn(model.weights, batches[i], gradients[t]); });
    double loss = 0;
    for (double each : losses) loss += each;
    const float scale = static_cast<float>(1 / weight);
    share_out(threads, model.layout.tensors.size(), [&](int, size_t i) {
      const Tensor& tensor = model.layout.tensors[i];
      for (size_t j = tensor.offset; j < tensor.offset + tensor.size(); j++) {
        for (int t = 1; t < threads; t++) gradients[0][j] += gradients[t][j];
        gradients[0][j] *= scale;
      }
    });
    return loss / weight;
  }

  void step(float rate, float share) {
    // Muon takes no note of a gradient's length, but the mean over steps does: a wild step must not rule it.
    const float norm = cblas_snrm2(static_cast<int>(gradients[0].size()), gradients[0].data(), 1);
    if (norm > 1) cblas_sscal(static_cast<int>(gradients[0].size()), 1 / norm, gradients[0].data(), 1);
    share_out(threads, model.layout.tensors.size(), [&](int, size_t i) { update(model.layout.tensors[i], model.weights, gradients[0], model.memory, rate, share, static_cast<int>(model.steps) + 1); });
  }
};

void train(const Words& words) {
  const std::string out = wanted(words, "out");
  const double total = std::stod(wanted(words, "tokens")), level = number(words, "level", 0.4);
  Model model = words.count("from") ? load(words.at("from")) : Model(shape_of(words));
  if (!words.count("from")) model.weights = initial_weights(model.shape, model.layout, static_cast<uint64_t>(number(words, "seed", 1)));
  if (words.count("grow")) grow(load(words.at("grow")), model);
  // A finished run that goes on warms up anew, with a plan of its own.
  const bool is_anew = model.tokens >= total;
  const double before = is_anew ? model.tokens : 0;
  const double first_step = is_anew ? model.steps : 0;
  Learner learner(model, static_cast<int>(number(words, "threads", 2)));
  Conversations conversations(wanted(words, "corpus"));
  conversations.skip(static_cast<long>(model.tokens));
  std::ofstream csv(out + ".csv", std::ios::app);
  if (model.steps == 0) csv << "step,tokens,seconds,loss,rate\n";
  std::cout << "parameters " << model.layout.total << std::endl;
  const auto started = Clock::now();
  const double seconds_before = model.seconds, tokens_at_start = model.tokens;
  double mean = 0, kept = 0;
  auto saved = started;
  const double minutes = number(words, "minutes", 1e9);
  while (model.tokens - before < total) {
    const double done = (model.tokens - before) / total;
    const float share = static_cast<float>(std::min(1.0, (model.steps - first_step + 1) / WARM_UP_STEPS) * std::min(1.0, std::max(0.02, (1 - done) / (1 - level))));
    const float rate = static_cast<float>(number(words, "rate", 0.01));
    const std::vector<Batch> batches = conversations.step(static_cast<int>(number(words, "step-tokens", 8192)), MOST_TOKENS);
    const double loss = learner.gradient(batches);
    learner.step(rate, share);
    for (const Batch& batch : batches) model.tokens += static_cast<double>(batch.ids.size());
    model.steps++;
    mean = 0.98 * mean + 0.02 * loss, kept = 0.98 * kept + 0.02;
    const auto now = Clock::now();
    model.seconds = seconds_before + std::chrono::duration<double>(now - started).count();
    if (static_cast<long>(model.steps) % 50 == 0 || model.steps == first_step + 1) {
      csv << model.steps << "," << static_cast<long>(model.tokens) << "," << static_cast<long>(model.seconds) << "," << mean / kept << "," << rate * share << std::endl;
      std::cout << model.steps << " steps, " << static_cast<long>(model.tokens / 1000) << "k tokens, loss " << mean / kept << ", " << static_cast<int>((model.tokens - tokens_at_start) / (model.seconds - seconds_before)) << " tokens/s" << std::endl;
    }
    if (now - saved > std::chrono::minutes(1)) save(model, out), saved = now;
    if (model.seconds - seconds_before > minutes * 60) break;
  }
  save(model, out);
}

void answer(const Words& words) {
  const Model model = load(wanted(words, "weights"));
  const Rotary rotary(model.shape);
  const std::vector<uint16_t> raw = read_file(wanted(words, "prompts"));
  std::vector<std::vector<int>> prompts;
  for (size_t at = 0; at < raw.size(); at += 1 + raw[at]) prompts.emplace_back(raw.begin() + static_cast<long>(at) + 1, raw.begin() + static_cast<long>(at + 1 + raw[at]));
  const int threads = static_cast<int>(number(words, "threads", 2));
  std::vector<std::vector<int>> answers(prompts.size());
  share_out(threads, threads, [&](int, size_t part) {
    const size_t from = prompts.size() * part / threads, to = prompts.size() * (part + 1) / threads;
    Answers some(model.shape, model.layout, rotary, model.weights, 48);
    const auto made = some.all({prompts.begin() + static_cast<long>(from), prompts.begin() + static_cast<long>(to)}, std::stoi(wanted(words, "end")), static_cast<int>(number(words, "most", 700)));
    std::copy(made.begin(), made.end(), answers.begin() + static_cast<long>(from));
  });
  std::ofstream file(wanted(words, "out"), std::ios::binary);
  for (const auto& one : answers) {
    std::vector<uint16_t> line{static_cast<uint16_t>(one.size())};
    line.insert(line.end(), one.begin(), one.end());
    file.write(reinterpret_cast<const char*>(line.data()), static_cast<std::streamsize>(line.size() * 2));
  }
}

// Mean loss of an own token over about so many tokens of a corpus.
void loss(const Words& words) {
  Model model = load(wanted(words, "weights"));
  Learner learner(model, static_cast<int>(number(words, "threads", 2)));
  Conversations conversations(wanted(words, "corpus"));
  double sum = 0, steps = 0, tokens = 0;
  for (const double total = std::stod(wanted(words, "tokens")); tokens < total; steps++) {
    const std::vector<Batch> batches = conversations.step(8192, MOST_TOKENS);
    sum += learner.gradient(batches);
    for (const Batch& batch : batches) tokens += static_cast<double>(batch.ids.size());
  }
  std::cout << "loss " << sum / steps << " over " << static_cast<long>(tokens) << " tokens" << std::endl;
}

// The gradient of some weights of every tensor beside the difference that a small change of it makes.
void check(const Words& words) {
  Model model(shape_of(words));
  model.weights = initial_weights(model.shape, model.layout, 1);
  for (float& each : model.weights) each *= 2;
  Learner learner(model, 1);
  Conversations conversations(wanted(words, "corpus"));
  const std::vector<Batch> batches = conversations.step(600, 300);
  learner.gradient(batches);
  const Floats gradients = learner.gradients[0];
  std::mt19937 random(1);
  double worst = 0;
  for (const Tensor& tensor : model.layout.tensors) {
    double asked = 0, found = 0;
    // Along the gradient of the whole tensor: there the difference is largest against the rounding.
    const float length = cblas_snrm2(static_cast<int>(tensor.size()), &gradients[tensor.offset], 1), step = 0.004f / length;
    for (int sign : {1, -1}) {
      for (size_t i = tensor.offset; i < tensor.offset + tensor.size(); i++) model.weights[i] += sign * step * gradients[i];
      found += sign * learner.gradient(batches);
      for (size_t i = tensor.offset; i < tensor.offset + tensor.size(); i++) model.weights[i] -= sign * step * gradients[i];
    }
    found /= 2 * step;
    asked = static_cast<double>(length) * length;
    worst = std::max(worst, std::abs(found / asked - 1));
    std::cout << tensor.name << " gradient " << asked << " difference " << found << "\n";
  }
  std::cout << "worst relative error " << worst << std::endl;
  if (worst > 0.05) throw std::runtime_error("the gradients are wrong");
}

int main(int count, char** given) try {
  openblas_set_num_threads(1);
  const std::string command = count > 1 ? given[1] : "";
  Words words;
  for (int i = 2; i + 1 < count; i += 2) words[std::string(given[i]).substr(2)] = given[i + 1];
  if (command == "train") train(words);
  else if (command == "answer") answer(words);
  else if (command == "loss") loss(words);
  else if (command == "check") check(words);
  else throw std::runtime_error("say train, answer, loss or check; the head of trainer.cpp tells their options");
} catch (const std::exception& error) {
  std::cerr << "trainer: " << error.what() << std::endl;
  return 1;
}
