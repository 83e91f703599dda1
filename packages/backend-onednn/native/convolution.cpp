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

/** A primitive for one shape, which takes the filter in the layout that it likes best. */
struct Convolution {
  dnnl::primitive primitive;
  /** What is read from float32 tensors, and of a gradient of the filter how it is written to one. */
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

Convolution create(const Key& key) {
  const dnnl::engine& engine = library().engine;
  const Shape shape = shapeOf(key);
  const bool small = static_cast<Precision>(key[14]) == Precision::bfloat16;
  const auto FACTOR = small ? memory::data_type::bf16 : FLOAT;
  const auto typeOf = [&](Kind result) { return key[0] == result ? FLOAT : FACTOR; };
  const memory::desc images(shape.images, typeOf(BACKWARD_IMAGES), Tag::nhwc), output(shape.output, typeOf(FORWARD), Tag::nhwc);
  const memory::desc any(shape.filter, typeOf(BACKWARD_FILTER), Tag::any);
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  const auto direct = dnnl::algorithm::convolution_direct;
  const auto training = dnnl::prop_kind::forward_training;
  // A gradient asks for the forward pass that it belongs to, whose results are factors then.
  const memory::desc source(shape.images, FACTOR, Tag::nhwc), filters(shape.filter, FACTOR, Tag::any);
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::convolution_forward::primitive_desc forward(engine, training, direct, source, filters, output, shape.strides,
                                                          shape.padFirst, shape.padLast, attributes);
#else
  const dnnl::convolution_forward::primitive_desc forward(
      dnnl::convolution_forward::desc(training, direct, source, filters, output, shape.strides, shape.padFirst, shape.padLast),
      attributes, engine);
#endif
  const auto finish = [&](const dnnl::primitive& primitive, const memory::desc& preferred, const memory::desc& pad) {
    const memory::desc filter(shape.filter, FLOAT, Tag::hwio);
    const bool toFilter = key[0] == BACKWARD_FILTER;
    return Convolution{primitive,
                       {memory::desc(shape.images, FLOAT, Tag::nhwc), images},
                       toFilter ? Conversion(preferred, filter) : Conversion(filter, preferred),
                       {memory::desc(shape.output, FLOAT, Tag::nhwc), output},
                       pad};
  };
  if (key[0] == BACKWARD_IMAGES) {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::convolution_backward_data::primitive_desc backward(
        engine, direct, images, any, output, shape.strides, shape.padFirst, shape.padLast, forward, attributes);
#else
    const dnnl::convolution_backward_data::primitive_desc backward(
        dnnl::convolution_backward_data::desc(direct, images, any, output, shape.strides, shape.padFirst, shape.padLast),
        attributes, engine, forward);
#endif
    return finish(dnnl::convolution_backward_data(backward), backward.weights_desc(), backward.scratchpad_desc());
  }
  if (key[0] == BACKWARD_FILTER) {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::convolution_backward_weights::primitive_desc backward(
        engine, direct, images, any, output, shape.strides, shape.padFirst, shape.padLast, forward, attributes);
#else
    const dnnl::convolution_backward_weights::primitive_desc backward(
        dnnl::convolution_backward_weights::desc(direct, images, any, output, shape.strides, shape.padFirst, shape.padLast),
        attributes, engine, forward);
#endif
    return finish(dnnl::convolution_backward_weights(backward), backward.diff_weights_desc(), backward.scratchpad_desc());
  }
  return finish(dnnl::convolution_forward(forward), forward.weights_desc(), forward.scratchpad_desc());
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
  const bool copies = static_cast<bool>(c.filter);
  const memory weights = kind == BACKWARD_FILTER
                             ? memory(c.filter.from, engine, copies ? scratch(Scratch::weights, c.filter.from.get_size()) : filter)
                             : converted(c.filter, c.filter.to, filter, Scratch::weights);
  const std::size_t bytes = c.scratchpad.get_size();
  const std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SCRATCHPAD, memory(c.scratchpad, engine, bytes > 0 ? scratch(Scratch::primitive, bytes) : nullptr)},
      {kind == BACKWARD_IMAGES ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, converted(c.images, c.images.to, images, Scratch::first)},
      {kind == BACKWARD_FILTER ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, weights},
      {kind == FORWARD ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, converted(c.output, c.output.to, output, Scratch::second)},
  };
  c.primitive.execute(stream, arguments);
  if (copies && kind == BACKWARD_FILTER) {
    memory from = weights, to(c.filter.to, engine, filter);
    dnnl::reorder(c.filter.primitive).execute(stream, from, to);
  }
  stream.wait();
}
