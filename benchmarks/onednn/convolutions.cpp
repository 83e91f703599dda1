// GFLOP/s of convolutions in oneDNN itself: what an engine on it is held against. NHWC images, float32, filters given and
// wanted as HWIO and reordered to what the library likes best, as any program must that keeps its filters in one layout.
//
// Build: c++ -O3 -march=native -std=c++17 -fopenmp convolutions.cpp -ldnnl
// Reads layers, a line each: batch height width channels | outHeight outWidth outChannels | kernelHeight kernelWidth stride padTop
// padLeft. Prints "peak G" and then, for each layer, the GFLOP/s of forward, gradient of images, gradient of filter.
// argv[1]: milliseconds to spend on each.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <dnnl.hpp>
#include <functional>
#include <immintrin.h>
#include <memory>
#include <omp.h>
#include <random>
#include <unordered_map>
#include <vector>

using dnnl::memory;
using Tag = memory::format_tag;
constexpr auto FLOAT = memory::data_type::f32;

struct Layer {
  long batch, height, width, channels, outHeight, outWidth, outChannels, kernelHeight, kernelWidth, stride, top, left;
  double operations() const {
    return 2.0 * batch * outHeight * outWidth * outChannels * kernelHeight * kernelWidth * channels;
  }
};

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double medianMilliseconds(const std::function<void()>& run, double budget) {
  for (int warmUp = 0; warmUp < 2; warmUp++) run();
  std::vector<double> times;
  for (double spent = 0; times.size() < 5 || (spent < budget && times.size() < 200);) {
    const double start = now();
    run();
    times.push_back(now() - start);
    spent += times.back();
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

/** Multiply-adds on registers alone, on every thread. */
double peak() {
#ifdef __AVX512F__
  using Vector = __m512;
  const auto set = [](float value) { return _mm512_set1_ps(value); };
  const auto multiplyAdd = [](Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); };
#elif defined(__FMA__)
  using Vector = __m256;
  const auto set = [](float value) { return _mm256_set1_ps(value); };
  const auto multiplyAdd = [](Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); };
#else
  return 0;
#endif
#if defined(__AVX512F__) || defined(__FMA__)
  constexpr long ROUNDS = 4000000, LANES = sizeof(Vector) / sizeof(float), CHAINS = 12;
  double best = 0;
  float sink = 0;
  for (int repeat = 0; repeat < 5; repeat++) {
    const double start = now();
#pragma omp parallel reduction(+ : sink)
    {
      Vector sums[CHAINS];
      for (auto& sum : sums) sum = set(0.5f);
      const Vector a = set(0.999f), b = set(0.001f);
      for (long round = 0; round < ROUNDS; round++) {
        for (auto& sum : sums) sum = multiplyAdd(sum, a, b);
      }
      for (auto& sum : sums) sink += reinterpret_cast<float*>(&sum)[0];
    }
    best = std::max(best, 2.0 * ROUNDS * LANES * CHAINS * omp_get_max_threads() / (now() - start) / 1e6);
  }
  return sink == 12345.0f ? 0 : best;
#endif
}

struct Buffer {
  explicit Buffer(std::size_t bytes) : data(std::aligned_alloc(4096, (bytes + 4096) / 4096 * 4096), std::free) {
    std::mt19937 generator(1);
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (std::size_t i = 0; i < bytes / sizeof(float); i++) static_cast<float*>(data.get())[i] = uniform(generator);
  }
  std::unique_ptr<void, void (*)(void*)> data;
};

int main(int, char** argv) {
  const double budget = std::atof(argv[1]);
  dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  std::printf("peak %.1f\n", peak());
  Layer l;
  while (std::scanf("%ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld", &l.batch, &l.height, &l.width, &l.channels, &l.outHeight,
                    &l.outWidth, &l.outChannels, &l.kernelHeight, &l.kernelWidth, &l.stride, &l.top, &l.left) == 12) {
    const auto after = [&](long outputs, long taps, long inputs, long before) {
      return std::max(0L, (outputs - 1) * l.stride + taps - inputs - before);
    };
    const memory::dims strides{l.stride, l.stride}, before{l.top, l.left},
        behind{after(l.outHeight, l.kernelHeight, l.height, l.top), after(l.outWidth, l.kernelWidth, l.width, l.left)};
    const memory::dims filterShape{l.outChannels, l.channels, l.kernelHeight, l.kernelWidth};
    const memory::desc images({l.batch, l.channels, l.height, l.width}, FLOAT, Tag::nhwc);
    const memory::desc output({l.batch, l.outChannels, l.outHeight, l.outWidth}, FLOAT, Tag::nhwc);
    const memory::desc filter(filterShape, FLOAT, Tag::hwio), any(filterShape, FLOAT, Tag::any);
    const auto direct = dnnl::algorithm::convolution_direct;
    const auto training = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::convolution_forward::primitive_desc forward(engine, training, direct, images, any, output, strides, before,
                                                            behind);
    const dnnl::convolution_backward_data::primitive_desc backwardImages(engine, direct, images, any, output, strides, before,
                                                                         behind, forward);
    const dnnl::convolution_backward_weights::primitive_desc backwardFilter(engine, direct, images, any, output, strides,
                                                                            before, behind, forward);
#else
    const dnnl::convolution_forward::primitive_desc forward({training, direct, images, any, output, strides, before, behind},
                                                            engine);
    const dnnl::convolution_backward_data::primitive_desc backwardImages(
        {direct, images, any, output, strides, before, behind}, engine, forward);
    const dnnl::convolution_backward_weights::primitive_desc backwardFilter(
        {direct, images, any, output, strides, before, behind}, engine, forward);
#endif
    const Buffer x(images.get_size()), y(output.get_size()), w(filter.get_size());
    const memory imagesMemory(images, engine, x.data.get()), outputMemory(output, engine, y.data.get());
    const memory given(filter, engine, w.data.get());
    const auto measure = [&](const dnnl::primitive& primitive, const memory::desc& liked, bool toFilter, int from, int to) {
      const Buffer likedData(liked.get_size());
      memory likedMemory = liked == filter ? given : memory(liked, engine, likedData.data.get());
      std::unordered_map<int, memory> arguments{{from, from == DNNL_ARG_SRC ? imagesMemory : outputMemory},
                                                {to, to == DNNL_ARG_DIFF_SRC ? imagesMemory : outputMemory}};
      arguments.emplace(toFilter ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, likedMemory);
      dnnl::reorder reorder;
      if (liked != filter) reorder = toFilter ? dnnl::reorder(likedMemory, given) : dnnl::reorder(given, likedMemory);
      const auto run = [&] {
        if (liked != filter && !toFilter) reorder.execute(stream, const_cast<memory&>(given), likedMemory);
        primitive.execute(stream, arguments);
        if (liked != filter && toFilter) reorder.execute(stream, likedMemory, const_cast<memory&>(given));
        stream.wait();
      };
      return l.operations() / medianMilliseconds(run, budget) / 1e6;
    };
    const double a = measure(dnnl::convolution_forward(forward), forward.weights_desc(), false, DNNL_ARG_SRC, DNNL_ARG_DST);
    const double b = measure(dnnl::convolution_backward_data(backwardImages), backwardImages.weights_desc(), false,
                             DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
    const double c = measure(dnnl::convolution_backward_weights(backwardFilter), backwardFilter.diff_weights_desc(), true,
                             DNNL_ARG_SRC, DNNL_ARG_DIFF_DST);
    std::printf("%.2f %.2f %.2f\n", a, b, c);
    std::fflush(stdout);
  }
}
