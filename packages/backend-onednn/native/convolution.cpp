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

/** Everything that a primitive depends on: the numbers of convolution.h, and how many threads there are. */
using Key = std::array<long, 15>;

struct Shape {
  memory::dims images, filter, output, strides, padFirst, padLast;
};

/** A primitive for one shape, which takes the filter in the layout that it likes best. */
struct Convolution {
  dnnl::primitive primitive;
  dnnl::reorder reorder;
  memory::desc images, filter, preferred, output, scratchpad;
};

constexpr auto FLOAT = memory::data_type::f32;

Shape shapeOf(const Key& key) {
  const auto [kind, batch, ih, iw, ic, oh, ow, oc, kh, kw, sh, sw, top, left, threads] = key;
  const auto last = [](long outputs, long taps, long stride, long inputs, long first) {
    return std::max(0L, (outputs - 1) * stride + taps - inputs - first);
  };
  return {{batch, ic, ih, iw}, {oc, ic, kh, kw}, {batch, oc, oh, ow}, {sh, sw}, {top, left},
          {last(oh, kh, sh, ih, top), last(ow, kw, sw, iw, left)}};
}

Convolution create(const Key& key) {
  const dnnl::engine& engine = library().engine;
  const Shape shape = shapeOf(key);
  const memory::desc images(shape.images, FLOAT, Tag::nhwc), output(shape.output, FLOAT, Tag::nhwc);
  const memory::desc filter(shape.filter, FLOAT, Tag::hwio), any(shape.filter, FLOAT, Tag::any);
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  const auto direct = dnnl::algorithm::convolution_direct;
  const auto training = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::convolution_forward::primitive_desc forward(engine, training, direct, images, any, output, shape.strides,
                                                          shape.padFirst, shape.padLast, attributes);
#else
  const dnnl::convolution_forward::primitive_desc forward(
      dnnl::convolution_forward::desc(training, direct, images, any, output, shape.strides, shape.padFirst, shape.padLast),
      attributes, engine);
#endif
  const auto finish = [&](const dnnl::primitive& primitive, const memory::desc& preferred, const memory::desc& pad) {
    const bool toFilter = key[0] == BACKWARD_FILTER;
    dnnl::reorder reorder;
    if (preferred != filter) {
      const memory::desc& from = toFilter ? preferred : filter;
      const memory::desc& to = toFilter ? filter : preferred;
      reorder = dnnl::reorder(dnnl::reorder::primitive_desc(engine, from, engine, to));
    }
    return Convolution{primitive, reorder, images, filter, preferred, output, pad};
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
                                        padLeft, omp_get_max_threads()});
  auto& [engine, stream] = library();
  const bool copies = static_cast<bool>(c.reorder);
  memory user(c.filter, engine, filter);
  memory weights(c.preferred, engine, copies ? scratch(Scratch::weights, c.preferred.get_size()) : filter);
  const std::size_t bytes = c.scratchpad.get_size();
  std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SCRATCHPAD, memory(c.scratchpad, engine, bytes > 0 ? scratch(Scratch::primitive, bytes) : nullptr)},
      {kind == BACKWARD_IMAGES ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, memory(c.images, engine, images)},
      {kind == BACKWARD_FILTER ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, weights},
      {kind == FORWARD ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, memory(c.output, engine, output)},
  };
  if (copies && kind != BACKWARD_FILTER) c.reorder.execute(stream, user, weights);
  c.primitive.execute(stream, arguments);
  if (copies && kind == BACKWARD_FILTER) c.reorder.execute(stream, weights, user);
  stream.wait();
}
