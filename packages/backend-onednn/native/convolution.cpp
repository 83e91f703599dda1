#include "convolution.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "few-channels.h"
#include "onednn.h"
#include "parallel.h"

using dnnl::memory;
using Tag = memory::format_tag;

namespace {

enum Kind { FORWARD, BACKWARD_IMAGES, BACKWARD_FILTER };

/** Everything that a primitive depends on: the numbers of convolution.h, the precision, and how many threads there are. */
using Key = std::array<long, 16>;

struct Shape {
  memory::dims images, filter, output, strides, padFirst, padLast;
};

/** A primitive, and the layouts and types that it likes best. */
struct Choice {
  dnnl::primitive primitive;
  memory::desc images, filter, output, scratchpad;
};

/** A primitive for one shape; its operands are converted from and to tensors: NHWC images, HWIO filters, float32. */
struct Convolution {
  dnnl::primitive primitive;
  Conversion images, filter, output;
  memory::desc scratchpad;
};

constexpr auto FLOAT = memory::data_type::f32;

Shape shapeOf(const Key& key) {
  const auto [kind, batch, ih, iw, ic, oh, ow, oc, kh, kw, sh, sw, top, left, precision, threads] = key;
  const auto last = [](long outputs, long taps, long stride, long inputs, long first) {
    return std::max(0L, (outputs - 1) * stride + taps - inputs - first);
  };
  return {{batch, ic, ih, iw}, {oc, ic, kh, kw}, {batch, oc, oh, ow}, {sh, sw}, {top, left},
          {last(oh, kh, sh, ih, top), last(ow, kw, sw, iw, left)}};
}

/**
 * Whether Winograd's algorithm is worth its conversions: it needs a quarter of the multiplications, in tiles of 4x4 pixels, and
 * rounds a little more.
 */
bool suitsWinograd(const Key& key) {
  const auto [kind, batch, ih, iw, ic, oh, ow, oc, kh, kw, sh, sw, top, left, precision, threads] = key;
  constexpr long LEAST_CHANNELS = 64, TILE = 4;
  return static_cast<Precision>(precision) == Precision::float32 && kh == 3 && kw == 3 && sh == 1 && sw == 1 &&
         std::min(ic, oc) >= LEAST_CHANNELS && std::min(oh, ow) >= TILE;
}

/** @param images - The layout of images and output: NHWC, or whatever the algorithm likes. */
Choice choose(const Key& key, dnnl::algorithm algorithm, Tag images) {
  const dnnl::engine& engine = library().engine;
  const Shape shape = shapeOf(key);
  const auto factor = static_cast<Precision>(key[14]) == Precision::bfloat16 ? memory::data_type::bf16 : FLOAT;
  const auto typeOf = [&](Kind result) { return key[0] == result ? FLOAT : factor; };
  const memory::desc source(shape.images, typeOf(BACKWARD_IMAGES), images), output(shape.output, typeOf(FORWARD), images);
  const memory::desc filter(shape.filter, typeOf(BACKWARD_FILTER), Tag::any);
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  const auto training = dnnl::prop_kind::forward_training;
  // A gradient asks for the forward pass that it belongs to, whose operands are factors.
  const memory::desc forwardSource(shape.images, factor, images), forwardFilter(shape.filter, factor, Tag::any);
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::convolution_forward::primitive_desc forward(engine, training, algorithm, forwardSource, forwardFilter, output,
                                                          shape.strides, shape.padFirst, shape.padLast, attributes);
#else
  const dnnl::convolution_forward::primitive_desc forward({training, algorithm, forwardSource, forwardFilter, output,
                                                           shape.strides, shape.padFirst, shape.padLast},
                                                          attributes, engine);
#endif
  if (key[0] == BACKWARD_IMAGES) {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::convolution_backward_data::primitive_desc backward(engine, algorithm, source, filter, output, shape.strides,
                                                                   shape.padFirst, shape.padLast, forward, attributes);
#else
    const dnnl::convolution_backward_data::primitive_desc backward(
        {algorithm, source, filter, output, shape.strides, shape.padFirst, shape.padLast}, attributes, engine, forward);
#endif
    return {dnnl::convolution_backward_data(backward), backward.diff_src_desc(), backward.weights_desc(),
            backward.diff_dst_desc(), backward.scratchpad_desc()};
  }
  if (key[0] == BACKWARD_FILTER) {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::convolution_backward_weights::primitive_desc backward(engine, algorithm, source, filter, output, shape.strides,
                                                                      shape.padFirst, shape.padLast, forward, attributes);
#else
    const dnnl::convolution_backward_weights::primitive_desc backward(
        {algorithm, source, filter, output, shape.strides, shape.padFirst, shape.padLast}, attributes, engine, forward);
#endif
    return {dnnl::convolution_backward_weights(backward), backward.src_desc(), backward.diff_weights_desc(),
            backward.diff_dst_desc(), backward.scratchpad_desc()};
  }
  return {dnnl::convolution_forward(forward), forward.src_desc(), forward.weights_desc(), forward.dst_desc(),
          forward.scratchpad_desc()};
}

Choice choose(const Key& key) {
  if (suitsWinograd(key)) {
    try {
      return choose(key, dnnl::algorithm::convolution_winograd, Tag::any);
    } catch (const dnnl::error&) {
      // This version, or this processor, has none.
    }
  }
  return choose(key, dnnl::algorithm::convolution_direct, Tag::nhwc);
}

Convolution create(const Key& key) {
  const Choice c = choose(key);
  const Shape shape = shapeOf(key);
  const auto conversion = [&](Kind result, const memory::dims& dims, Tag tag, const memory::desc& liked) {
    const memory::desc tensor(dims, FLOAT, tag);
    return key[0] == result ? Conversion(liked, tensor) : Conversion(tensor, liked);
  };
  return {c.primitive, conversion(BACKWARD_IMAGES, shape.images, Tag::nhwc, c.images),
          conversion(BACKWARD_FILTER, shape.filter, Tag::hwio, c.filter),
          conversion(FORWARD, shape.output, Tag::nhwc, c.output), c.scratchpad};
}

const Convolution& convolutionOf(const Key& key) {
  thread_local std::map<Key, Convolution> cache;
  const auto found = cache.find(key);
  return found == cache.end() ? cache.emplace(key, create(key)).first->second : found->second;
}

}  // namespace

void convolution(int kind, float* images, float* filter, float* output, long batch, long inputHeight, long inputWidth,
                 long inputChannels, long outputHeight, long outputWidth, long outputChannels, long filterHeight,
                 long filterWidth, long rowStride, long columnStride, long padTop, long padLeft) {
  if (kind == BACKWARD_IMAGES && inputChannels <= FEW_CHANNELS) {
    return imagesFromOutput(images, filter, output, batch, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth,
                            outputChannels, filterHeight, filterWidth, rowStride, columnStride, padTop, padLeft);
  }
  const ThreadsFor threads(1.0 * batch * outputHeight * outputWidth * outputChannels * filterHeight * filterWidth *
                           inputChannels);
  const Convolution& c = convolutionOf({kind, batch, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth,
                                        outputChannels, filterHeight, filterWidth, rowStride, columnStride, padTop,
                                        padLeft, static_cast<long>(precision()), omp_get_max_threads()});
  auto& [engine, stream] = library();
  const auto operand = [&](Kind result, const Conversion& conversion, float* values, Scratch slot) {
    return kind == result ? unconverted(conversion, values, slot) : converted(conversion, values, slot);
  };
  const memory ofImages = operand(BACKWARD_IMAGES, c.images, images, Scratch::first);
  const memory ofFilter = operand(BACKWARD_FILTER, c.filter, filter, Scratch::weights);
  const memory ofOutput = operand(FORWARD, c.output, output, Scratch::second);
  const std::size_t bytes = c.scratchpad.get_size();
  c.primitive.execute(
      stream, {{DNNL_ARG_SCRATCHPAD, memory(c.scratchpad, engine, bytes > 0 ? scratch(Scratch::primitive, bytes) : nullptr)},
               {kind == BACKWARD_IMAGES ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, ofImages},
               {kind == BACKWARD_FILTER ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, ofFilter},
               {kind == FORWARD ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, ofOutput}});
  if (kind == FORWARD) convertResult(c.output, ofOutput, output);
  if (kind == BACKWARD_IMAGES) convertResult(c.images, ofImages, images);
  if (kind == BACKWARD_FILTER) convertResult(c.filter, ofFilter, filter);
  stream.wait();
}
